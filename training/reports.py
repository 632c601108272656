"""Fit what reports inside content: `python -m training.reports TEXTS...`.

TEXTS are JSON lines with the texts of the annotated claims. Besides these, the sentences of
`annotations/nested.txt` count whole, and what is outside all content a half. Writes
`extract/reporting.json`, and says how often the likeliest that a word reports is right, each article judged
by weights that others gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from claimwire import extract
from claimwire.english.document import Document
from claimwire.extract import Extractor
from claimwire.extract.nested import LEAST, Candidate, candidates
from claimwire.extract.reporting import features, probability
from tests.eval.articles import article_of
from training.annotated import Annotated, Noted, Places, read_claims, read_nested, read_texts
from training.judged import SAME
from training.regression import Examples, fitted

FILE = Path(extract.__file__).with_name("reporting.json")
FOLDS = 3
RIDGE = 2.0
OUTSIDE = 0.5
"""How much an example outside all content counts."""

SMALL = 0.02
"""Weights below this are left out."""

Row = Mapping[str, float]


class Example(NamedTuple):
    """What a word may report, by its features, and whether it is annotated."""

    names: list[str]
    is_right: bool
    counts: float = 1.0


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's weights of what reports to the annotated claims, whose texts are in TEXTS."""
    extractor = Extractor.load()
    articles = [_examples(extractor, one) for one in read_claims(read_texts(texts))]
    written = [_examples(extractor, one) for one in read_nested()]
    found = right = 0
    for fold in range(FOLDS):
        rest = [one for i, some in enumerate(articles) if i % FOLDS != fold for one in some]
        weights = _fitted([*rest, *(one for some in written for one in some)])
        chosen = [_chosen(some, weights) for i, some in enumerate(articles) if i % FOLDS == fold]
        found += sum(map(len, chosen))
        right += sum(sum(some) for some in chosen)
    click.echo(f"{right} of {found} right")
    fitted_to_all = _fitted([one for some in (*articles, *written) for one in some])
    FILE.write_text(json.dumps(fitted_to_all, indent=1, sort_keys=True) + "\n", "utf-8")


Group = list[Example]
"""All that one word may report."""


def _chosen(groups: Sequence[Group], weights: Row) -> list[bool]:
    """Return whether the likeliest of each word is right, of those that are likely enough."""
    best = [max(group, key=lambda one: probability(one.names, weights)) for group in groups]
    inside = (one for one in best if one.counts == 1)
    return [one.is_right for one in inside if probability(one.names, weights) >= LEAST]


def _examples(extractor: Extractor, noted: Annotated) -> list[Group]:
    document = extractor.read(article_of(noted.text)).document
    held = [place for one in noted.attributions for place in one.content]
    whole = _groups(document, noted, [(0, len(noted.text))], OUTSIDE)
    outside = [group for word, group in whole if not _overlap([word], held)]
    seen: dict[tuple[int, int], Group] = {}
    for one in noted.attributions:
        if not one.nested:
            seen = dict(_groups(document, noted, one.content, 1.0)) | seen
    return [*outside, *seen.values()]


def _groups(
    document: Document, noted: Annotated, content: Places | list[tuple[int, int]], counts: float
) -> Iterator[tuple[tuple[int, int], Group]]:
    for word, options in candidates(document, content):
        names = [features(document, word, one.report) for one in options]
        right = [_is_right(document, one, noted.attributions) for one in options]
        outside = ["outside"] if counts < 1 else []
        yield (
            (word.start, word.end),
            [Example([*some, *outside], yes, counts) for some, yes in zip(names, right, strict=True)],
        )


def _is_right(document: Document, one: Candidate, attributions: Sequence[Noted]) -> bool:
    source = [one.nested.source] if one.nested.source else []
    mine = _words(document, one.nested.content)
    return any(
        _overlap([(one.word.start, one.word.end)], other.cue)
        and (_overlap(source, other.source) or not (source or other.source))
        and len(mine & (theirs := _words(document, other.content))) >= SAME * len(mine | theirs)
        for other in attributions
    )


def _words(document: Document, places: Sequence[tuple[int, int]]) -> set[int]:
    return {word.i for place in places for word in document.within(*place) if word.tag != "PUNCT"}


def _overlap(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < end_2 and start_2 < end for start, end in some for start_2, end_2 in others)


def _fitted(groups: Sequence[Group]) -> Row:
    rows = [one for group in groups for one in group]
    examples = Examples(
        features=[one.names for one in rows],
        vectors=np.zeros((len(rows), 0), np.float32),
        labels=["yes" if one.is_right else "no" for one in rows],
        weights=np.array([one.counts for one in rows], np.float32),
    )
    found = fitted(examples, ridge=RIDGE, shrink=1)
    yes, no = found.classes.index("yes"), found.classes.index("no")
    each = zip(found.names, found.weights[:, yes] - found.weights[:, no], strict=True)
    weights = {name: float(weight) for name, weight in each}
    weights["constant"] += float(found.bias[yes] - found.bias[no])
    return {name: round(one, 2) for name, one in weights.items() if abs(one) >= SMALL and name != "outside"}


if __name__ == "__main__":
    main()
