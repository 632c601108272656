"""Clauses: where a clause in some content ends, and where the sentence around a place begins. No parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimwire.english.quotations import find_quotations

Place = tuple[int, int]

SENTENCE_END = re.compile(
    r"[.!?…](?<!\b[A-Z].)(?<!\bM[rs].)(?<!\bMrs.)(?<!\b[DS][rt].)(?<!\b(?:Sen|Gov|Gen|Rep).)[”’\"')\]]*"
    r"(?=\s+[“‘\"'(\[]*[A-Z\d])"
)
"""The mark comes first, so that the search skips to the next one."""

SENTENCE_START = re.compile(rf"{SENTENCE_END.pattern}|:(?=\s+[A-Z])")
BREAK = re.compile(
    r"(?P<aside>\s?[–—-]{1,2}\s[^.!?;–—]{1,120}?\s[–—-]{1,2}\s)|;|\s[–-]{1,2}\s|\s?—"
    r"|,\s+(?:but|although|though|while|whereas|yet|and\s+(?:he|she|it|they|we|I|that))\b"
    r"|\s+(?:but|and)\s+(?:that|said|also|he|she|they|(?:I|we)\s+(?:said|told|asked|thought))\b"
)
"""What ends a clause before its sentence ends; an aside between dashes does not."""

COMMA = re.compile(r",(?=\s)|(?<=,[”\"])")
LOOSE = " \t\u00a0,;:–—-."
CLOSING = "”\"’'»"
MARK_LENGTHS = {"''": 2, "``": 2}


class Piece:
    """One span of content without the quotation marks around it; places are those of its own text."""

    def __init__(self, content: str) -> None:
        outer = find_quotations(content)
        self.quoted = len(outer) == 1 and (outer[0].start, outer[0].end) == (0, len(content))
        """Whether it is one quotation from end to end."""

        self.offset = MARK_LENGTHS.get(content[:2], 1) if self.quoted else 0
        """Where its text starts in the content."""

        closing = MARK_LENGTHS.get(content[-2:], 1) if self.quoted and outer[0].closed else 0
        self.text = content[self.offset : len(content) - closing]
        self._quotations = find_quotations(self.text)

    def quotation(self, *, start: int | None = None, end: int | None = None) -> Place | None:
        """Return the closed quotation that starts, or ends, at a place."""
        places = ((one.start, one.end) for one in self._quotations if one.closed)
        return next((place for place in places if start == place[0] or end == place[1]), None)

    def clause(self, start: int, *, to_comma: bool = False) -> Place | None:
        """Return the clause from `start` on; with `to_comma`, to the first comma at the latest.

        It ends with its sentence, at a break, or where a quotation around it closes. `None` if it is empty.
        """
        around = (one.end - 1 for one in self._quotations if one.start < start < one.end)
        limit = next(around, len(self.text))
        ends = [end for end in self._stops(start, limit, to_comma=to_comma) if self._outside(end, start)]
        return self.trimmed(start, min(ends, default=limit))

    def _stops(self, start: int, limit: int, *, to_comma: bool) -> Iterator[int]:
        for match in SENTENCE_END.finditer(self.text, start, limit):
            yield match.end()
        for match in BREAK.finditer(self.text, start, limit):
            if match["aside"] is None:
                yield match.start()
        if to_comma:
            for match in COMMA.finditer(self.text, start, limit):
                yield match.start()

    def _outside(self, place: int, start: int) -> bool:
        """Whether a place is outside the quotations that open from `start` on."""
        return not any(start <= one.start < place < one.end for one in self._quotations)

    def sentence(self, place: int) -> int:
        """Return where the sentence at a place starts, or a quotation around it that starts later."""
        # One character more, so that a sentence is seen to end right before the place.
        starts = [match.end() for match in SENTENCE_START.finditer(self.text, 0, place + 1)]
        starts += [one.start + 1 for one in self._quotations if one.start < place < one.end]
        start = max(starts, default=0)
        while start < place and not self.text[start].isalnum() and self.text[start] not in "“‘":
            start += 1
        return start

    def trimmed(self, start: int, end: int) -> Place | None:
        """Return a place without loose ends; `None` where nothing is left."""
        while start < end and self.text[start] in LOOSE:
            start += 1
        while start < end and (self.text[end - 1] in LOOSE or self._closes_nothing(start, end - 1)):
            end -= 1
        return (start, end) if start < end else None

    def _closes_nothing(self, start: int, place: int) -> bool:
        """Whether at a place is a closing mark of no quotation that opens from `start` on."""
        if self.text[place] not in CLOSING:
            return False
        return not any(start <= one.start < place < one.end for one in self._quotations)
