"""Times: the dates and times in a text, as days of the calendar, counted from its publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, cast

from claimwire.claims.days import (
    UNTOLD,
    Days,
    Unit,
    month_of,
    moved,
    nearest,
    season_of,
    stretch_of,
    weekday_by,
    years_of,
)
from claimwire.claims.numerals import value_of
from claimwire.claims.time_words import DATA, Found, found_in, is_ahead, named_before
from claimwire.english.closed_class import MONTHS, WEEKDAYS
from claimwire_schemas import Publication, Span
from claimwire_schemas.claims import Time

Parts = dict[str, str]
PARTS_OF_YEAR = {"first": 1, "second": 2, "third": 3, "fourth": 4}
NEAR = 160
"""Characters before `two days later` in which the day is looked for that it is counted from."""

RANGES = {"to", "to1", "to2", "between", "c2"}


class Asked(NamedTuple):
    """What a relative time is told from: its words, the day of publication, whether it is ahead of that."""

    parts: Parts
    today: date
    ahead: bool


def times_in(text: str, spans: Sequence[Span], published: Publication | None) -> tuple[Time, ...]:
    """Return the dates and times in some places of a text, in order, counted from publication.

    Weeks run from Monday to Sunday, seasons are the northern ones. A weekday is the last one unless
    a word says that it is ahead. The days are null where the words are vague, or need a publication and
    there is none.
    """
    today = day_of(published)
    return tuple(_time(text, one, today) for span in spans for one in found_in(text, span.start, span.end))


def day_of(published: Publication | None) -> date | None:
    """Return the day of publication where it was published."""
    if published is None:
        return None
    if published.utc_offset is None:
        return published.at.date()
    sign, hours, minutes = published.utc_offset[0], published.utc_offset[1:3], published.utc_offset[4:6]
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        return (published.at.replace(tzinfo=None) + (-shift if sign == "-" else shift)).date()
    except OverflowError:
        return published.at.date()


def _time(text: str, one: Found, today: date | None) -> Time:
    try:
        first, last = _bounded(one.parts, _days(text, one, today), today)
    except (ValueError, OverflowError):
        first, last = UNTOLD
    return Time(
        span=Span.of(text, one.start, one.end),
        first_day=first.isoformat() if first else None,
        last_day=last.isoformat() if last else None,
    )


def _days(text: str, one: Found, today: date | None) -> Days:
    if one.form in _FIXED:
        return _FIXED[one.form](one.parts)
    if one.parts.get("ago", "").lower() == "later":
        return _later(text, one, today)
    if today is None:
        return _DATED[one.form](one.parts) if one.form in _DATED else UNTOLD
    if one.form == "weekday" and (before := named_before(text, one)):
        return _days(text, before, today)
    return _RELATIVE[one.form](Asked(one.parts, today, is_ahead(text, one)))


def _bounded(parts: Parts, days: Days, today: date | None) -> Days:
    """Return the days that are left by `earlier`, `since`, `until` and their like."""
    first, last = days
    edge, prep = parts.get("edge", "").lower(), parts.get("prep", "").lower()
    if first is None or last is None:
        return UNTOLD
    if today is not None and first <= today <= last and edge in ("earlier", "later"):
        first, last = (first, today) if edge == "earlier" else (today, last)
    if prep in DATA["opening"]:
        return Days(first, today if today is None or today >= first else None)
    if prep in DATA["closing"]:
        return Days(None, last)
    if prep in DATA["preceding"]:
        return Days(None, first - timedelta(1))
    if prep in DATA["following"]:
        return Days(last + timedelta(1), None)
    open_ended = prep in DATA["starting"] and RANGES.isdisjoint(parts)
    return Days(first, None) if open_ended else Days(first, last)


def _iso(parts: Parts) -> Days:
    day = date.fromisoformat(parts["iso"])
    return Days(day, day)


def _dotted(parts: Parts) -> Days:
    number, month, year = parts["dotted"].split(".")
    day = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    return Days(day, day)


def _slashed(parts: Parts) -> Days:
    """Return the day of `25/4/2021`; nobody can tell that of `5/4/2021`."""
    one, other, year = map(int, parts["slashed"].split("/"))
    if one <= 12 and other <= 12 and one != other:
        return UNTOLD
    day = date(year, min(one, other), max(one, other))
    return Days(day, day)


def _between(parts: Parts) -> Days:
    return years_of(int(parts["between"]), int(parts["and"]))


def _years(parts: Parts) -> Days:
    first = int(parts["year"])
    to = parts.get("to", parts["year"])
    last = int(to if len(to) == 4 else parts["year"][:2] + to)
    return years_of(first, last) if first <= last else UNTOLD


def _decade(parts: Parts) -> Days:
    return years_of(int(parts["decade"]), int(parts["decade"]) + 9)


def _century(parts: Parts) -> Days:
    first, last = (int(parts.get(name, parts["c1"])[:-2]) for name in ("c1", "c2"))
    return years_of((first - 1) * 100 + 1, last * 100)


def _part_of_year(parts: Parts) -> Days:
    months = 3 if parts["nth_unit"].lower() == "quarter" else 6
    number = PARTS_OF_YEAR.get(parts["nth"].lower(), 12 // months)
    return _months_of_year(int(parts["nth_year"]), months, number)


def _coded(parts: Parts) -> Days:
    """Return the days of `Q3 2018` or `H1 2018`."""
    months = 3 if parts["coded"].startswith("Q") else 6
    return _months_of_year(int(parts["coded_year"]), months, int(parts["coded"][1:]))


def _months_of_year(year: int, months: int, number: int) -> Days:
    opening = (number - 1) * months + 1
    return Days(month_of(year, opening).first, month_of(year, opening + months - 1).last)


def _dated_day(parts: Parts) -> Days:
    if "day_year" not in parts:
        return UNTOLD
    year, month = int(parts["day_year"]), MONTHS[(parts.get("m1") or parts["m2"]).lower()]
    first, last = _numbers(parts)
    return Days(date(year, month, first), date(year, month, last))


def _dated_month(parts: Parts) -> Days:
    if "month_year" not in parts:
        return UNTOLD
    return month_of(int(parts["month_year"]), MONTHS[parts["month"].lower()])


def _dated_season(parts: Parts) -> Days:
    if "season_year" not in parts:
        return UNTOLD
    first = season_of(parts["season"], int(parts["season_year"]))
    if "season_to" not in parts or parts["season"] == "winter":
        return first
    to = parts["season_to"]
    last = int(to if len(to) == 4 else parts["season_year"][:2] + to)
    return Days(first.first, season_of(parts["season"], last).last)


def _numbers(parts: Parts) -> tuple[int, int]:
    first = parts.get("d1") or parts["d2"]
    return int(first), int(parts.get("to1") or parts.get("to2") or first)


def _day(asked: Asked) -> Days:
    parts, today, ahead = asked
    if "day_year" in parts:
        return _dated_day(parts)
    number, last = _numbers(parts)
    month = MONTHS[(parts.get("m1") or parts["m2"]).lower()]
    first = nearest(moved(today, "month", 5 if ahead else -4), month, number)
    return Days(first, first.replace(day=last))


def _month(asked: Asked) -> Days:
    parts, today, ahead = asked
    if "month_year" in parts:
        return _dated_month(parts)
    month, which = MONTHS[parts["month"].lower()], parts.get("month_which", "").lower()
    if which == "this" or "which_year" in parts:
        return month_of(today.year + DATA["which"].get(parts.get("which_year", "this"), 0), month)
    if which == "next" or (ahead and not which):
        return month_of(
            today.year + (month < today.month or (month == today.month and which == "next")), month
        )
    return month_of(today.year - (month > today.month or (month == today.month and which == "last")), month)


def _weekday(asked: Asked) -> Days:
    parts, today, ahead = asked
    number = WEEKDAYS[parts["weekday"].lower()]
    if "week_which" in parts:
        monday = stretch_of("week", today, DATA["which"][parts["week_which"]]).first or today
        return stretch_of("day", monday, number)
    which = DATA["which"].get(parts.get("day_which", "").lower())
    if "often" in parts:
        return UNTOLD
    if which == 0:
        return stretch_of("day", today - timedelta(today.weekday()), number)
    if which is None:
        return stretch_of("day", weekday_by(today, number, ahead=ahead))
    return stretch_of("day", weekday_by(today + timedelta(which), number, ahead=which > 0))


def _season(asked: Asked) -> Days:
    parts, today, ahead = asked
    which = DATA["which"].get(parts.get("season_which", "").lower())
    if "season_year" in parts:
        return _dated_season(parts)
    near = [season_of(parts["season"], today.year + shift) for shift in (-2, -1, 0, 1)]
    if which == 0:
        return next(one for one in near if one.last and one.last >= today and one.last.year >= today.year)
    if which is None and not ahead:
        return next(one for one in reversed(near) if one.first and one.first <= today)
    if which is None:
        return next(one for one in near if one.last and one.last >= today)
    if which > 0:
        return next(one for one in near if one.first and one.first > today)
    return next(one for one in reversed(near) if one.last and one.last < today)


def _deictic(asked: Asked) -> Days:
    shift = DATA["deictic"][asked.parts["deictic"].lower()]
    return UNTOLD if shift is None else stretch_of("day", asked.today, shift)


def _weekend(asked: Asked) -> Days:
    now = asked.ahead or asked.today.weekday() >= 5
    return stretch_of("weekend", asked.today, 0 if now else -1)


def _dated_feast(parts: Parts) -> Days:
    if "feast_year" not in parts:
        return UNTOLD
    day = date.fromisoformat(f"{parts['feast_year']}-{DATA['feasts'][parts['feast']]}")
    return Days(day, day)


def _feast(asked: Asked) -> Days:
    parts, today, ahead = asked
    if "feast_year" in parts:
        return _dated_feast(parts)
    month, number = map(int, DATA["feasts"][parts["feast"]].split("-"))
    day = nearest(moved(today, "month", 5 if ahead else -4), month, number)
    return Days(day, day)


def _ago(asked: Asked) -> Days:
    parts = asked.parts
    count, unit = _count(parts.get("ago_count")), _singular(parts["ago_unit"])
    if count is None or parts["ago"].lower() != "ago" or unit not in ("day", "week", "month", "year"):
        return UNTOLD
    return stretch_of(cast("Unit", unit), asked.today, -count)


def _later(text: str, one: Found, today: date | None) -> Days:
    """Return the day counted from the last one before in the paragraph: `on May 3 … two days later`."""
    count, unit = _count(one.parts.get("ago_count")), _singular(one.parts["ago_unit"])
    start = max(0, one.start - NEAR, text.rfind("\n", 0, one.start) + 1)
    before = found_in(text, start, one.start)[-1:]
    if count is None or unit not in ("day", "week") or not before or before[0].parts.get("ago"):
        return UNTOLD
    first, last = _bounded(before[0].parts, _days(text, before[0], today), today)
    if first is None or first != last:
        return UNTOLD
    return stretch_of("day", moved(first, unit, count))


def _named(asked: Asked) -> Days:
    which, unit = asked.parts["which"].lower(), cast("Unit", asked.parts["named"].lower())
    if "the" in asked.parts and which in ("last", "next"):
        return _from_day(asked.today, unit, 1 if which == "next" else -1)
    shift = 0 if which == "the" else DATA["which"].get(which)
    return UNTOLD if shift is None else stretch_of(unit, asked.today, shift)


def _lasting(asked: Asked) -> Days:
    """Return the days of `the past six months`; of hours, those of whole days."""
    words = asked.parts["unit"].lower()
    unit, word = _singular(words), asked.parts["lasting"].lower()
    count = _count(asked.parts.get("count", "a" if unit == words else ""))
    if unit == "hour" and count is not None:
        unit, count = "day", count // 24 or None
    if count is None or word in DATA["recent"]:
        return UNTOLD
    return _from_day(asked.today, unit, count if word in DATA["coming"] else -count)


def _from_day(day: date, unit: str, count: int) -> Days:
    """Return the days from one day to another that is some units later or earlier."""
    far = moved(day, unit, count)
    return Days(min(day, far), max(day, far))


def _count(words: str | None) -> int | None:
    """Return the number that words say; None for `a few`."""
    if not words:
        return None
    if words.lower() in ("a", "an"):
        return 1
    return int(words) if words.isdecimal() else value_of(words.lower()) or None


def _singular(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit == "centuries" else unit.removesuffix("s")


_FIXED: dict[str, Callable[[Parts], Days]] = {
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed,
    "between": _between,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "part": _part_of_year,
    "coded": _coded,
}
_DATED: dict[str, Callable[[Parts], Days]] = {
    "day": _dated_day,
    "month": _dated_month,
    "season": _dated_season,
    "feast": _dated_feast,
}
_RELATIVE: dict[str, Callable[[Asked], Days]] = {
    "day": _day,
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "deictic": _deictic,
    "weekend": _weekend,
    "feast": _feast,
    "ago": _ago,
    "named": _named,
    "lasting": _lasting,
}
