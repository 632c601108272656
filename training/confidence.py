"""Fit what claims that were read tell: `python -m training.confidence TEXTS...`, JSON lines with the texts.

`annotations/read.jsonl` has verdicts on claims that were read with the article in hand. They hold for the
words that were read, so a claim that is worded otherwise today is left out. Writes two models of
`claims/labels/weights.npz`: `right`, a claim's confidence, and `alone`, whether a claim that is right is
understood without the article. Prints how well each is calibrated in articles that it is not fitted to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import click

from claimwire.claims import claims_of, labels
from claimwire.claims.labels.alone import openness_of
from claimwire.claims.labels.confidence import features_of
from claimwire.claims.linear import WEIGHTS, Floats
from claimwire.english.document import Document
from claimwire.extract import Extractor
from claimwire.resolve import resolve
from claimwire_schemas import Claim
from tests.eval.articles import article_of
from training.annotated import FOLDER, read_texts
from training.regression import Fitted, write_weights
from training.yes_no import RIGHT, Row, fold_of, tried

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)


class Read(NamedTuple):
    """A claim that was read."""

    claim: Claim
    """Its confidence is its attribution's."""

    document: Document
    states: Floats
    verdict: str
    fold: int | None
    """None in articles that only judge."""


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's models of claims to those that were read, whose texts are in TEXTS."""
    found = list(_read(Extractor.load(), texts))
    right = [_row(one, features_of(one.claim), is_so=one.verdict in RIGHT) for one in found]
    alone = [
        _row(one, openness_of(one.claim, one.document), is_so=one.verdict == "good")
        for one in found
        if one.verdict in RIGHT and not one.claim.open  # which never stand alone
    ]
    for name, rows in (("right", right), ("alone", alone)):
        model = _tried(name, rows)
        write_weights(Path(labels.__file__).with_name(WEIGHTS), model.arrays(name))


def _row(one: Read, features: Sequence[str], *, is_so: bool) -> Row:
    return Row(features, one.states, is_so, one.fold)


def _tried(name: str, rows: Sequence[Row]) -> Fitted:
    """Return a model fitted to rows, and print how it does on others."""
    model, by_others, apart = tried(rows)
    click.echo(name)
    _print("in articles not fitted to", by_others)
    _print("in articles that only judge", apart)
    return model


def _read(extractor: Extractor, paths: Sequence[Path]) -> Iterator[Read]:
    texts = read_texts(paths)
    for line in (FOLDER / "read.jsonl").read_text("utf-8").splitlines():
        read = json.loads(line)
        text, verdicts = texts[read["digest"]], {one["claim"]: one["verdict"] for one in read["read"]}
        fold = fold_of(text) if read["part"] == "train" else None
        for claim, document, states in _claims(extractor, text):
            verdict = verdicts.pop(read_as(claim), None)
            if verdict is not None:
                yield Read(claim, document, states, verdict, fold)


def read_as(claim: Claim) -> str:
    """Return what identifies a claim by its claimant and words, as they were read."""
    who = claim.claimant.name if claim.attribution_id else None
    return sha256(f"{who or ''}\t{claim.text}".encode()).hexdigest()[:16]


def _claims(extractor: Extractor, text: str) -> Iterator[tuple[Claim, Document, Floats]]:
    """Give the claims of a text, with their attributions' confidence, and the network's states of each."""
    article = article_of(text)
    reading = extractor.read(article)
    found = {one.attribution_id: one for one in reading.attributions}
    claimed = [one for one, _ in labels.claimed_in(reading.document, reading.attributions)]
    own = {one.span: one for one in labels.own_sentences(article, reading.document, claimed)}
    resolved = resolve(article, reading.document, reading.attributions)
    for claim in claims_of(article, reading.document, reading.attributions, resolved, extractor=""):
        one = found.get(claim.attribution_id or "")
        said = labels.said_in(reading.document, one) if one else own[claim.content[0]]
        stated = claim.model_copy(update={"confidence": one.confidence if one else 1.0})
        yield stated, reading.document, labels.seen_of(said).states


def _print(where: str, judged: Sequence[tuple[float, bool]]) -> None:
    """Print how likely it is stated to be of claims, of how many it is so, and the area under the curve."""
    share, area = _share(is_so for _, is_so in judged), _area(judged)
    click.echo(f"{len(judged)} claims, {share:.0f} % of them so, area under the curve {area:.2f}, {where}")
    for low, high in pairwise(BINS):
        here = [(likely, right) for likely, right in judged if low <= likely < high]
        if here:
            stated = 100 * sum(likely for likely, _ in here) / len(here)
            held = _share(right for _, right in here)
            click.echo(f"  from {low:.1f}: {len(here):4} claims, {stated:.0f} stated, {held:.0f} right")


def _area(judged: Sequence[tuple[float, bool]]) -> float:
    """Return how often one of which it is so is likelier than one of which it is not."""
    yes, no = ([likely for likely, is_so in judged if is_so == wanted] for wanted in (True, False))
    wins = sum((one > other) + 0.5 * (one == other) for one in yes for other in no)
    return wins / max(1, len(yes) * len(no))


def _share(right: Iterator[bool]) -> float:
    found = list(right)
    return 100 * sum(found) / max(1, len(found))


if __name__ == "__main__":
    main()
