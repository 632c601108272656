"""Plots: bars as numbers, drawn by a template as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_WIDTH, _HEIGHT, _GAP = 720, 56, 2


@dataclass(frozen=True)
class Bar:
    """A bar, and what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True)
class Plot:
    """Bars over time."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    summary: str
    width: int = _WIDTH
    height: int = _HEIGHT


def by_hour(counts: Mapping[str, int], *, now: datetime, hours: int = 48) -> Plot:
    """Return the claims of each of the last hours; keys of `counts` are hours since 1970."""
    last = int(now.timestamp()) // 3600
    numbers = range(last - hours + 1, last + 1)
    labels = [f"{datetime.fromtimestamp(hour * 3600, UTC):%-d %b, %H:00}" for hour in numbers]
    return _plot(labels, [counts.get(str(hour), 0) for hour in numbers])


def by_day(counts: Mapping[str, int], *, now: datetime, days: int = 30) -> Plot:
    """Return the claims of each of the last days; keys of `counts` are days such as 20260304."""
    numbers = [now.astimezone(UTC) - timedelta(days=ago) for ago in reversed(range(days))]
    labels = [f"{day:%-d %b}" for day in numbers]
    return _plot(labels, [counts.get(f"{day:%Y%m%d}", 0) for day in numbers])


def _plot(labels: list[str], values: list[int]) -> Plot:
    most, step = max(values), _WIDTH / len(values)
    bars = [
        Bar(
            x=round(number * step, 2),
            y=round(_HEIGHT - _height(value, most), 2),
            width=round(step - _GAP, 2),
            height=_height(value, most),
            label=f"{label}: {value:,}",
        )
        for number, (label, value) in enumerate(zip(labels, values, strict=True))
        if value
    ]
    summary = f"{sum(values):,} claim{'s' * (sum(values) != 1)}"
    if most:
        summary += f"; peak {most:,} at {labels[values.index(most)]}"
    return Plot(tuple(bars), labels[0], labels[-1], summary)


def _height(value: int, most: int) -> float:
    """Return a bar's height; a single claim among thousands is seen too."""
    return round(max(_HEIGHT * value / most, 2), 2) if most else 0
