"""Calibration: fits the confidence of attributions to how often they are right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claimwire.extract.confidence import features_of
from claimwire.extract.extractor import Extractor
from claimwire.extract.model import FOLDER
from claimwire.extract.segments import Link
from tests.eval.corpus import Annotated, read_jsonl
from tests.eval.score import Tokens, pairs_of, sources_agree
from training.evaluate import spans_of
from training.regression import fitted_ridge

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
    weights = fitted_ridge(table, np.array(right, np.float64))
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    TARGET.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def judged(article: Annotated, links: Sequence[Link]) -> list[bool]:
    """Return, for each link, whether an annotation has half of its content and its source."""
    tokens = Tokens(article.text)
    guesses = [tokens.relation(spans_of(one)) for one in links]
    pairs = pairs_of(tokens.relations(article.attributions), guesses)
    right = {id(guess) for gold, guess in pairs if sources_agree(tokens, gold.source, guess.source)}
    return [id(guess) in right for guess in guesses]
