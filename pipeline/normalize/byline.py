"""Bylines: the line that says who wrote the story, and nothing else."""

from __future__ import annotations

import re

from pipeline.normalize.lookup import read_lines

LONGEST = 160
"""Characters of a byline."""

_PARTICLES = frozenset(read_lines("name_particles.txt"))
_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-])*"
_NAME = rf"{_WORD}(?: {_WORD}){{1,10}}"
_BYLINE = re.compile(
    rf"(?:By|BY|by|Written by|Words by):? (?P<who>{_NAME}(?:(?:,| &) {_NAME}){{0,5}})"
    r"(?P<role>(?:,| \||  ?[-–—]) ?[^.!?]{2,60})?"
)
_PREFIX = re.compile(r"(?:(?:written|words|reported|story)\s+)?by:?\s+", re.IGNORECASE)


def written_by(line: str) -> str | None:
    """Return who wrote the story where `line` is a byline, else None.

    >>> written_by("By Ana Kovač and Tom Reed, Health Correspondent")
    'Ana Kovač and Tom Reed, Health Correspondent'
    """
    if len(line) > LONGEST:
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


def _all_capitalized(names: str) -> bool:
    words = (word for word in names.replace("&", " ").split() if word.strip(",") not in _PARTICLES)
    return all(word[0].isupper() for word in words)
