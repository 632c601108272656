"""Edits replayed: the article's words and the changes to them make a claim's text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from claimwire_schemas import Edit, Span

_SPACE = re.compile(r"\s+")


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
