"""Verbs that agree with their subject: `to have fled` of `the suspects` becomes `have fled`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimwire.claims.phrases import phrase_at
from claimwire.claims.words import SEVERAL, SINGULARS
from claimwire.entities.nouns import INDEFINITE
from claimwire_schemas import Claimant

INFINITIVE = re.compile(
    r"\b(?:(?P<not>not\s+to|to\s+not)|to)\s+"
    r"(?P<verb>(?!(?:all|also|both|either|ever|just|never|not|often|soon|still)\b)[a-z]+)\b(?<!ly)(?:(?<!ing)|(?<=bring))"
)
TO_AGAIN = re.compile(r"\s+(?:[^.;]{0,80}\b(?:and|but|or)\s+(?:not\s+)?)?to\s")
"""After the first of two infinitives, or after what is none: exposed `to asbestos` to seek help."""

HAVE = {"is": "has", "are": "have", "was": "had", "were": "had"}
BE = {be: be for be in HAVE} | {"'s": "is", "’s": "is"}
HAS_BEEN = {"has": "is", "have": "are", "had": "was"}
SHARE_OF = re.compile(r"(?:all|half|most|some|the (?:bulk|majority|rest))\s+of\s+", re.IGNORECASE)
NUMBER_OF = re.compile(r"an? (?:couple|group|handful|majority|number|pair) of\b", re.IGNORECASE)
NUMBERS = INDEFINITE - {"a", "an", "another", "each", "every", "no", "one"}
LIST = re.compile(r",[^,]*\band\s[^,]*\Z")
AND = re.compile(r"\band(?= [A-Z]|(?: [a-z]?)?\Z)")
"""Of two names, or after the first of two nouns."""

LONGEST = 200
"""Characters of a subject that are looked at."""

SIBILANT = re.compile(r"(?:s|sh|ch|x|z|o)$")
CONSONANT_Y = re.compile(r"(?<![aeiou])y$")


def be_form(text: str, start: int, end: int) -> str:
    """Return the form of `be` that goes with the noun phrase at a place: `is` or `are`."""
    end = min(end, start + LONGEST)
    partitive = SHARE_OF.match(text, start, end)
    if partitive is not None:
        return be_form(text, partitive.end(), end)
    phrase = phrase_at(text, start, end)
    word = text[phrase.start : phrase.end].lower()
    is_number = NUMBER_OF.match(text, start, end) or (not phrase.head and phrase.determiner in NUMBERS)
    is_joined = LIST.search(text, start, end) or AND.search(text, start, min(phrase.end + len(" and X"), end))
    is_one = any(f" {word}".endswith(f" {name}") for name in SINGULARS)
    is_several = (phrase.plural and not is_one) or word.partition(" ")[0] in SEVERAL or phrase.head == "and"
    return "are" if is_several or is_number or is_joined else "is"


def be_form_in(cue: Sequence[str]) -> str | None:
    """Return the form of `be` that a passive cue has: `is` of `has been reported`; null for an active."""
    known = BE | HAS_BEEN if "been" in cue else BE
    return next((known[word] for word in cue if word in known), None)


def be_form_of(subject: Claimant, name: str) -> str:
    """Return the form of `be` that goes with an entity, by its kind and its name."""
    return "is" if subject.kind in ("person", "place") else be_form(name, 0, len(name))


def finite(infinitive: re.Match[str], be: str, *, is_future: bool) -> str | None:
    """Return what stands for an infinitive after a subject that takes a form of `be`; null where not sure.

    `to be` and `to have` take the tense of that form; of another verb only the present is known.
    """
    verb, negation = infinitive["verb"], " not" if infinitive["not"] else ""
    if TO_AGAIN.match(infinitive.string, infinitive.end()):
        return None
    if is_future:
        return f"{'would' if be in ('was', 'were') else 'will'}{negation} {verb}"
    if verb in ("be", "have"):
        return (be if verb == "be" else HAVE[be]) + negation
    if negation or be in ("was", "were"):
        return None
    return third_person(verb) if be == "is" else verb


def third_person(verb: str) -> str:
    """Return the form of a verb that goes with `he`: `owes`, `denies`."""
    if SIBILANT.search(verb):
        return f"{verb}es"
    return CONSONANT_Y.sub("ie", verb) + "s"
