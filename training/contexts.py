"""Fit which topic tells what an article is about: `python -m training.contexts TEXTS...`.

TEXTS are JSON lines with the texts of the annotated claims. A topic is right for a claim if its new words
bring the claim's text nearer to an annotator's wording by `GAIN`. Writes `claims/text/context.json`, and says
how much nearer all texts come, each article judged by weights that others gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

from claimwire.claims import text as texts_of_claims
from claimwire.claims.text import context
from claimwire.claims.text.context import Context
from claimwire.claims.text.topics import Counts, Topic
from claimwire.enrich import enriched_from
from claimwire.extract import Extractor
from claimwire.words import words_of
from claimwire_schemas import Claim
from tests.eval.articles import article_of
from training.annotated import Annotated, read_claims, read_texts
from training.judged import SAME, nearest, token_f1, words
from training.regression import fitted_ridge

FILE = Path(texts_of_claims.__file__).with_name("context.json")
FOLDS = 5
GAIN = 0.03
"""Token F1 that a topic has to gain; less is chance."""

THRESHOLDS = (-1.0, -0.5, 0.0, 0.5, 1.0)


class Tried(NamedTuple):
    """A claim of an annotated article with each topic that may be put in."""

    fold: int
    before: float
    """Token F1 of its text with the nearest wording of an annotator."""

    rows: tuple[Mapping[str, float], ...]
    gains: tuple[float, ...]
    """What each topic adds to it."""


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's weights of topics to the annotated claims, whose texts are in TEXTS."""
    # No claim has a topic yet, and all topics are tried.
    context.SURE, context.TRIED = float("inf"), 1_000
    extractor, annotated = Extractor.load(), read_claims(read_texts(texts))
    tried = [it for number, one in enumerate(annotated) for it in _tried(extractor, one, number % FOLDS)]
    found: list[tuple[Tried, NDArray[np.float64]]] = []
    for fold in range(FOLDS):
        weights = _fitted([one for one in tried if one.fold != fold])
        found += [(one, _scores(one, weights)) for one in tried if one.fold == fold]
    for least in THRESHOLDS:
        click.echo(_judged(found, least))
    weights = {name: round(weight, 3) for name, weight in _fitted(tried).items()}
    FILE.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")


def _tried(extractor: Extractor, noted: Annotated, fold: int) -> Iterator[Tried]:
    """Give the claims of an article that are annotated."""
    article = article_of(noted.text)
    reading = extractor.read(article)
    enriched = enriched_from(article, reading, extractor=extractor.name)
    about = Context(reading.document, enriched.entities)
    said = [" ".join(noted.text[a:b] for a, b in one.content) for one in noted.attributions]
    for claim in enriched.claims:
        at, share = nearest(" ".join(span.exact for span in claim.content), said)
        if claim.attribution_id and at is not None and share >= SAME and noted.attributions[at].texts:
            yield _claim(about, claim, noted.attributions[at].texts, fold)


def _claim(about: Context, claim: Claim, texts: Sequence[str], fold: int) -> Tried:
    basis = [word for span in claim.basis for word in about.document.within(span.start, span.end)]
    told = about.told(words_of(f"{claim.text} {claim.claimant.name or ''}"), basis, claim.open, claim.form)
    wanted, mine = [words(one) for one in texts], words(claim.text)
    before = max(token_f1(mine, one) for one in wanted)
    topics = [topic for _, topic in about.rated if told.suits(topic)]
    return Tried(
        fold,
        before,
        tuple(_row(about.features(told, topic)) for topic in topics),
        tuple(_after(topic, mine, wanted) - before for topic in topics),
    )


def _row(counts: Counts) -> Mapping[str, float]:
    return {name: float(np.log1p(count)) for name, count in counts} | {"base": 1.0}


def _after(topic: Topic, mine: Sequence[str], wanted: Sequence[Sequence[str]]) -> float:
    new = [word for word in words(topic.text) if word not in mine]
    return max(token_f1([*mine, *new], one) for one in wanted)


def _fitted(tried: Sequence[Tried]) -> dict[str, float]:
    rows = [row for one in tried for row in one.rows]
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    right = np.array([gain > GAIN for one in tried for gain in one.gains], np.float64)
    return dict(zip(names, fitted_ridge(table, right).tolist(), strict=True))


def _scores(one: Tried, weights: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([sum(weights.get(name, 0.0) * held for name, held in row.items()) for row in one.rows])


def _judged(found: Sequence[tuple[Tried, NDArray[np.float64]]], least: float) -> str:
    """Return what it gains to put in the best topic wherever its log odds are above a threshold."""
    chosen = [
        (one, one.gains[int(scores.argmax())])
        for one, scores in found
        if len(scores) and scores.max() > least
    ]
    before = 100 * sum(one.before for one, _ in found) / len(found)
    after = before + 100 * sum(gain for _, gain in chosen) / len(found)
    helped = sum(gain > 0 for _, gain in chosen)
    share = f"{len(chosen)} of {len(found)} claims, {helped} nearer"
    return f"from {least:+.1f}: {share}; text {before:.1f} to {after:.1f}"


if __name__ == "__main__":
    main()
