"""Settling: segments that the tagger cut near quotation marks take the marks' exact edges."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from claimwire.english.quotations import MARKS, Quotation
from claimwire.extract.segments import Segment

FILLED = 0.5
"""A quotation whose text is content to this share is content altogether."""

NEARLY_FILLED = 0.9
"""The same for one that no mark closes, which may end anywhere."""

ENDING = ".!?:)]}…"
"""What a segment does not start with, besides."""

PARAGRAPH_BREAK = re.compile(r"\n\s*")
QUOTED_BY = re.compile(r"\s*(?P<cue>[:–—])\s+(?P<source>\w[\w’'-]*\.?(?: \w[\w’'-]*){0,3})[ \t]*(?=\n|\Z)")
"""What follows the quotation in such a headline: a few words and no full stop."""

SURE = 0.9
"""Of what a rule finds."""

UNFINISHED = re.compile(r"(?<!\bat )\b(?:last|next|every|the|an?)$", re.IGNORECASE)
"""What content does not end with: the word after it belongs to it."""

LONGEST_UNFINISHED = len("at every")
AGENT_FOLLOWS = re.compile(r"\s+by$")
"""What content does not end with either: who follows is a source."""

NEXT_WORD = re.compile(r" \w+(?:['’-]\w+)*")
LOOSE = " \t\r\n\f\v\u00a0,;–—-"
"""What a segment neither starts nor ends with."""


def settle(text: str, segments: list[Segment], quotations: list[Quotation]) -> list[Segment]:
    """Return the segments with quotations whole, reopened ones joined, and edges clean."""
    edges = _Edges(text, quotations)
    headline = _quoting_headline(text, quotations)
    below = [one for one in segments if not headline or one.start >= headline[-1].end]
    clean = edges.trimmed([*headline, *_parted(text, below, quotations)])
    covers = _covers(clean, quotations)
    return edges.trimmed(_joined([*_not_inside(clean, covers), *covers]))


def _quoting_headline(text: str, quotations: list[Quotation]) -> list[Segment]:
    """Return the segments of a headline that puts a quotation to somebody: `‘We were robbed’: coach`."""
    first = quotations[0] if quotations else None
    if first is None or not first.closed or text[: first.start].strip():
        return []
    named = QUOTED_BY.match(text, first.end)
    if named is None:
        return []
    return [
        Segment(first.start, first.end, "content", SURE),
        Segment(*named.span("cue"), "cue", SURE),
        Segment(*named.span("source"), "source", SURE),
    ]


def _parted(text: str, segments: Iterable[Segment], quotations: list[Quotation]) -> Iterator[Segment]:
    """Cut segments at paragraphs' ends, but where a quotation is reopened, and between two quotations."""
    reopened = {one.start for one in quotations if one.reopens}
    breaks = [gap.span() for gap in PARAGRAPH_BREAK.finditer(text) if gap.end() not in reopened]
    between = (
        (one.end, other.start)
        for one, other in pairwise(quotations)
        if one.closed and one.end < other.start and text[one.end : other.start] == " "
    )
    cuts = sorted({*breaks, *between})
    for segment in segments:
        start = segment.start
        for low, high in cuts[bisect_left(cuts, (start, start)) :]:
            if high >= segment.end:
                break
            if start < low:
                yield replace(segment, start=start, end=low)
                start = high
        yield replace(segment, start=start)


def _covers(segments: list[Segment], quotations: list[Quotation]) -> list[Segment]:
    """Return, as content, each quotation that is mostly content, with the paragraphs that it reopens in."""
    covers: list[Segment] = []
    goes_on = False
    for quotation, inside in _with_segments(quotations, segments):
        cover = _cover(quotation, inside)
        if cover is not None and goes_on and quotation.reopens:
            covers[-1] = _union(covers[-1], cover)
        elif cover is not None:
            covers.append(cover)
        goes_on = cover is not None
    return covers


def _with_segments(
    quotations: Iterable[Quotation], segments: list[Segment]
) -> Iterator[tuple[Quotation, list[Segment]]]:
    """Give each quotation with the segments that reach into it."""
    starts = [segment.start for segment in segments]
    ends = [segment.end for segment in segments]
    for one in quotations:
        yield one, segments[bisect_right(ends, one.start) : bisect_left(starts, one.end)]


def _cover(quotation: Quotation, inside: list[Segment]) -> Segment | None:
    if not inside or any(segment.role != "content" for segment in inside):
        return None
    widths = [min(part.end, quotation.end) - max(part.start, quotation.start) for part in inside]
    covered, share = sum(widths), FILLED if quotation.closed else NEARLY_FILLED
    if covered < share * (quotation.end - quotation.start):
        return None
    sure = sum(width * part.confidence for width, part in zip(widths, inside, strict=True)) / covered
    return Segment(quotation.start, quotation.end, "content", sure)


def _not_inside(segments: list[Segment], covers: list[Segment]) -> list[Segment]:
    starts = [cover.start for cover in covers]

    def inside(segment: Segment) -> bool:
        i = bisect_right(starts, segment.start) - 1
        return i >= 0 and segment.end <= covers[i].end

    return [segment for segment in segments if not inside(segment)]


def _joined(segments: list[Segment]) -> list[Segment]:
    """Return the segments without overlaps: contents join, of two roles content gives way at the edge."""
    joined: list[Segment] = []
    for segment in sorted(segments):
        before = joined[-1] if joined else None
        if before is None or segment.start >= before.end:
            joined.append(segment)
        elif before.role == segment.role == "content":
            joined[-1] = _union(before, segment)
        elif segment.end > before.end:
            joined.append(replace(segment, start=before.end))
    return joined


def _union(one: Segment, other: Segment) -> Segment:
    widths = one.end - one.start, other.end - other.start
    sure = (one.confidence * widths[0] + other.confidence * widths[1]) / sum(widths)
    return Segment(one.start, max(one.end, other.end), "content", sure)


class _Edges:
    """Moves the edges of segments to words and whole quotations."""

    def __init__(self, text: str, quotations: list[Quotation]) -> None:
        self._text = text
        self._end_of = {one.start: one.end for one in quotations}
        self._start_of = {one.end: one.start for one in quotations if one.closed}

    def trimmed(self, segments: Iterable[Segment]) -> list[Segment]:
        """Return the segments with clean edges; those without a word fall away, except cues (a colon)."""
        trimmed = (self._trimmed(segment) for segment in segments)
        return [segment for segment in trimmed if segment is not None]

    def _trimmed(self, segment: Segment) -> Segment | None:
        start, end = segment.start, segment.end
        while start < end and self._starts_loose(start, end):
            start += 1
        while start < end and self._ends_loose(start, end):
            end -= 1
        if not any(map(str.isalnum, self._text[start:end])):
            return segment if segment.role == "cue" else None
        if segment.role == "content":
            end = self._finished(start, end)
        moved = (start, end) != (segment.start, segment.end)
        return replace(segment, start=start, end=end) if moved else segment

    def _finished(self, start: int, end: int) -> int:
        """Return where content ends that the tagger cut within `last week`, or after the `by` of a source."""
        last = max(start, end - LONGEST_UNFINISHED)
        agent = AGENT_FOLLOWS.search(self._text, last, end)
        if agent is not None:
            return agent.start()
        if not UNFINISHED.search(self._text, last, end):
            return end
        word = NEXT_WORD.match(self._text, end)
        return word.end() if word else end

    def _starts_loose(self, start: int, end: int) -> bool:
        character = self._text[start]
        if character in MARKS:
            return not start < self._end_of.get(start, 0) <= end
        return character in LOOSE or character in ENDING

    def _ends_loose(self, start: int, end: int) -> bool:
        character = self._text[end - 1]
        if character in MARKS and end in self._start_of:
            return self._start_of[end] < start
        return character in LOOSE or end - 1 in self._end_of or end - 2 in self._end_of
