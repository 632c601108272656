"""Scores the parse of a shipped or given model: `python -m tests.eval.syntax TREES.jsonl [--model FILE]`.

Each figure is an F1 over the words that have the same place (Zeman et al. 2018): of words and sentences as
the pipeline finds them in running text, and of trees and tags. `given` has the words and sentences of the
annotators, as parsers are mostly compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import click
import numpy as np

from claimwire.english.quotations import find_quotations
from claimwire.english.universal import RELATIONS
from claimwire.extract.model import checked_files
from claimwire.extract.parse import Bounds, Parse, parsed, parsed_in
from claimwire.extract.tagger import Tagger, places_of
from training.texts import Trees
from training.trees import read_trees

Facts = set[tuple[object, ...]]


def facts_of(trees: Trees | Parse) -> dict[str, Facts]:
    """Return, by the name of a figure, what is said of each word, which its place stands for."""
    places = [*zip(trees.starts.tolist(), trees.ends.tolist(), strict=True)]
    heads = [places[head] if head >= 0 else None for head in trees.heads]
    relations = [RELATIONS[number] for number in trees.relations]
    types = [relation.partition(":")[0] for relation in relations]
    return {
        "words": {*places},
        "sentences": {(places[low][0], places[high - 1][1]) for low, high in _cuts(trees)},
        "UAS": {*zip(places, heads, strict=True)},
        "LAS": {*zip(places, heads, types, strict=True)},
        "LAS with subtypes": {*zip(places, heads, relations, strict=True)},
        "UPOS": {*zip(places, trees.tags.tolist(), strict=True)},
        "XPOS": {*zip(places, trees.forms.tolist(), strict=True)},
    }


def scores(tagger: Tagger, trees: Path, *, given: bool) -> dict[str, float]:
    """Return the F1, in per cent, of each figure."""
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for text, truth in _texts(trees):
        guess = facts_of(_parse(tagger, text, truth if given else None))
        for name, facts in facts_of(truth).items():
            right[name] += len(facts & guess[name])
            found[name] += len(guess[name])
            gold[name] += len(facts)
    return {name: 200 * right[name] / (found[name] + gold[name]) for name in gold}


def _texts(path: Path) -> Iterator[tuple[str, Trees]]:
    for one in read_trees(path):
        assert one.trees is not None
        yield one.text, one.trees


def _parse(tagger: Tagger, text: str, truth: Trees | None) -> Parse:
    starts, ends = (truth.starts, truth.ends) if truth else places_of(text)
    _, glimpses = tagger.glimpses(text, find_quotations(text), starts, ends)
    if truth is None:
        return parsed(starts, ends, glimpses, text=text)
    return parsed_in(_cuts(truth), starts, ends, glimpses)


def _cuts(trees: Trees | Parse) -> list[Bounds]:
    """Return where sentences start and end, in words."""
    inside = (np.flatnonzero(np.diff(trees.sentences)) + 1).tolist()
    return [*pairwise([0, *inside, len(trees.starts)])] if len(trees.starts) else []


@click.command()
@click.argument("trees", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(trees: tuple[Path, ...], model: Path | None) -> None:
    """Print the figures of TREES, files as `training/README.md` describes them."""
    files = checked_files()
    tagger = Tagger(replace(files, weights=model) if model else files, threads=1)
    for path in trees:
        for given in (False, True):
            figures = scores(tagger, path, given=given)
            click.echo(f"{path.name} {'given words and sentences' if given else 'running text'}")
            click.echo("  " + ", ".join(f"{name} {figure:.1f}" for name, figure in figures.items()))


if __name__ == "__main__":
    main()
