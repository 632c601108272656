"""Fit how claims are linked: `python -m training.links TEXTS...`, files of JSON lines with `text`.

Fits the weights of `claimwire/match/links/` to the pairs of `training/annotations/`, in a minute or two, and
the least scores of both tiers to pairs of stories and months that the weights were not fitted to. Pairs that
are kept to judge (`dev`) are seen by neither.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path

import click
import numpy as np

from claimwire.extract import Extractor
from claimwire.match.links import judge as judging
from claimwire.match.links import statement_of
from claimwire.match.links.features import features
from claimwire.match.links.judge import Bound, Judged, Sort, judged_by, may_be, may_be_confirmed, possible
from claimwire.match.links.pair import pair_of
from training.annotated import read_texts
from training.pairs import Labelled, annotated_pairs, enriched, written_pairs
from training.regression import Examples, fitted

FILE = Path(judging.__file__).with_name("weights.json")
FOLDS = 6
RIDGE = 25.0
FEWEST, RAREST = 8, 7.0
"""Claims that have a common word, and the rarity from which a word is as good as unknown."""
SUGGESTED: Mapping[Sort, float] = {"agrees": 0.32, "contradicts": 0.4, "updates": 0.18}
"""The least scores of suggestions, chosen on the pairs that judge: of turns, too few are learned."""

SURE, LEAST, NEVER = 0.95, 20, 1.01
"""Precision that confirmed links are to have, the links that it must be seen on, and a bound above all."""

Weights = Mapping[Sort, dict[str, float]]
Rows = Sequence[Mapping[str, float]]
SORT_OF: Mapping[str, Sort] = {
    "same": "agrees",
    "agrees": "agrees",
    "contradicts": "contradicts",
    "updates": "updates",
}
SORTS: tuple[Sort, ...] = ("agrees", "contradicts", "updates")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--words", is_flag=True, help="Count anew how common words are in the claims.")
def main(files: tuple[Path, ...], *, words: bool) -> None:
    """Fit the weights and bounds of links."""
    extractor = Extractor.load()
    if words:
        _count_words(read_texts(files).values(), extractor)
    pairs = [*annotated_pairs(read_texts(files), extractor), *written_pairs(extractor)]
    learned = [one for one in pairs if one.part == "train"]
    sorts = fit(learned)
    bounds = bounds_of(held_out(learned))
    FILE.write_text(json.dumps({"sorts": sorts, "bounds": bounds}, indent=1) + "\n", "utf-8")
    click.echo(f"{len(learned)} pairs learned, {len(pairs) - len(learned)} kept to judge; {bounds}")


def _count_words(texts: Iterable[str], extractor: Extractor) -> None:
    """Write how seldom claims have each word that is common and mostly no name."""
    claims, words, names = 0, Counter[str](), Counter[str]()
    for text in texts:
        for claim in enriched(text, "2026-01-01", extractor).claims:
            statement = statement_of(claim)
            claims += 1
            words.update({term for term in statement.terms if term.isalpha()})
            names.update(term for term, _ in statement.names)
    found = {
        word: round(log(claims / number), 1)
        for word, number in sorted(words.items())
        if number >= FEWEST and names[word] < number / 2 and log(claims / number) < RAREST
    }
    FILE.with_name("rarity.json").write_text(json.dumps(found, separators=(",", ":")) + "\n", "utf-8")


def rows_of(pairs: Iterable[Labelled]) -> Rows:
    """Return the features of pairs."""
    return [features(pair_of(one.first, one.second)) for one in pairs]


def fit(pairs: Sequence[Labelled]) -> Weights:
    """Return the weights of each sort of link, over the pairs that may be of it; copies need none."""
    learned = [one for one in pairs if not pair_of(one.first, one.second).is_copy]
    rows = rows_of(learned)
    return {sort: _fit(sort, rows, [SORT_OF.get(one.label) == sort for one in learned]) for sort in SORTS}


def _fit(sort: Sort, rows: Rows, are: Sequence[bool]) -> dict[str, float]:
    chosen = [(row, is_it) for row, is_it in zip(rows, are, strict=True) if sort in possible(row)]
    found = _regression([row for row, _ in chosen], ["yes" if is_it else "no" for _, is_it in chosen])
    return {name: round(weight - found["no"][name], 4) for name, weight in found["yes"].items()}


def held_out(pairs: Sequence[Labelled]) -> list[tuple[Labelled, Judged]]:
    """Return each pair that is no copy, judged by weights that were fitted to other stories and months."""
    groups = sorted({one.group for one in pairs})
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    found = [found for k in range(FOLDS) for found in _tried(pairs, fold, k)]
    return [(one, judged) for one, judged in found if not judged.pair.is_copy]


def _tried(pairs: Sequence[Labelled], fold: Mapping[str, int], k: int) -> Iterator[tuple[Labelled, Judged]]:
    weights = fit([one for one in pairs if fold[one.group] != k])
    for one in pairs:
        if fold[one.group] == k:
            pair = pair_of(one.first, one.second)
            yield one, judged_by(pair, weights)


def bounds_of(tried: Sequence[tuple[Labelled, Judged]]) -> dict[Sort, Bound]:
    """Return the least scores of both tiers of each sort of link; pairs of news tell which are confirmed."""
    news = [(one.label, judged) for one, judged in tried if not one.is_written]
    return {sort: Bound(confirmed=_confirmed(sort, news), suggested=SUGGESTED[sort]) for sort in SORTS}


def _confirmed(sort: Sort, tried: Sequence[tuple[str, Judged]]) -> float:
    """Return from where nearly all are right."""
    ranked = sorted(
        (
            (one.score, SORT_OF.get(label) == sort)
            for label, one in tried
            if one.sort == sort and may_be(one) and may_be_confirmed(one)
        ),
        reverse=True,
    )
    return round(max(SUGGESTED[sort], _surely(ranked)), 3)


def _surely(ranked: Sequence[tuple[float, bool]]) -> float:
    """Return the least score from which nearly all are right; more than 1 if there is none."""
    right, found = 0, NEVER
    for number, (score, is_right) in enumerate(ranked, start=1):
        right += is_right
        if number >= LEAST and right / number >= SURE:
            found = score
    return found


def _regression(rows: Rows, labels: Sequence[str]) -> dict[str, dict[str, float]]:
    names = sorted({name for row in rows for name in row} - {"base"})
    columns = {name: i for i, name in enumerate(names)}
    values = np.zeros((len(rows), len(names)), np.float32)
    for row, seen in zip(values, rows, strict=True):
        for name, value in seen.items():
            if name != "base":
                row[columns[name]] = value
    model = fitted(
        Examples([[] for _ in rows], values, labels, np.ones(len(rows), np.float32)), ridge=RIDGE, shrink=1.0
    )
    return {
        one: {"base": float(model.bias[k])} | {name: float(model.vector[i, k]) for name, i in columns.items()}
        for k, one in enumerate(model.classes)
    }


if __name__ == "__main__":
    main()
