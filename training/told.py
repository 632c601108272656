"""Fit of which attributions claims are made: `python -m training.told TEXTS...`, JSON lines with the texts.

What their sources tell is known of claims that were read (`annotations/read.jsonl`), with the causes why bad
ones are bad, and of annotated articles (`annotations/claims.jsonl`), where what is found and not annotated is
told by nobody. Writes the model `told` of `claims/labels/weights.npz`, and prints what it leaves out in
articles that it is not fitted to.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from claimwire.claims import labels
from claimwire.claims.labels.features import vector_of
from claimwire.claims.labels.said import said_in
from claimwire.claims.labels.told import LIKELY, told_features_of
from claimwire.claims.linear import WEIGHTS, Floats
from claimwire.extract import Extractor, Reading
from claimwire_schemas import Attribution
from tests.eval.articles import article_of
from training.annotated import FOLDER, Annotated, read_claims, read_texts
from training.judged import FAR, SAME, nearest
from training.regression import Fitted, fitted_yes, write_weights

FOLDS = 5
RIDGE, SHRINK = 10.0, 20.0
RIGHT = ("good", "context")
UNTOLD = ("outlet", "nobody")
"""Who really tells what no claim of its source is."""

ACTS = ("act", "question")
"""Causes of claims that are none."""


class Row(NamedTuple):
    """An attribution, and whether its source tells what it has."""

    features: Sequence[str]
    states: Floats
    is_told: bool
    article: int
    """-1 in articles that only judge."""


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit of which attributions the package makes claims; TEXTS have the texts of both annotations."""
    extractor, found = Extractor.load(), read_texts(texts)
    rows = [
        row for number, one in enumerate(read_claims(found)) for row in _annotated(number, one, extractor)
    ]
    for number, line in enumerate((FOLDER / "read.jsonl").read_text("utf-8").splitlines()):
        read = json.loads(line)
        reading = extractor.read(article_of(found[read["digest"]]))
        rows += _read(reading, read["read"], number if read["part"] == "train" else -1)
    train, test = ([row for row in rows if (row.article < 0) == apart] for apart in (False, True))
    _print("in articles not fitted to", [pair for fold in range(FOLDS) for pair in _by_others(train, fold)])
    model = _fitted(train)
    _print("in articles that only judge", _judged(model, test))
    write_weights(Path(labels.__file__).with_name(WEIGHTS), model.arrays("told"))


def _annotated(number: int, noted: Annotated, extractor: Extractor) -> Iterator[Row]:
    """Give what is found in an annotated article: what matches an annotation, and what is far from all."""
    reading = extractor.read(article_of(noted.text))
    contents = [" ".join(noted.text[slice(*place)] for place in one.content) for one in noted.attributions]
    for one in reading.attributions:
        at, share = nearest(" ".join(span.exact for span in one.content), contents)
        if at is not None and share >= SAME:
            yield _row(reading, one, number, is_told=noted.attributions[at].form != "none")
        elif share < FAR:
            yield _row(reading, one, number, is_told=False)


def _read(reading: Reading, verdicts: Sequence[Mapping[str, Any]], number: int) -> Iterator[Row]:
    """Give the attributions of claims that were read, each once, where it is known if they are told."""
    by_content = defaultdict[Any, list[Mapping[str, Any]]](list)
    for verdict in verdicts:
        if not verdict["own"]:
            by_content[tuple(map(tuple, verdict["content"]))].append(verdict)
    for one in reading.attributions:
        content = tuple((span.start, span.end) for span in one.content)
        is_told = _is_told(by_content.pop(content, []), one)
        if is_told is not None:
            yield _row(reading, one, number, is_told=is_told)


def _is_told(verdicts: Sequence[Mapping[str, Any]], one: Attribution) -> bool | None:
    """Tell by the verdicts on a content's claims if its source tells it; None if unknown, or another does."""
    if any(verdict["verdict"] in RIGHT for verdict in verdicts):
        return True
    tellers, causes = ({verdict.get(name) for verdict in verdicts} for name in ("teller", "cause"))
    is_untold = not tellers.isdisjoint(UNTOLD) or not causes.isdisjoint(ACTS)
    return False if is_untold or ("other" in tellers and one.nested) else None


def _row(reading: Reading, one: Attribution, article: int, *, is_told: bool) -> Row:
    said = said_in(reading.document, one)
    return Row(told_features_of(said, one), vector_of(said), is_told, article)


def _fitted(rows: Sequence[Row]) -> Fitted:
    return fitted_yes(
        [row.features for row in rows],
        [row.states for row in rows],
        [row.is_told for row in rows],
        ridge=RIDGE,
        shrink=SHRINK,
    )


def _by_others(rows: Sequence[Row], fold: int) -> list[tuple[float, bool]]:
    model = _fitted([row for row in rows if row.article % FOLDS != fold])
    return _judged(model, [row for row in rows if row.article % FOLDS == fold])


def _judged(model: Fitted, rows: Sequence[Row]) -> list[tuple[float, bool]]:
    return [(model.likely(row.features, row.states), row.is_told) for row in rows]


def _print(where: str, judged: Sequence[tuple[float, bool]]) -> None:
    """Print what is left out of what is told and of what is not."""
    for is_told, name in ((True, "told"), (False, "not told")):
        these = [likely for likely, told in judged if told == is_told]
        left = sum(likely < LIKELY for likely in these)
        click.echo(f"{left} of {len(these)} that are {name} are left out, {where}")


if __name__ == "__main__":
    main()
