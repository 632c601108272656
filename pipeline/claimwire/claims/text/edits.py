"""Edits replayed: the article's words and the changes to them make a claim's text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from claimwire_schemas import Claim, Edit, Span

_SPACE = re.compile(r"\s+")
_ASIDE = re.compile(r" \[[^\[\]]+\](?=[^\w\[\]]*$)")


def replayed(basis: Iterable[Span], edits: Sequence[Edit]) -> str:
    """Return what edits, in order of the article, make of the words that they apply to: a claim's `text`."""
    starts = [one.span.start for one in edits]
    parts = list[str]()
    for span in basis:
        at = span.start
        for one in edits[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            parts += [span.exact[at - span.start : one.span.start - span.start], one.text]
            at = one.span.end
        parts += [span.exact[at - span.start :], " "]
    return _SPACE.sub(" ", "".join(parts)).strip()


def without_context(claim: Claim) -> str:
    """Return a claim's text without the name in brackets that tells what its article is about."""
    is_told = any("context" in (one.rule or "").split("+") and _ASIDE.search(one.text) for one in claim.edits)
    return without_aside(claim.text) if is_told else claim.text


def without_aside(text: str) -> str:
    """Return a claim's text without what stands in brackets at its end.

    >>> without_aside("The mill will close [Wend].")
    'The mill will close.'
    """
    return _ASIDE.sub("", text)
