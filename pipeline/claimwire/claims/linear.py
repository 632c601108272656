"""Linear models over named features and a vector: the weights are data, fitted by `training/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import exp

import numpy as np
from numpy.typing import NDArray

from claimwire.errors import DataError

WEIGHTS = "weights.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """Classes with a weight for each feature and for each number of the vector, and a bias."""

    classes: tuple[str, ...]
    names: Mapping[str, int]
    """The rows of `weights`, by features' names."""

    weights: Floats
    vector: Floats
    bias: Floats

    def scores(self, features: Iterable[str], vector: Floats) -> Floats:
        """Return the score of each class: log odds but for a constant."""
        rows = [row for row in map(self.names.get, features) if row is not None]
        scores: Floats = np.add.reduce(self.weights[rows]) + self._read(vector) + self.bias
        return scores

    def _read(self, vector: Floats) -> Floats:
        """Return what the network's states add; nothing of a document without them."""
        return vector @ self.vector if vector.size else np.zeros_like(self.bias)

    def best(self, features: Iterable[str], vector: Floats) -> str:
        """Return the likeliest class."""
        return self.classes[int(self.scores(features, vector).argmax())]

    def chances(self, features: Iterable[str], vector: Floats) -> dict[str, float]:
        """Return the probability of each class."""
        scores = self.scores(features, vector)
        powers = np.exp(scores - scores.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))

    def parts(self, features: Sequence[str], vector: Floats) -> list[tuple[str, float]]:
        """Return what each feature, the vector and the bias add to the first class's score."""
        known = [one for one in features if one in self.names]
        named = zip(known, self.weights[[self.names[one] for one in known], 0].tolist(), strict=True)
        return [
            ("base", float(self.bias[0])),
            ("vectors", float(self._read(vector)[0])),
            *named,
        ]


def probability(score: float) -> float:
    """Return the probability that log odds stand for."""
    return 1 / (1 + exp(-max(-60.0, min(60.0, score))))


@cache
def linear(package: str, name: str) -> Linear:
    """Return one of the fitted models of a package; raises `DataError` if it is not there."""
    try:
        held = _arrays(package)
        names = held[f"{name}.names"].tolist()
        return Linear(
            classes=tuple(held[f"{name}.classes"].tolist()),
            names={one: row for row, one in enumerate(names)},
            weights=held[f"{name}.weights"].astype(np.float32),
            vector=held[f"{name}.vector"].astype(np.float32),
            bias=held[f"{name}.bias"].astype(np.float32),
        )
    except KeyError as error:
        raise DataError(f"{package}/{WEIGHTS} lacks {error.args[0]}; reinstall Claimwire") from None


@cache
def _arrays(package: str) -> dict[str, NDArray[np.generic]]:
    try:
        content = files(package).joinpath(WEIGHTS).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as held:
            return dict(held)
    except (OSError, ValueError) as error:
        raise DataError(f"{package}/{WEIGHTS}: {error}; reinstall Claimwire") from None
