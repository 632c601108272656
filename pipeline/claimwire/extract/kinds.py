"""Kinds: whether content is quoted throughout, nowhere or in part."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claimwire.english.quotations import Quotation
from claimwire_schemas import Kind, Span

WORD = re.compile(r"\w+(?:['’]\w+)*")
QUOTED = 0.9
"""Content is direct when this share of its words stands in quotation marks."""


class Quoted:
    """Tells what of a text stands in quotation marks."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._quotations = quotations
        self._starts = [quotation.start for quotation in quotations]

    def kind(self, spans: Iterable[Span]) -> Kind:
        """Return the kind of content at `spans`, by the share of its words inside quotations."""
        if not self._quotations:
            return "indirect"
        words = [word.start() for span in spans for word in WORD.finditer(self._text, span.start, span.end)]
        inside = sum(map(self._has, words))
        if inside == 0:
            return "indirect"
        return "direct" if inside >= QUOTED * len(words) else "mixed"

    def _has(self, place: int) -> bool:
        i = bisect_right(self._starts, place) - 1
        return i >= 0 and place < self._quotations[i].end
