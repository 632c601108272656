"""Abbreviations that a text introduces beside a name: `Port Safety Board (PSB)`, `PSB (Port Safety Board)`.

Letters are looked up from the right, as Schwartz and Hearst (2003) do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SHORT = r"[A-Z][A-Za-z.&-]{1,9}"
_BEHIND = re.compile(rf"(?<=[\w.’'”]) \((?:the )?({_SHORT})[),;]")
_BEFORE = re.compile(rf"\b({_SHORT}) \(([A-Z][^()\n]{{5,80}})\)")
_MORE_WORDS = 5
"""Words that a name may have besides one for each letter."""

_LONGEST = 200


class Abbreviation(NamedTuple):
    """A short form and the start and end of what it stands for, in code points, the end exclusive."""

    short: str
    start: int
    end: int


def abbreviations_in(text: str) -> list[Abbreviation]:
    """Return the short forms that a text introduces with their names, those in order and apart."""
    found = sorted({*_behind(text), *_before(text)}, key=lambda one: (one.start, -one.end))
    return [
        one
        for before, one in zip([None, *found], found, strict=False)
        if not before or before.end <= one.start
    ]


def _behind(text: str) -> Iterator[Abbreviation]:
    for match in _BEHIND.finditer(text):
        start = _start_of(text, match.start(), match[1])
        if start is not None:
            yield Abbreviation(match[1], start, match.start())


def _before(text: str) -> Iterator[Abbreviation]:
    for match in _BEFORE.finditer(text):
        if _start_of(text, match.end(2), match[1]) == match.start(2):
            yield Abbreviation(match[1], match.start(2), match.end(2))


def _start_of(text: str, end: int, short: str) -> int | None:
    """Return where a name of several words that ends at a place and has a short form's letters starts."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    line = text[max(0, end - _LONGEST) : end].rpartition("\n")[2]
    name = " ".join(line.split(" ")[-min(len(letters) + _MORE_WORDS, 2 * len(letters)) :])
    at = len(name)
    for number, letter in enumerate(reversed(letters), 1):
        at -= 1
        while at >= 0 and not _is_letter(name, at, letter, first=number == len(letters)):
            at -= 1
    is_name = at >= 0 and len(letters) > 1 and name[at].isupper() and " " in name[at:]
    return end - len(name) + at if is_name else None


def _is_letter(name: str, at: int, letter: str, *, first: bool) -> bool:
    """Tell whether a letter stands at a place; the first one opens a word."""
    return name[at].casefold() == letter and not (first and at and name[at - 1].isalnum())
