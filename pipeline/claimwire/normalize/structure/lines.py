"""Lines by their shape: list items, headings, the times of a live blog, notes about the article."""

from __future__ import annotations

import re

from claimwire.data import read_json
from claimwire.normalize.dates import DAY_PATTERN, WEEKDAY_PATTERN
from claimwire.normalize.sentence_end import ends_in_pause, ends_sentence

_DATA = read_json("claimwire.normalize", "data/structure.json", dict[str, list[str]])
_LONGEST_TIME = 60
_LONGEST_HEADING = 120
_BULLET = re.compile(r"(?P<sure>[•●▪■◦‣⁃∙·])\s*\S|(?P<dash>[*–-])\s+\S|\(?(?P<number>\d{1,2}|[a-z])[.)]\s+\S")


def _any_of(kind: str) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(_DATA[kind], key=len, reverse=True))


_DAY = rf"(?:{WEEKDAY_PATTERN},?\s)?(?:{DAY_PATTERN}|today|yesterday)"
_CLOCK = r"\d{1,2}(?:[:.h]\d\d)(?::\d\d)?\s?(?:[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
_AGO = r"\d{1,2}\s?(?:m|mins?|minutes?|h|hrs?|hours?) ago"
_TIME = re.compile(
    rf"(?:(?:{_any_of('posted')}):?\s)?(?:at\s)?(?:{_DAY},?\s(?:at\s)?)?"
    rf"(?:(?:{_CLOCK})\s?\(?(?:{_any_of('zones')})?\)?|{_AGO})(?:,?\s(?:on\s)?{_DAY})?\.?",
    re.IGNORECASE,
)
_CORRECTION = re.compile(rf"\W{{0,3}}(?:{_any_of('corrections')})\b", re.IGNORECASE)


def item_mark(line: str) -> str | None:
    """Return the sort of mark that a list item's line opens with, else None.

    >>> item_mark("• No school will close."), item_mark("2. Stay indoors"), item_mark("No school")
    ('sure', 'number', None)
    """
    match = _BULLET.match(line)
    return match.lastgroup if match else None


def is_entry_time(line: str) -> bool:
    """Tell whether `line` is the time at which an entry was posted, and nothing else.

    >>> is_entry_time("14:31 GMT"), is_entry_time("2.05pm"), is_entry_time("2.05 metres")
    (True, True, False)
    """
    return len(line) <= _LONGEST_TIME and _TIME.fullmatch(line) is not None


def is_correction(line: str) -> bool:
    """Tell whether `line` is a note about the article itself.

    >>> is_correction("Correction: an earlier version gave the wrong year.")
    True
    """
    match = _CORRECTION.match(line)
    # "Corrections officers said" is a story.
    return match is not None and (
        " " in match[0].strip() or line[match.end() :].lstrip()[:1] in set(":,—–-(")
    )


def reads_as_heading(line: str) -> bool:
    """Tell whether `line` is short, begins in upper case and ends without a mark of a sentence."""
    return (
        len(line) <= _LONGEST_HEADING
        and (line[0].isupper() or line[0].isdigit())
        and not ends_sentence(line)
        and not ends_in_pause(line)
        and item_mark(line) is None
    )
