"""Fit which modifiers are put before a noun in claims: `python -m training.modifiers TEXTS...`.

TEXTS are JSON lines with the texts that `annotations/modifiers.jsonl` judges. A logistic regression learns
whether a noun with a mere `the` means the thing that the article tells of elsewhere. Writes
`claims/text/weights.npz`, and says how many modifiers would be right from several probabilities on, each
article judged by weights that others gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from claimwire.claims import text as texts_of_claims
from claimwire.claims.linear import WEIGHTS, Floats, probability
from claimwire.claims.text import Context
from claimwire.claims.text.context import determiner
from claimwire.extract import Extractor
from tests.eval.articles import article_of
from training.annotated import FOLDER, read_texts
from training.regression import Examples, Fitted, fitted, write_weights

FOLDS = 5
RIDGE, SHRINK = 12.0, 10.0
BARS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


class Row(NamedTuple):
    """A judged modifier: what is seen of it, its verdict, and the fold of its article."""

    features: Sequence[str]
    states: Floats
    right: str
    """`y`: right; `c`: true, but clumsy or needless; `n`: wrong."""

    fold: int


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's weights to the judged modifiers, whose texts are in TEXTS."""
    rows = list(_rows(Extractor.load(), texts))
    click.echo(f"{len(rows)} judged; in articles not fitted to:")
    likely = np.concatenate([_likely(rows, fold) for fold in range(FOLDS)])
    verdicts = [row.right for fold in range(FOLDS) for row in rows if row.fold == fold]
    for bar in BARS:
        chosen = [verdict for one, verdict in zip(likely, verdicts, strict=True) if one >= bar]
        told = ", ".join(f"{100 * chosen.count(one) / max(1, len(chosen)):.0f} % {one}" for one in "ycn")
        click.echo(f"  from {bar:.2f}: {len(chosen)} put in, {told}")
    write_weights(Path(texts_of_claims.__file__).with_name(WEIGHTS), _fitted(rows).arrays("context"))


def _rows(extractor: Extractor, paths: Sequence[Path]) -> Iterator[Row]:
    texts = read_texts(paths)
    lines = (FOLDER / "modifiers.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(map(json.loads, lines)):
        document = extractor.read(article_of(texts[line["digest"]])).document
        context = Context(document)
        for judged in line["judged"]:
            noun, other = document.at(judged["noun"]), document.at(judged["of"])
            one = context.modified(other) if other is not None else None
            if (
                noun is not None
                and one is not None
                and one.noun.i < noun.i
                and determiner(document, noun) == "the"
            ):
                states = context.states(noun, one)
                yield Row(context.features(noun, one), states, judged["right"], number % FOLDS)


def _likely(rows: Sequence[Row], fold: int) -> Floats:
    """Return how likely each modifier of a fold is right by the others."""
    model = _fitted([row for row in rows if row.fold != fold])
    scores = (model.scores(row.features, row.states) for row in rows if row.fold == fold)
    return np.array([probability(float(score[1] - score[0])) for score in scores], np.float32)


def _fitted(rows: Sequence[Row]) -> Fitted:
    examples = Examples(
        features=[row.features for row in rows],
        vectors=np.stack([row.states for row in rows]),
        labels=["yes" if row.right == "y" else "no" for row in rows],
        weights=np.ones(len(rows), np.float32),
    )
    return fitted(examples, ridge=RIDGE, shrink=SHRINK)


if __name__ == "__main__":
    main()
