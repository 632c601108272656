"""The date of a file that has no field for one: what a short line near its top states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from claimwire.english.closed_class import FUNCTION_WORDS
from claimwire.normalize.dates import read_moment
from claimwire.normalize.sentence_end import ends_sentence

_MOST_LINES = 10
_LONGEST = 120
"""Characters; a longer line is a sentence, whose dates are of what it tells."""

_PARTS = re.compile(r"\s[-–—]+\s|\s*[|·•()]\s*|[:;]\s")
_YEAR = re.compile(r"\b\d{4}\b")
_RELEASED = re.compile(
    r"\b(?:published|issued|embargo(?:ed)?|not for use|for (?:\w+ )?release)"
    r"(?: (?:on|at|until|till|not|before|after|from|noon|midnight)){0,3}\Z",
    re.IGNORECASE,
)
"""Ends the words before the date of a release; `Release of prisoners on` and `Publishers met on` do not."""


def stated_date(lines: Iterable[str]) -> str | None:
    """Return the first date with a year that stands apart in the short lines that open a file.

    A date that belongs to words around it is of what they tell.

    >>> stated_date(["Mill opened on 1 May 1926", "For release: 4 March 2026", "It began on 1 May 2020."])
    '4 March 2026'
    """
    for line in islice(lines, _MOST_LINES):
        if len(line) > _LONGEST or (ends_sentence(line) and read_moment(line) is None):
            continue
        for part in _PARTS.split(line):
            if _YEAR.search(part) and (date := _apart(part.split())):
                return date
    return None


def _apart(words: list[str]) -> str | None:
    """Return the date at the end of a part of a line, unless a preposition ties it to words before it."""
    for at in range(len(words)):
        if read_moment(date := " ".join(words[at:])) is not None:
            before = " ".join(words[:at])
            is_apart = not before[-1:].isalnum() or _RELEASED.search(before) or not _is_tied(words, at)
            return date if is_apart else None
    return None


def _is_tied(words: list[str], at: int) -> bool:
    """Tell whether a date is that of the words before it: `opened on 1 May 1926`, `rompu le 4 mars 2026`."""
    opens_small = words[at][0].islower() and read_moment(" ".join(words[at + 1 :])) is not None
    return opens_small or words[at - 1].casefold() in FUNCTION_WORDS
