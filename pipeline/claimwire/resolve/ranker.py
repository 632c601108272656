"""The ranker: how likely each referent is a mention's antecedent, by weights fitted to annotated texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp

from claimwire.data import read_json
from claimwire.resolve.mentions import Sort

Row = Mapping[str, float]
WEIGHTS: Mapping[Sort, Mapping[str, float]] = read_json(
    "claimwire.resolve", "weights.json", dict[Sort, dict[str, float]]
)


def likely(rows: Sequence[Iterable[tuple[str, float]]], sort: Sort) -> list[float]:
    """Return how likely each of some rows of features is the right one."""
    weights = WEIGHTS[sort]
    scores = [sum([weights.get(name, 0.0) * value for name, value in row]) for row in rows]
    top = max(scores)
    odds = [exp(score - top) for score in scores]
    total = sum(odds)
    return [one / total for one in odds]
