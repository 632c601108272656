"""Logistic regressions with a ridge: of many classes over features and a vector, and of yes or no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FEWEST = 3
"""Examples that a feature must be in to have a weight."""

STEPS = 150
POWER_STEPS = 12
NEWTON_STEPS = 30


@dataclass(frozen=True)
class Examples:
    """What is seen in each example, and which class it is of."""

    features: Sequence[Sequence[str]]
    vectors: Floats
    labels: Sequence[str]
    weights: Floats
    """How much each example counts."""

    def with_more(self, more: Sequence[tuple[Sequence[str], str]], *, counts: float) -> Examples:
        """Return these and others of which features and labels alone are known."""
        mean = self.vectors.mean(axis=0, keepdims=True)
        return Examples(
            features=[*self.features, *(features for features, _ in more)],
            vectors=np.vstack([self.vectors, np.repeat(mean, len(more), axis=0)]),
            labels=[*self.labels, *(label for _, label in more)],
            weights=np.concatenate([self.weights, np.full(len(more), counts, np.float32)]),
        )


@dataclass(frozen=True)
class Fitted:
    """Weights of named features and of the vector for each class."""

    classes: list[str]
    names: list[str]
    weights: Floats
    vector: Floats
    bias: Floats

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return the weights as the package keeps them; of yes or no, the log odds of yes alone."""
        kept = self._yes() if self.classes == ["no", "yes"] else self
        half = {"weights": kept.weights, "vector": kept.vector}
        return {
            f"{name}.classes": np.array(kept.classes),
            f"{name}.names": np.array(kept.names),
            f"{name}.bias": kept.bias,
            **{f"{name}.{key}": value.astype(np.float16) for key, value in half.items()},
        }

    def _yes(self) -> Fitted:
        difference = (held[..., 1:] - held[..., :1] for held in (self.weights, self.vector, self.bias))
        return Fitted(["yes"], self.names, *difference)

    def likely(self, features: Sequence[str], vector: Floats) -> float:
        """Return the probability of yes for one example."""
        no, yes = self.scores(features, vector).tolist()
        return 1 / (1 + exp(no - yes))

    def scores(self, features: Sequence[str], vector: Floats) -> Floats:
        """Return the score of each class for one example."""
        rows = {name: row for row, name in enumerate(self.names)}
        known = [rows[name] for name in features if name in rows]
        scores: Floats = self.weights[known].sum(axis=0) + vector @ self.vector + self.bias
        return scores


def fitted_yes(
    features: Sequence[Sequence[str]],
    vectors: Sequence[Floats],
    right: Sequence[bool],
    *,
    ridge: float,
    shrink: float,
) -> Fitted:
    """Return the regression of yes or no fitted to examples that count alike."""
    examples = Examples(
        features=features,
        vectors=np.stack(vectors),
        labels=["yes" if one else "no" for one in right],
        weights=np.ones(len(right), np.float32),
    )
    return fitted(examples, ridge=ridge, shrink=shrink)


def write_weights(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write arrays to a package's weights, beside those of its other models."""
    known: dict[str, Any] = {}
    if path.exists():
        with np.load(path, allow_pickle=False) as held:
            known = dict(held)
    np.savez_compressed(path, **{**known, **arrays})


class Table:
    """Rows of a few columns each, multiplied without the zeros between."""

    def __init__(self, rows: Sequence[Sequence[int]], width: int) -> None:
        sizes = [len(row) for row in rows]
        self.width = width
        self._columns = np.array([column for row in rows for column in row])
        self._firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        order = np.argsort(self._columns, kind="stable")
        self._rows = np.repeat(np.arange(len(rows)), sizes)[order]
        self._used, self._starts = np.unique(self._columns[order], return_index=True)

    def times(self, right: Floats) -> Floats:
        """Return the product with a matrix."""
        product: Floats = np.add.reduceat(right[self._columns], self._firsts)
        return product

    def transposed_times(self, right: Floats) -> Floats:
        """Return the product of the transposed table with a matrix."""
        product = np.zeros((self.width, right.shape[1]), np.float32)
        product[self._used] = np.add.reduceat(right[self._rows], self._starts)
        return product


def fitted(examples: Examples, *, ridge: float, shrink: float) -> Fitted:
    """Return the regression fitted to examples; vectors are divided by their deviations and by `shrink`."""
    counts = Counter(name for features in examples.features for name in features)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    columns = {name: column for column, name in enumerate(names)}
    # The last column is the bias, which every row has.
    rows = [
        [*(columns[name] for name in found if name in columns), len(names)] for found in examples.features
    ]
    scale = shrink * (examples.vectors.std(axis=0) + 1e-6)
    mean = examples.vectors.mean(axis=0)
    classes = sorted(set(examples.labels))
    truth = np.eye(len(classes), dtype=np.float32)[[classes.index(label) for label in examples.labels]]
    table = Table(rows, len(names) + 1)
    weights, vector = _descended(table, (examples.vectors - mean) / scale, truth, examples.weights, ridge)
    vector /= scale[:, None]
    bias = weights[-1] - mean @ vector
    return Fitted(classes, names, weights[:-1], vector, bias)


def _descended(
    table: Table, vectors: Floats, truth: Floats, counts: Floats, ridge: float
) -> tuple[Floats, Floats]:
    """Return the weights after Nesterov's accelerated descent."""
    step = np.float32(1 / (0.5 * _largest(table, vectors, counts) + ridge))
    sizes = table.width, vectors.shape[1]
    now: list[Floats] = [np.zeros((size, truth.shape[1]), np.float32) for size in sizes]
    ahead, speed = now, np.float32(1)
    for _ in range(STEPS):
        scores = table.times(ahead[0]) + vectors @ ahead[1]
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = ((likely / likely.sum(axis=1, keepdims=True) - truth) * counts[:, None]).astype(np.float32)
        after = [
            ahead[0] - step * (table.transposed_times(slope) + ridge * ahead[0]),
            ahead[1] - step * (vectors.T @ slope + ridge * ahead[1]),
        ]
        faster = np.float32((1 + np.sqrt(1 + 4 * speed * speed)) / 2)
        push = (speed - 1) / faster
        ahead = [new + push * (new - old) for new, old in zip(after, now, strict=True)]
        now, speed = after, faster
    return now[0], now[1]


def _largest(table: Table, vectors: Floats, counts: Floats) -> float:
    """Return the largest curvature, by power iteration."""
    random = np.random.default_rng(0)
    one = random.normal(size=(table.width, 1)).astype(np.float32)
    other = random.normal(size=(vectors.shape[1], 1)).astype(np.float32)
    size = 1.0
    for _ in range(POWER_STEPS):
        seen = (table.times(one) + vectors @ other) * counts[:, None]
        one, other = table.transposed_times(seen), vectors.T @ seen
        size = float(np.sqrt((one**2).sum() + (other**2).sum()))
        one, other = one / size, other / size
    return size


def fitted_ridge(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression for yes or no with a ridge of 1, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + weights
        curve = (rows.T * (likely * (1 - likely))) @ rows + np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights
