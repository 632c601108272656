"""What a relative pronoun goes on from: `the boy’s mother` of `the boy’s mother, who said`."""

from __future__ import annotations

import re

from claimwire.claims.nouns import DEFINITE, INDEFINITE, PEOPLE
from claimwire.claims.phrases import phrase_at

REACH = 80
"""Characters before `who` in which its antecedent begins."""

DETERMINERS = "|".join(map(re.escape, sorted(DEFINITE | INDEFINITE)))
OPENS = re.compile(rf"(?<![^\s“\"])(?:{DETERMINERS})\s(?=[^\W_])", re.IGNORECASE)
BELONGS = re.compile(r"\b(?:of|for|with|from|at|in|on)\s$")
"""Before a noun that may only belong to the antecedent: `a friend of the boy who said`."""

NAME_BEFORE = re.compile(r"\b[A-Z][^\W_]*, $")


def antecedent_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase of people that `who` at a place goes on from; null where it is not clear."""
    if text[start:end].casefold() != "who":
        return None
    window = max(0, start - REACH)
    stop = window + len(text[window:start].rstrip(" ,"))
    opened = [match.start() for match in OPENS.finditer(text, window, stop)]
    if not opened or BELONGS.search(text, window, opened[-1]):
        return None
    phrase = phrase_at(text, opened[-1], stop)
    return (phrase.start, stop) if phrase.end == stop and phrase.head in PEOPLE else None


def is_beside_name(text: str, start: int) -> bool:
    """Whether a noun phrase stands after a name and a comma: `Ada Vane, a nurse who said`."""
    return NAME_BEFORE.search(text, max(0, start - REACH), start) is not None
