"""Days: stretches of the calendar, counted from one day or standing alone."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first months of the northern seasons."""


class Days(NamedTuple):
    """The first and the last day of a stretch; None where it is open or cannot be told."""

    first: date | None
    last: date | None


UNTOLD = Days(None, None)


def month_of(year: int, month: int) -> Days:
    """Return a month's days; a month below 1 or above 12 is of a year before or after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def years_of(first: int, last: int) -> Days:
    """Return the days of some years."""
    return Days(date(first, 1, 1), date(last, 12, 31))


def season_of(name: str, year: int) -> Days:
    """Return the days of the season that begins in a year: winter ends in the next."""
    return Days(month_of(year, SEASONS[name]).first, month_of(year, SEASONS[name] + 2).last)


def stretch_of(unit: Unit, day: date, shift: int = 0) -> Days:
    """Return the calendar week, month, year … that a day is in, or one of those before or after it."""
    if unit == "day":
        return Days(day + timedelta(shift), day + timedelta(shift))
    if unit in ("week", "weekend"):
        monday = day - timedelta(day.weekday()) + timedelta(7 * shift)
        return Days(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
    if unit == "month":
        return month_of(day.year, day.month + shift)
    if unit == "quarter":
        opening = day.month - (day.month - 1) % 3 + 3 * shift
        return Days(month_of(day.year, opening).first, month_of(day.year, opening + 2).last)
    if unit == "year":
        return years_of(day.year + shift, day.year + shift)
    years = 10 if unit == "decade" else 100
    opening = day.year - (day.year - (unit == "century")) % years + years * shift
    return years_of(opening, opening + years - 1)


def moved(day: date, unit: str, count: int) -> date:
    """Return the same day some units later, or earlier for a negative count; 31 becomes a month's last."""
    if unit in ("day", "week", "weekend"):
        return day + timedelta(count * (1 if unit == "day" else 7))
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def weekday_by(day: date, weekday: int, *, ahead: bool) -> date:
    """Return the last such weekday up to a day, or ahead, the first from it on; Monday is 0."""
    shift = (weekday - day.weekday()) % 7 if ahead else -((day.weekday() - weekday) % 7)
    return day + timedelta(shift)


def nearest(day: date, month: int, number: int) -> date:
    """Return the date of that month and number that is nearest to a day, before or after it."""
    years = [year for year in range(day.year - 1, day.year + 2) if number <= monthrange(year, month)[1]]
    near = [date(year, month, number) for year in years]
    if not near:
        raise ValueError(f"no {number}th of month {month} near {day}")
    return min(near, key=lambda one: abs((one - day).days))
