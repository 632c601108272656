"""Dates and times as news sources write them; never completed from a clock.

A form is read whole or not at all: ISO 8601, RFC 822, and words such as `4 March 2026, 10:15 a.m. EST`
in English, other languages of Europe (`4. März 2026, 10:15 Uhr`), Chinese and Japanese (`2026年3月4日`).
`03/04/2026` is two dates, so it is none where nobody knows whether days or months come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english.closed_class import MONTHS, WEEKDAYS

_LONGEST = 100
"""Characters of a date and time."""

Precision = Literal["second", "minute", "day"]


class _Data(TypedDict):
    zones: dict[str, str]
    labels: list[str]
    months: dict[str, dict[str, int]]
    weekdays: list[str]
    at: list[str]
    hours: list[str]


_DATA = read_json("claimwire.normalize", "data/dates.json", _Data)
_ZONES = _DATA["zones"]
_MONTHS_OF = {tag: months for tags, months in _DATA["months"].items() for tag in tags.split()} | {
    "en": MONTHS
}
_MONTH_NAMES = frozenset(name for months in _MONTHS_OF.values() for name in months)
_MONTH_FIRST = frozenset({"en-us", "en-ph", "en-pr"})
_UNTOLD = frozenset({"", "und", "en"})
"""Languages that tell nothing of the order of days and months: not even English does."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?i:{_any(MONTHS)})\b\.?"
DAY_PATTERN = rf"(?:{_MONTH}\ \d{{1,2}}(?!\d)(?:,?\ \d{{4}})?|\d{{1,2}}\ {_MONTH}(?:,?\ \d{{4}})?)"
"""A day in English, with or without its year, as a regular expression without groups."""

WEEKDAY_PATTERN = rf"(?i:{_any(WEEKDAYS)})\b\.?"
"""A weekday in English, as a regular expression without groups."""

_CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?"
_HALF = r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?:\s?\(?(?P<zone>[+-]\d\d:?(?:\d\d)?|[a-z]{1,5})\)?)?"
_HOURS = rf"(?:\s?(?:{_any(_DATA['hours'])})\b)?"
_TIME = rf"(?P<time>{_CLOCK}{_HALF}{_HOURS}{_ZONE})"
_WEEKDAY = rf"(?:(?:{_any((*WEEKDAYS, *_DATA['weekdays']))})\.?,?\s)?"
_LABEL = rf"(?:(?:{_any(_DATA['labels'])}):?\s)*"
_OF = r"(?:,?[ -]| del? )"
_ANY_MONTH = rf"(?:{_any(_MONTH_NAMES)})\.?"
_NAMED_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?{_OF}"
    rf"(?P<m1>{_ANY_MONTH}){_OF}(?P<y1>\d{{4}}|\d\d(?=\s\d|$))\.?(?:\sr\.?)?"
    rf"|(?P<m2>{_any(MONTHS)})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}}))"
)
_SLASHED = r"(?P<first>\d{1,2})(?P<mark>[/.])\s?(?P<second_>\d{1,2})(?P=mark)\s?(?P<y1>\d{4}|\d\d)\.?"
_BETWEEN = rf"(?:,|\s[-–—|•·])?(?:\s(?:{_any(_DATA['at'])}))?\s"
# Of lower-cased text: without case, `ſ` would be an `s`, and an unknown month.
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)(?:[t ]{_TIME})?",
        rf"(?P<y1>\d{{4}})/(?P<m1>\d\d?)/(?P<d1>\d\d?)(?: {_TIME})?",
        rf"(?P<y1>\d{{4}})年 ?(?P<m1>\d\d?)月 ?(?P<d1>\d\d?)日(?: ?{_TIME})?",
        r"(?P<y1>\d{4})(?P<m1>\d\d)(?P<d1>\d\d)"
        rf"(?:t(?P<time>(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE}))?",
        rf"{_LABEL}{_WEEKDAY}{_NAMED_DAY}(?:{_BETWEEN}{_TIME})?",
        rf"{_LABEL}{_WEEKDAY}{_SLASHED}(?:{_BETWEEN}{_TIME})?",
        rf"{_LABEL}{_TIME}(?:,|\s[-–—|•·]|\son)?\s{_WEEKDAY}{_NAMED_DAY}",
    )
)


class Moment(NamedTuple):
    """A date or time that was read: the instant, in UTC where no zone was written, and how exact it is."""

    at: datetime
    utc_offset: str | None
    precision: Precision


def read_moment(text: str, *, language: str | None = None) -> Moment | None:
    """Return the moment that `text` states, all of it, or None.

    `language` (BCP 47) tells what `03/04/2026` means, and `4 listopada 2026`: October in Croatian, November
    in Polish.

    >>> read_moment("March 4, 2026 at 10:15 a.m. EST").at.isoformat()
    '2026-03-04T15:15:00+00:00'
    """
    text = " ".join(text[: _LONGEST + 1].split()).lower()
    if len(text) > _LONGEST or not text.isprintable():
        return None
    match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    tag = (language or "").replace("_", "-").casefold()
    return None if match is None else _moment(_ordered(match.groupdict(), tag), tag)


def _ordered(parts: dict[str, str | None], language: str) -> dict[str, str | None]:
    """Return the parts of `03/04/2026` as day and month; without either where both ways are dates."""
    first, other = parts.get("first"), parts.get("second_")
    if first is None or other is None:
        return parts
    day_first = None if language in _UNTOLD or not language.isascii() else language not in _MONTH_FIRST
    if parts["mark"] == "." or int(first) > 12:
        day_first = True
    elif int(other) > 12:
        day_first = False
    days = {True: (first, other), False: (other, first), None: ("0", "0")}[day_first]
    return parts | {"d1": days[0], "m1": days[1]}


def _year(digits: str) -> int:
    """Return the year of four digits or, as in RFC 822, of two."""
    year = int(digits)
    return year + (2000 if year < 50 else 1900) if len(digits) == 2 else year


def _moment(parts: dict[str, str | None], language: str) -> Moment | None:
    year = _year(parts["y1"] or parts.get("y2") or "0")
    day = int(parts["d1"] or parts.get("d2") or 0)
    month = _month(parts["m1"] or parts.get("m2") or "", language)
    offset = _offset(parts.get("zone"))
    try:
        if parts.get("time") is None or (parts.get("zone") and offset is None):
            return Moment(datetime(year, month, day, tzinfo=UTC), None, "day")
        local = datetime(year, month, day, *_clock(parts), tzinfo=_timezone(offset))
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, offset, "second" if parts.get("second") else "minute")


def _month(text: str, language: str) -> int:
    """Return a month's number; 0 for a name that two languages have for two months, neither of them this."""
    if text.isdecimal():
        return int(text)
    name = text.rstrip(".")
    own = _MONTHS_OF.get(language.partition("-")[0], {}).get(name)
    numbers = {months[name] for months in _MONTHS_OF.values() if name in months}
    return own or (numbers.pop() if len(numbers) == 1 else 0)


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int]:
    hour = int(parts["hour"] or 0)
    half = parts.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour on a 12-hour clock")
        hour = hour % 12 + (12 if half == "p" else 0)
    second = min(int(parts.get("second") or 0), 59)  # a leap second is the one before
    return hour, int(parts["minute"] or 0), second


def _offset(zone: str | None) -> str | None:
    """Return `+03:00` for `+0300`, `+03` and `EAT`; None for a zone that is not known."""
    if zone is None:
        return None
    if zone[0] not in "+-":
        return _ZONES.get(zone.upper())
    digits = zone[1:].replace(":", "").ljust(4, "0")
    sign = "+" if digits == "0000" else zone[0]
    return f"{sign}{digits[:2]}:{digits[2:]}"


def _timezone(offset: str | None) -> timezone:
    if offset is None:
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError("no such zone")
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if offset[0] == "-" else shift)
