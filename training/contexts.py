"""Fit which phrase tells what an article is about: `python -m training.contexts TEXTS...`.

TEXTS are JSON lines with the texts of the annotated claims. A subject is right for a claim if its words
bring the claim's text nearer to an annotator's wording by `GAIN`. Writes `claims/text/context.json`, and says
how much nearer all texts come, each article worded by weights that others gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from claimwire.claims import claims_of
from claimwire.claims import text as texts_of_claims
from claimwire.claims.text import Context, PutsContext
from claimwire.claims.text.context import Told, told_in
from claimwire.claims.text.draft import Draft
from claimwire.claims.text.said import Form
from claimwire.claims.text.subjects import Subject
from claimwire.english.document import Document
from claimwire.extract import Extractor, Reading
from claimwire.resolve import Resolved, resolve
from claimwire_schemas import Article, Claim, Span
from tests.eval.articles import article_of
from training.annotated import Annotated, read_claims, read_texts
from training.judged import SAME, nearest, token_f1, words
from training.regression import fitted_ridge

FILE = Path(texts_of_claims.__file__).with_name("context.json")
FOLDS = 5
GAIN = 0.03
"""Token F1 that a subject has to gain; less is chance."""

SURE = (-0.5, 0.0, 0.5)
MARGINS = (0.3, 0.7)
Basis = tuple[Span, ...]
Row = Mapping[str, float]


class Example(NamedTuple):
    """A subject that may be put into a claim, by its features, and whether it is right."""

    row: Row
    is_right: bool


@dataclass(frozen=True)
class Recorder:
    """Puts nothing in, and keeps what each draft tells."""

    document: Document
    told: dict[Basis, Told] = field(default_factory=dict)

    def put(self, draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> bool:
        """Keep what a draft tells."""
        self.told[draft.basis] = told_in(draft, left_open, form, claimant=claimant)
        return False


@dataclass(frozen=True)
class Read:
    """An annotated article as the extractor reads it."""

    noted: Annotated
    article: Article
    reading: Reading

    @cached_property
    def resolved(self) -> Resolved:
        """Who is meant in it."""
        return resolve(self.article, self.reading.document, self.reading.attributions)

    def context(self, weights: Row, *, sure: float, margin: float) -> Context:
        """Return what can be put into its claims."""
        return Context(
            self.reading.document, self.resolved.entities, weights=weights, sure=sure, margin=margin
        )

    def claims(self, context: PutsContext) -> Iterator[tuple[Claim, list[list[str]]]]:
        """Give the claims that are annotated, with the words of the annotator's wordings."""
        said = [" ".join(self.noted.text[a:b] for a, b in one.content) for one in self.noted.attributions]
        for claim in claims_of(
            self.article,
            self.reading.document,
            self.reading.attributions,
            self.resolved,
            extractor="",
            context=context,
        ):
            at, share = nearest(" ".join(span.exact for span in claim.content), said)
            if claim.attribution_id and at is not None and share >= SAME:
                # An attribution of the form `none` has no wordings.
                texts = self.noted.attributions[at].texts
                yield from [(claim, [words(one) for one in texts])] if texts else ()


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's weights of subjects to the annotated claims, whose texts are in TEXTS."""
    extractor = Extractor.load()
    read = [_read(extractor, one) for one in read_claims(read_texts(texts))]
    examples = [list(_examples(one)) for one in read]
    fitted = [
        _fitted([one for i, some in enumerate(examples) if i % FOLDS != fold for one in some])
        for fold in range(FOLDS)
    ]
    plain = _scores(read, [Recorder(one.reading.document) for one in read])
    for margin in MARGINS:
        for sure in SURE:
            contexts = [
                one.context(fitted[i % FOLDS], sure=sure, margin=margin) for i, one in enumerate(read)
            ]
            weighed = _scores(read, contexts)
            click.echo(f"sure {sure:+.2f}, margin {margin:.1f}: {_compared(plain, weighed)}")
    every = [one for some in examples for one in some]
    weights = {name: round(weight, 3) for name, weight in _fitted(every).items()}
    FILE.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")


def _read(extractor: Extractor, noted: Annotated) -> Read:
    article = article_of(noted.text)
    return Read(noted, article, extractor.read(article))


def _examples(read: Read) -> Iterator[Example]:
    recorder = Recorder(read.reading.document)
    context = read.context({}, sure=0, margin=0)
    for claim, wanted in read.claims(recorder):
        told, mine = recorder.told[claim.basis], words(claim.text)
        before = _near(mine, wanted)
        for _, subject in context.rated:
            if told.suits(subject):
                gain = _near([*mine, *_added(subject)], wanted) - before
                counts = context.features(told, subject)
                row = {name: float(np.log1p(count)) for name, count in counts} | {"base": 1.0}
                yield Example(row, gain > GAIN)


def _added(subject: Subject) -> list[str]:
    """Return the words that a subject adds; a description has its head already."""
    added = words(subject.text)
    return [one for one in added if one != subject.head.lower] if subject.entity is None else added


def _near(mine: Sequence[str], wanted: Sequence[Sequence[str]]) -> float:
    return max(token_f1(mine, one) for one in wanted)


def _fitted(examples: Sequence[Example]) -> Row:
    names = sorted({name for one in examples for name in one.row})
    table = np.array([[one.row.get(name, 0.0) for name in names] for one in examples])
    right = np.array([one.is_right for one in examples], np.float64)
    return dict(zip(names, fitted_ridge(table, right).tolist(), strict=True))


def _scores(read: Sequence[Read], contexts: Sequence[PutsContext]) -> list[float]:
    """Return how near each claim's text is to an annotator's with what its article's context puts in."""
    pairs = zip(read, contexts, strict=True)
    return [_near(words(claim.text), wanted) for one, about in pairs for claim, wanted in one.claims(about)]


def _compared(plain: Sequence[float], weighed: Sequence[float]) -> str:
    moved = [new - old for old, new in zip(plain, weighed, strict=True) if new != old]
    nearer = sum(one > 0 for one in moved)
    before, after = 100 * float(np.mean(plain)), 100 * float(np.mean(weighed))
    return f"{nearer} of {len(moved)} nearer; text {before:.1f} to {after:.1f}"


if __name__ == "__main__":
    main()
