"""Bylines: the line that says who wrote the story, and nothing else."""

from __future__ import annotations

import re

from claimwire.data import read_lines

_LONGEST = 160
"""Characters of a byline."""

_PARTICLES = frozenset(read_lines("claimwire.normalize", "data/name_particles.txt"))
_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-])*"
_NAME = rf"{_WORD}(?: {_WORD}){{1,10}}"
_BYLINE = re.compile(
    rf"(?:By|BY|by|Written by|Words by):? (?P<who>{_NAME}(?:(?:,| &) {_NAME}){{0,5}})"
    r"(?P<role>(?:,| \||  ?[-–—]) ?[^.!?]{2,60})?"
)
_NO_NAMES = frozenset(read_lines("claimwire.normalize", "data/no_names.txt"))
_ADDRESS = re.compile(r"(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+")
_ADDRESSED = re.compile(rf"{_ADDRESS.pattern} \((?P<after>[^()]*)\)|(?P<before>[^<>@]*)<{_ADDRESS.pattern}>")
_PREFIX = re.compile(r"(?:(?:written|words|reported|story)\s+)?by:?\s+", re.IGNORECASE)


def written_by(line: str) -> str | None:
    """Return who wrote the story where `line` is a byline, else None.

    >>> written_by("By Ana Kovač and Tom Reed, Health Correspondent")
    'Ana Kovač and Tom Reed, Health Correspondent'
    """
    if len(line) > _LONGEST:
        return None
    match = _BYLINE.fullmatch(line)
    if match is None or not _all_capitalized(match["who"]):
        return None
    return without_prefix(line)


def without_prefix(byline: str) -> str:
    """Return a byline without its `By`.

    >>> without_prefix("By Ana Kovač")
    'Ana Kovač'
    """
    return _PREFIX.sub("", byline, count=1) if _PREFIX.match(byline) else byline


def stated_byline(text: str) -> str | None:
    """Return who wrote the story where a source's field for that says it, else None.

    A field may hold an address, as RSS asks for, or what a system puts there.

    >>> stated_byline("noreply@echo.example (By Ana Kovač)")
    'Ana Kovač'
    """
    if match := _ADDRESSED.fullmatch(text):
        text = match["after"] or match["before"] or ""
    name = without_prefix(text.strip(" \"'"))
    is_name = name.casefold() not in _NO_NAMES and not _ADDRESS.fullmatch(name) and "://" not in name
    return name or None if is_name else None


def _all_capitalized(names: str) -> bool:
    words = (word for word in names.replace("&", " ").split() if word.strip(",") not in _PARTICLES)
    return all(word[0].isupper() for word in words)
