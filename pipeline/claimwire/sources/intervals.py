"""Intervals: how long a feed asks not to be read again."""

from __future__ import annotations

import math

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LONGEST_S = 31_536_000.0


def interval_s(*, ttl: str | None, period: str | None, frequency: str | None) -> float | None:
    """Return the seconds that RSS's `ttl` (minutes) or the syndication module ask for; the longer of both.

    >>> interval_s(ttl=None, period="hourly", frequency="2")
    1800.0
    """
    asked = [_minutes(ttl), _period(period, frequency)]
    return max((seconds for seconds in asked if seconds is not None), default=None)


def _minutes(ttl: str | None) -> float | None:
    return None if (minutes := _number(ttl)) is None else min(minutes * 60, _LONGEST_S)


def _period(period: str | None, frequency: str | None) -> float | None:
    length = _PERIODS.get((period or "").strip().lower())
    return None if length is None else length / max(_number(frequency) or 1.0, 1.0)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None
