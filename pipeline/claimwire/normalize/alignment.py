"""Alignment: where a stretch of a normalized text stands in the text as it was given.

Normalizing takes a text apart in ways that no rule undoes (repaired mojibake has no inverse), so the two are
aligned afterwards, by one test: a piece of the given text and a piece of the normalized one belong together
where cleaning the one gives the other. Pieces are paragraphs, then words, then characters. White space is
left out of it, since spans begin and end with words: line ends and paragraphs cannot shift an offset.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from claimwire.normalize.characters import clean_line
from claimwire.normalize.paragraphs import Paragraph, find_paragraphs

_LONGEST_WORD = 100
"""Characters; within a longer word that cleaning changed, places are not told apart."""

_LONGEST_PIECE = 32
"""Characters that may become one: a reference escaped over and over."""

_MOST_JOINED = 8
"""Words that are cleaned together where each by itself comes out otherwise: mojibake may have spaces."""

_WORD = re.compile(r"[^\s&]+|&[^\s&]*")
"""A character reference begins a word: a non-breaking space is often written as one."""


class _Unit(NamedTuple):
    """A piece of the given text and the visible characters, counted from the first, that it became."""

    start: int
    end: int
    first: int
    size: int
    verbatim: bool


class Alignment:
    """Tells, for places in a normalized text, the places in the text as it was given."""

    def __init__(self, normalized: str, units: list[_Unit]) -> None:
        self._visible = [i for i, character in enumerate(normalized) if not character.isspace()]
        self._units = units
        self._firsts = [unit.first for unit in units]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return where the given text has what stands at `start:end`, in code points, end exclusive.

        White space at the edges is left out. Raises `ValueError` where there is nothing else.
        """
        first, last = bisect_left(self._visible, start), bisect_left(self._visible, end) - 1
        if last < first:
            raise ValueError(f"nothing but white space at {start}:{end}")
        opening, closing = self._unit(first), self._unit(last)
        return (
            opening.start + (first - opening.first if opening.verbatim else 0),
            closing.start + last - closing.first + 1 if closing.verbatim else closing.end,
        )

    def _unit(self, visible: int) -> _Unit:
        return self._units[bisect_left(self._firsts, visible + 1) - 1]


def align(given: str, normalized: str) -> Alignment:
    """Return the alignment of an article's text with the plain text that it was normalized from.

    Raises `ValueError` where a paragraph of `normalized` is none of `given`.
    """
    units: list[_Unit] = []
    paragraphs = iter(find_paragraphs(given))
    first = 0
    for text in normalized.split("\n\n"):
        paragraph = next((one for one in paragraphs if one.text == text), None)
        if paragraph is None:
            raise ValueError(f"a paragraph is not of the given text: {text[:40]!r}")
        visible = _visible(text)
        units += _units(given, paragraph, visible, first)
        first += len(visible)
    return Alignment(normalized, units)


def _units(given: str, paragraph: Paragraph, visible: str, first: int) -> Iterator[_Unit]:
    """Yield the units of a paragraph that have visible characters; they cover all of these, in order."""
    words = [match.span() for match in _WORD.finditer(given, paragraph.start, paragraph.end)]
    at = taken = 0
    while taken < len(words):
        start = words[taken][0]
        count, size = _match(given, words[taken : taken + _MOST_JOINED], visible, at)
        taken += count
        end = words[taken - 1][1]
        if taken == len(words):
            size = len(visible) - at
        for unit in _within(given[start:end], visible[at : at + size]):
            yield unit._replace(start=start + unit.start, end=start + unit.end, first=first + at + unit.first)
        at += size


def _match(given: str, words: list[tuple[int, int]], visible: str, at: int) -> tuple[int, int]:
    """Return how many of the words are next in `visible`, and as how many characters.

    That is one word, cleaned by itself or in pieces, else some words cleaned together, else what must be it.
    """
    start, end = words[0]
    word, cleaned = given[start:end], _cleaned(given[start:end])
    if visible.startswith(cleaned, at):
        return 1, len(cleaned)
    if cuts := _cuts(word, visible[at : at + len(word)], whole=False):
        return 1, cuts[-1][1]
    joined = (given[start:end] for _, end in words[1:] if end - start <= _LONGEST_WORD)
    for count, cleaned in enumerate(map(_cleaned, joined), start=2):
        if visible.startswith(cleaned, at):
            return count, len(cleaned)
    return 1, _same_ascii(word, visible, at)


def _same_ascii(word: str, visible: str, at: int) -> int:
    """Return how many characters from `at` on have the ASCII of `word`, which repairs leave as it is."""
    ascii_left = sum(map(str.isascii, word))
    others_left = len(word) - ascii_left
    end = at
    while end < len(visible) and (ascii_left if visible[end].isascii() else others_left):
        if visible[end].isascii():
            ascii_left -= 1
        else:
            others_left -= 1
        end += 1
    return end - at


def _within(word: str, cleaned: str) -> Iterator[_Unit]:
    if word == cleaned:
        yield _Unit(0, len(word), 0, len(word), verbatim=True)
        return
    start = first = 0
    for end, following in _cuts(word, cleaned, whole=True) or ((len(word), len(cleaned)),):
        if following > first:
            yield _Unit(start, end, first, following - first, verbatim=False)
        start, first = end, following


@lru_cache(maxsize=4096)
def _cuts(word: str, cleaned: str, *, whole: bool) -> tuple[tuple[int, int], ...]:
    """Return where a word's smallest pieces that give `cleaned`, or its beginning, end in both.

    Empty where no pieces do.
    """
    if len(word) > _LONGEST_WORD:
        return ()
    path = [((0, 0), _next(word, cleaned, 0, 0))]
    tried: set[tuple[int, int]] = set()
    while path and not _is_end(path[-1][0], word, cleaned, whole=whole):
        following = next((place for place in path[-1][1] if place not in tried), None)
        if following is None:
            path.pop()
        else:
            tried.add(following)
            path.append((following, _next(word, cleaned, *following)))
    return tuple(place for place, _ in path[1:])


def _is_end(place: tuple[int, int], word: str, cleaned: str, *, whole: bool) -> bool:
    return place[0] == len(word) and (not whole or place[1] == len(cleaned))


def _next(word: str, cleaned: str, start: int, first: int) -> Iterator[tuple[int, int]]:
    """Yield where a piece from these places on may end, in both, the smallest piece first."""
    for end in range(start + 1, min(len(word), start + _LONGEST_PIECE) + 1):
        piece = _cleaned(word[start:end])
        if cleaned.startswith(piece, first):
            yield end, first + len(piece)


def _cleaned(text: str) -> str:
    if text.isascii() and text.isprintable() and "&" not in text:
        return _visible(text)
    return _visible(clean_line(text))


def _visible(text: str) -> str:
    return "".join(text.split())
