"""Quotations: where quotation marks of every style open and close, paragraph by paragraph.

A paragraph that a quotation leaves open and the next one's opening mark belong to one quotation, reopened, as
printers do. Doubles win over singles inside them, an outer single over doubles inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

PARAGRAPH = re.compile(r"[^\n]+")
_DOUBLE = re.compile(r"''|``|[\"“”„«»]")
_SINGLE = re.compile(r"(?<!')'(?!')|[‘’]")
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|n|\d0s)\b", re.IGNORECASE)
"""Words whose first letters an apostrophe replaces."""

_PLURAL_REACH = 300
"""If a closing mark follows within this many characters, `s’` is a possessive."""

_CLIPPED = ("'n", "’n")
"""Letters before the second apostrophe of `rock ’n’ roll`."""

_OPENING, _CLOSING = "“„‘``", "”"
MARKS = frozenset("\"'“”„‘’«»`")


@dataclass(frozen=True)
class Quotation:
    """The part of a quotation in one paragraph, including its marks."""

    start: int
    end: int
    closed: bool
    """Whether it has a closing mark."""

    reopens: bool
    """Whether it continues the previous paragraph's open quotation."""


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    opens: bool
    closes: bool


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in order."""
    if MARKS.isdisjoint(text):
        return []
    doubles = _find(text, _DOUBLE, ())
    singles = _find(text, _SINGLE, doubles)
    return _outermost(doubles, _sure(singles))


def find_quotations_at(text: str, start: int, end: int) -> list[Quotation]:
    """Return the outermost quotations of `text[start:end]` by itself, whatever is quoted around it."""
    return [
        replace(one, start=one.start + start, end=one.end + start) for one in find_quotations(text[start:end])
    ]


def _sure(singles: list[Quotation]) -> list[Quotation]:
    """Drop unclosed single marks: they are apostrophes, unless reopened."""
    following = [*singles[1:], None]
    return [
        one
        for one, after in zip(singles, following, strict=False)
        if one.closed or one.reopens or (after and after.reopens)
    ]


def _find(text: str, style: re.Pattern[str], hidden: Iterable[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    outside = _Outside(hidden)
    left_open = False
    for paragraph in PARAGRAPH.finditer(text):
        matches = style.finditer(text, paragraph.start(), paragraph.end())
        low = "„" in paragraph[0]
        marks = [_mark(text, match, low=low) for match in matches if outside.has(match.start())]
        opens_at = paragraph.start() + len(paragraph[0]) - len(paragraph[0].lstrip())
        goes_on = left_open and bool(marks) and marks[0].start == opens_at and marks[0].opens
        parts = list(_paired(marks, len(paragraph[0].rstrip()) + paragraph.start()))
        if goes_on and parts and parts[0].start == opens_at:
            parts[0] = replace(parts[0], reopens=True)
        found += parts
        if paragraph[0].strip():
            left_open = bool(parts) and not parts[-1].closed
    return found


def _paired(marks: list[_Mark], end: int) -> Iterator[Quotation]:
    opened: _Mark | None = None
    for mark in marks:
        if mark.opens and (opened is None or not mark.closes):
            opened = mark
        elif opened is not None and mark.closes:
            yield Quotation(opened.start, mark.end, closed=True, reopens=False)
            opened = None
    if opened is not None and end > opened.end:
        yield Quotation(opened.start, end, closed=False, reopens=False)


def _mark(text: str, match: re.Match[str], *, low: bool) -> _Mark:
    """Return a mark; `low` where quotations open with a low mark, so that `“` closes them."""
    start, end = match.span()
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    opens, closes = _directions(match[0], before, after)
    if match[0] == "“" and low and not before.isspace():
        opens, closes = False, True
    if match[0] == "'" and opens:
        opens = not _ELIDED.match(text, end)
    if match[0] in ("'", "’") and closes:
        closes = not (_possessive(text, start, before, after) or text[max(0, start - 2) : start] in _CLIPPED)
    return _Mark(start, end, opens, closes)


def _directions(mark: str, before: str, after: str) -> tuple[bool, bool]:
    if mark in "«»":
        opens = _guillemet_opens(mark, before, after)
        return opens, not opens
    if mark in _OPENING:
        return not after.isspace(), False
    if mark in _CLOSING:
        return False, True
    closes = not before.isspace() and not (mark in "'’" and after.isalnum())
    free = before.isspace() or before in '([{—–-“‘"/'
    return free and mark != "’" and not after.isspace(), closes


def _guillemet_opens(mark: str, before: str, after: str) -> bool:
    """Whether a guillemet opens: by the word that it clings to, else as the French have it, `« Non »`."""
    free = before.isspace() or before in "([{—–-/"
    if mark == "«":
        return free or after.isalnum()
    return free and (after.isalnum() or after in "“„‘‚…")


def _possessive(text: str, at: int, before: str, after: str) -> bool:
    """Whether a mark after a plural s, with a word to follow, has a likelier closing mark later."""
    if before not in "sS" or after != " ":
        return False
    reach = text[at + 1 : at + 1 + _PLURAL_REACH].split("\n", maxsplit=1)[0]
    later = re.search(r"[.,!?;]?['’](?!\w)|[‘]", reach)
    return later is not None and later[0] != "‘"


class _Outside:
    """Tells, of places asked for in rising order, whether they are outside given ranges."""

    def __init__(self, ranges: Iterable[Quotation]) -> None:
        self._ranges = iter(ranges)
        self._now = next(self._ranges, None)

    def has(self, place: int) -> bool:
        """Whether `place` is outside all of them."""
        while self._now is not None and self._now.end <= place:
            self._now = next(self._ranges, None)
        return self._now is None or place < self._now.start


def _outermost(*groups: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for one in sorted((one for group in groups for one in group), key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
