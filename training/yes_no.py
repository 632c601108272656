"""Yes or no, learned from examples of several articles and tried on others."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from claimwire.claims.linear import Floats
from training.regression import Fitted, fitted_yes

FOLDS = 5
RIDGE, SHRINK = 10.0, 20.0
RIGHT = ("good", "context")
"""Verdicts on a claim that is faithful and reads well."""


class Row(NamedTuple):
    """What a model learns of an example."""

    features: Sequence[str]
    states: Floats
    is_so: bool
    fold: int | None
    """None in articles that only judge."""


def fold_of(text: str) -> int:
    """Return the fold of an article, the same in all annotations."""
    return int(sha256(text.encode()).hexdigest(), 16) % FOLDS


def fit(rows: Sequence[Row]) -> Fitted:
    """Return a model fitted to rows."""
    return fitted_yes(
        [row.features for row in rows],
        [row.states for row in rows],
        [row.is_so for row in rows],
        ridge=RIDGE,
        shrink=SHRINK,
    )


def judged(model: Fitted, rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """Return how likely it is of each row by a model, and whether it is so."""
    return [(model.likely(row.features, row.states), row.is_so) for row in rows]


def tried(rows: Sequence[Row]) -> tuple[Fitted, list[tuple[float, bool]], list[tuple[float, bool]]]:
    """Return a model of the rows with folds, what models of other folds make of these, and it of the rest."""
    train, test = ([row for row in rows if (row.fold is None) == apart] for apart in (False, True))
    by_others = [pair for fold in range(FOLDS) for pair in _by_others(train, fold)]
    model = fit(train)
    return model, by_others, judged(model, test)


def _by_others(rows: Sequence[Row], fold: int) -> list[tuple[float, bool]]:
    model = fit([row for row in rows if row.fold != fold])
    return judged(model, [row for row in rows if row.fold == fold])
