"""Calibration: whether of the attributions with a confidence of 0.8 eight in ten are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import TypedDict

BINS = 10
Outcomes = Sequence[tuple[float, bool]]
"""Confidences, each with whether its attribution is right."""


class Bin(TypedDict):
    """Attributions from a `least` confidence on: their mean one and share of right ones, None for none."""

    least: float
    count: int
    confidence: float | None
    right: float | None


class Calibration(TypedDict):
    """Bins of equal width, and the expected calibration error; None for no attributions."""

    ece: float | None
    bins: list[Bin]


def calibration(outcomes: Iterable[tuple[float, bool]]) -> Calibration:
    """Return the reliability of confidences; all of it in shares of 1.

    The error is the distance of mean confidence and right ones of each bin, weighted by its count.
    """
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in outcomes:
        binned[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    total = sum(map(len, binned))
    error = sum(_distance(one) * len(one) for one in binned if one) / total if total else None
    return {"ece": error, "bins": [_bin(number / BINS, one) for number, one in enumerate(binned)]}


def _bin(least: float, members: Outcomes) -> Bin:
    if not members:
        return {"least": least, "count": 0, "confidence": None, "right": None}
    return {
        "least": least,
        "count": len(members),
        "confidence": _confidence(members),
        "right": _right(members),
    }


def _distance(members: Outcomes) -> float:
    return abs(_confidence(members) - _right(members))


def _confidence(members: Outcomes) -> float:
    return fmean(confidence for confidence, _ in members)


def _right(members: Outcomes) -> float:
    return fmean(right for _, right in members)
