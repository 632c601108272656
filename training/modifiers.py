"""Fit which modifiers are put before a noun in claims: `python -m training.modifiers TEXTS...`.

TEXTS are JSON lines with the texts that `annotations/modifiers.jsonl` judges. A logistic regression learns
whether a noun with a mere `the` means the thing that the article tells of elsewhere. Writes
`claims/text/weights.npz`, and says how many modifiers would be right from several probabilities on, each
article judged by weights that others gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from claimwire.claims import text as texts_of_claims
from claimwire.claims.linear import WEIGHTS, Floats
from claimwire.claims.text import Context
from claimwire.claims.text.context import determiner, lemma
from claimwire.extract import Extractor
from tests.eval.articles import article_of
from training.annotated import FOLDER, read_texts
from training.regression import Fitted, fitted_yes, write_weights

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
    tried = [pair for fold in range(FOLDS) for pair in _tried(rows, fold)]
    for bar in BARS:
        chosen = [verdict for likely, verdict in tried if likely >= bar]
        told = ", ".join(f"{100 * chosen.count(one) / max(1, len(chosen)):.0f} % {one}" for one in "ycn")
        click.echo(f"  from {bar:.2f}: {len(chosen)} put in, {told}")
    write_weights(Path(texts_of_claims.__file__).with_name(WEIGHTS), _fitted(rows).arrays("context"))


def _rows(extractor: Extractor, paths: Sequence[Path]) -> Iterator[Row]:
    texts = read_texts(paths)
    lines = (FOLDER / "modifiers.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(map(json.loads, lines)):
        context = Context(extractor.read(article_of(texts[line["digest"]])).document)
        rows = (row_of(context, judged, number % FOLDS) for judged in line["judged"])
        yield from (row for row in rows if row is not None)


def row_of(context: Context, judged: Mapping[str, Any], fold: int) -> Row | None:
    """Return a judged modifier as the package sees it; None if it would not try these words there."""
    noun, other = context.document.at(judged["noun"]), context.document.at(judged["of"])
    one = context.modified(other) if other is not None else None
    if noun is None or one is None or one.noun.i >= noun.i or determiner(context.document, noun) != "the":
        return None
    if [one.modifier[0].start, one.modifier[-1].end] != judged["modifier"] or lemma(noun) != lemma(one.noun):
        return None
    return Row(context.features(noun, one), context.states(noun, one), judged["right"], fold)


def _tried(rows: Sequence[Row], fold: int) -> list[tuple[float, str]]:
    """Return how likely each modifier of a fold is right by the others, and its verdict."""
    model = _fitted([row for row in rows if row.fold != fold])
    return [(model.likely(row.features, row.states), row.right) for row in rows if row.fold == fold]


def _fitted(rows: Sequence[Row]) -> Fitted:
    return fitted_yes(
        [row.features for row in rows],
        [row.states for row in rows],
        [row.right == "y" for row in rows],
        ridge=RIDGE,
        shrink=SHRINK,
    )


if __name__ == "__main__":
    main()
