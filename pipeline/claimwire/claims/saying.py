"""Saying: by what medium something was said, and when, from the words round the cue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from typing_extensions import TypedDict

from claimwire.claims.numerals import any_of
from claimwire.claims.time_words import time_places
from claimwire.claims.times import times_in
from claimwire.data import read_json
from claimwire.extract.clauses import SENTENCE_END
from claimwire_schemas import Attribution, Publication, Span
from claimwire_schemas.claims import Time

BEFORE, AFTER = 240, 240
"""Characters before and after a cue that are looked at."""

NEAR = 90
"""Characters between a cue and the time of saying."""

Place = tuple[int, int]


class _Data(TypedDict):
    channels: list[str]
    on_channels: list[str]
    by: list[str]
    platforms: list[str]
    telling: list[str]
    writing: list[str]
    posting: list[str]
    passive: list[str]
    not_addressees: list[str]
    tail_openers: list[str]
    tail_stops: list[str]
    clause_words: list[str]


_DATA = read_json("claimwire.claims", "media.json", _Data)
_WORD = rf"(?!(?:{any_of(_DATA['tail_stops'])})\b)[\w’'&@-]+"
_TAIL = rf"(?:\s(?:{any_of(_DATA['tail_openers'])})\b(?:\s{_WORD}){{0,7}})?"
_THE = r"(?:(?:a|an|the|his|her|its|their|this|my|our)\s)?"
MEDIUM = re.compile(
    rf"\b(?i:in|via|through|during|at|from)\s{_THE}(?:[\w’'-]+\s){{0,3}}?(?:{any_of(_DATA['channels'])})\b{_TAIL}"
    rf"|\b(?i:on|over)\s{_THE}(?:[\w’'-]+\s){{0,3}}?(?:{any_of(_DATA['on_channels'])})\b{_TAIL}"
    rf"|\b(?i:on|via|under|over|off|took to)\s{_THE}(?:{any_of(_DATA['platforms'])})\b"
    rf"|\b(?i:by)\s(?:{any_of(_DATA['by'])})\b"
    rf"|\b(?i:writing)\s(?i:in|for)\s{_WORD}(?:\s{_WORD}){{0,6}}"
    rf"|(?<!\w)(?P<told>(?i:{any_of([*_DATA['telling'], *_DATA['writing']])}))"
    rf"\s(?!(?:{any_of(_DATA['not_addressees'])})\b)(?:this\s)?{_WORD}(?:\s{_WORD}){{0,7}}"
    rf"|\b(?i:{any_of(_DATA['posting'])})\b(?:\s(?:{any_of(_DATA['platforms'])})\b)?"
)
PASSIVE = re.compile(rf"(?:^|[\s(])(?:{any_of(_DATA['passive'])})(?:\s\w+ly|\salso)?\s$")
CLAUSE = re.compile(rf"[,;:](?=\s)|\b(?:{any_of(_DATA['clause_words'])})\b")
JOINED = re.compile(r"\s(?:(?:and|but|then)\s(?:(?:also|then|\w+ly)\s)?)?")
LEADING = re.compile(r"[\s“\"'(]*")


def medium_of(text: str, attribution: Attribution, within: Sequence[Span] = ()) -> Span | None:
    """Return the words outside the content that tell how it was said: `in a statement posted online`.

    They are in the cue's sentence; those after the cue's beginning go before those before it. `within` is the
    content that a nested attribution stands in: nothing outside that is looked at.
    """
    if attribution.cue is None:
        return None
    cue = attribution.cue.spans
    outside = _outside(text, attribution, within)
    outside.sort(key=lambda place: (place[1] <= cue[0].start, place[0]))
    found = (one for place in outside for one in _media(text, place, cue))
    place = next(found, None)
    return Span.of(text, *place) if place else None


def said_of(
    text: str, attribution: Attribution, published: Publication | None, within: Sequence[Span] = ()
) -> Time | None:
    """Return when it was said, by a time outside the content that the cue has beside it: `said on Monday`.

    A time at the sentence's head counts too, `On Monday she said`; not one within the source's own clause.
    """
    if attribution.cue is None:
        return None
    for start, end in _outside(text, attribution, within):
        for place in time_places(text, start, end):
            if _is_of_saying(text, attribution, start, place):
                found = times_in(text, [Span.of(text, *place)], published)
                return found[0] if found else None
    return None


def _media(text: str, place: Place, cue: Sequence[Span]) -> Iterator[Place]:
    for match in MEDIUM.finditer(text, *place):
        start, end = match.span()
        if match["told"] and not _is_telling(text, start, cue):
            continue
        first = next(time_places(text, start, end), (end, end))[0]
        stop = start + len(text[start:first].rstrip())
        if stop > start + len(match["told"] or ""):
            yield start, stop


def _is_telling(text: str, start: int, cue: Sequence[Span]) -> bool:
    """Whether `told` is the cue's own and not `was told`."""
    own = any(span.start <= start < span.end for span in cue)
    return own and PASSIVE.search(text[max(0, start - 20) : start]) is None


def _outside(text: str, attribution: Attribution, within: Sequence[Span]) -> list[Place]:
    """Return the parts of the cue's sentence that are neither content nor source, in order."""
    spans = attribution.cue.spans if attribution.cue else attribution.content
    content = tuple((span.start, span.end) for span in attribution.content)
    cue = spans[0].start
    low, high = _sentence(text, (cue, spans[-1].end), content)
    for span in within:
        if span.start <= cue < span.end:
            low, high = max(low, span.start), min(high, span.end)
    taken = [*attribution.content, *((attribution.source,) if attribution.source else ())]
    edges = sorted(
        (max(span.start, low), min(span.end, high)) for span in taken if low < span.end and span.start < high
    )
    bounds = [(low, low), *edges, (high, high)]
    return [(before[1], after[0]) for before, after in pairwise(bounds) if before[1] < after[0]]


@lru_cache(maxsize=8)
def _sentence(text: str, cue: Place, content: tuple[Place, ...]) -> Place:
    """Return the place of the cue's sentence; full stops inside content end none."""
    first, last = cue
    low, high = max(0, first - BEFORE), min(len(text), last + AFTER)
    low = max(low, text.rfind("\n", low, first) + 1)
    paragraph = text.find("\n", last, high)
    high = paragraph if paragraph >= 0 else high
    for match in SENTENCE_END.finditer(text, low, high):
        if any(start <= match.start() < end for start, end in content):
            continue
        if match.end() <= first:
            low = match.end()
        elif match.start() >= last:
            return low, match.end()
    return low, high


def _is_of_saying(text: str, attribution: Attribution, start: int, place: Place) -> bool:
    """Whether a time is the cue's: in it, after it or before it with no other clause or content between."""
    spans = attribution.cue.spans if attribution.cue else ()
    first, last = spans[0].start, spans[-1].end
    if first <= place[0] and place[1] <= last:
        return True
    if place[0] >= last:
        between = text[last : place[0]]
        return (
            len(between) <= NEAR
            and not _is_parted(attribution, last, place[0])
            and CLAUSE.search(between) is None
        )
    between = text[place[1] : first]
    if JOINED.fullmatch(between) or (between == ", " and spans[0].exact.endswith("ing")):
        return True
    leads = LEADING.fullmatch(text, start, place[0]) is not None
    return leads and len(between) <= 2 * NEAR and not _is_parted(attribution, place[1], first)


def _is_parted(attribution: Attribution, start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in attribution.content)
