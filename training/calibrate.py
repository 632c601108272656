"""Calibration: fits the confidence of attributions to how often they are right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.confidence import features_of
from claimwire.extract.extractor import Extractor
from claimwire.extract.model import FOLDER
from claimwire.extract.segments import Link
from tests.eval.corpus import Annotated, read_jsonl
from tests.eval.score import Tokens, pairs_of, sources_agree
from training.evaluate import spans_of

RIDGE = 1.0
STEPS = 30
TARGET = FOLDER.with_name("confidence.json")


def calibrate(annotated: Path) -> None:
    """Write the weights of `confidence.json` again, from the shipped model's links on annotated articles.

    Raises `ValueError` where there are none.
    """
    extractor = Extractor.load()
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for article in read_jsonl(annotated).articles:
        links = extractor.links(article.text)
        rows += map(features_of, links)
        right += judged(article, links)
    if not rows:
        raise ValueError(f"{annotated}: the model finds nothing in it to calibrate on")
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    weights = fitted(table, np.array(right, np.float64))
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    TARGET.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def judged(article: Annotated, links: Sequence[Link]) -> list[bool]:
    """Return, for each link, whether an annotation has half of its content and its source."""
    tokens = Tokens(article.text)
    guesses = [tokens.relation(spans_of(one)) for one in links]
    pairs = pairs_of(tokens.relations(article.attributions), guesses)
    right = {id(guess) for gold, guess in pairs if sources_agree(tokens, gold.source, guess.source)}
    return [id(guess) in right for guess in guesses]


def fitted(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a ridge logistic regression, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + RIDGE * weights
        curve = (rows.T * (likely * (1 - likely))) @ rows + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights
