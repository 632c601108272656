"""Fit which of an article's phrases are put into its claims: `python -m training.contexts TEXTS...`.

TEXTS are JSON lines with the texts of the annotated claims. A ridge regression learns how much nearer (token
F1) a phrase brings a claim's text to the wording of an annotator for readers who have not read the article.
Writes `claims/text/context.json`, and says how much nearer all texts come at several thresholds, each article
worded by weights that others gave.
"""

from __future__ import annotations

import json
from collections import Counter
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
from claimwire.english.document import Document
from claimwire.extract import Extractor, Reading
from claimwire.resolve import Resolved, resolve
from claimwire_schemas import Article, Claim, Span
from tests.eval.articles import article_of
from training.annotated import Annotated, read_claims, read_texts
from training.judged import SAME, nearest, token_f1, words

FILE = Path(texts_of_claims.__file__).with_name("context.json")
FOLDS = 5
FEWEST = 20
"""Candidates that a feature must be in to have a weight."""

RIDGE = 10.0
LEAST = (0.02, 0.04, 0.06, 0.08)
Basis = tuple[Span, ...]
Row = Mapping[str, float]


class Example(NamedTuple):
    """A phrase that may be put into a claim, by its features, and the token F1 that it gains."""

    row: Row
    gain: float


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

    def claims(self, context: PutsContext) -> Iterator[tuple[Claim, list[str]]]:
        """Give the claims that are annotated, with the words of the wording that can be read alone."""
        text, noted = self.noted.text, self.noted
        said = [" ".join(text[a:b] for a, b in one.content) for one in noted.attributions]
        own = [text[slice(*one.place)] for one in noted.own]
        for claim in claims_of(
            self.article,
            self.reading.document,
            self.reading.attributions,
            self.resolved,
            extractor="",
            context=context,
        ):
            known, contents = (noted.attributions, said) if claim.attribution_id else (noted.own, own)
            at, share = nearest(" ".join(span.exact for span in claim.content), contents)
            # An attribution of the form `none` has no wording.
            alone = known[at].alone if at is not None and share >= SAME else None
            yield from [(claim, words(alone))] if alone else ()


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's weights of phrases to the annotated claims, whose texts are in TEXTS."""
    extractor = Extractor.load()
    read = [_read(extractor, one) for one in read_claims(read_texts(texts))]
    examples = [list(_examples(one)) for one in read]
    fitted = [
        _fitted([one for i, some in enumerate(examples) if i % FOLDS != fold for one in some])
        for fold in range(FOLDS)
    ]
    plain = _scores(read, [Recorder(one.reading.document) for one in read])
    for least in LEAST:
        contexts = [
            Context(one.reading.document, weights=fitted[i % FOLDS], least=least)
            for i, one in enumerate(read)
        ]
        click.echo(f"least {least:.2f}: {_compared(plain, _scores(read, contexts))}")
    weights = _fitted([one for some in examples for one in some])
    rounded = {name: round(weight, 4) for name, weight in weights.items()}
    FILE.write_text(json.dumps(rounded, indent=1, sort_keys=True) + "\n", "utf-8")


def _read(extractor: Extractor, noted: Annotated) -> Read:
    article = article_of(noted.text)
    return Read(noted, article, extractor.read(article))


def _examples(read: Read) -> Iterator[Example]:
    recorder, context = Recorder(read.reading.document), Context(read.reading.document)
    for claim, wanted in read.claims(recorder):
        told, mine = recorder.told[claim.basis], words(claim.text)
        before = token_f1(mine, wanted)
        for one in context.insertions(told):
            gain = token_f1([*mine, *words(f"{one.before} {one.after}")], wanted) - before
            yield Example(dict(context.features(told, one)), gain)


def _fitted(examples: Sequence[Example]) -> Row:
    counts = Counter(name for one in examples for name in one.row)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    table = np.array([[one.row.get(name, 0.0) for name in names] for one in examples])
    gains = np.array([one.gain for one in examples])
    weights = np.linalg.solve(table.T @ table + RIDGE * np.eye(len(names)), table.T @ gains)
    return dict(zip(names, weights.tolist(), strict=True))


def _scores(read: Sequence[Read], contexts: Sequence[PutsContext]) -> list[float]:
    """Return how near each claim's text is to the annotator's with what its article's context puts in."""
    worded = (pair for one, about in zip(read, contexts, strict=True) for pair in one.claims(about))
    return [token_f1(words(claim.text), wanted) for claim, wanted in worded]


def _compared(plain: Sequence[float], weighed: Sequence[float]) -> str:
    moved = [new - old for old, new in zip(plain, weighed, strict=True) if new != old]
    nearer = sum(one > 0 for one in moved)
    before, after = 100 * float(np.mean(plain)), 100 * float(np.mean(weighed))
    return f"{nearer} of {len(moved)} nearer; text {before:.1f} to {after:.1f}"


if __name__ == "__main__":
    main()
