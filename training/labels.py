"""Fit the labels of claims again: `python -m training.labels TEXTS...`, JSON lines with the annotated texts.

The models read the network's states, so this is done anew after each change of the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from claimwire.claims import labels
from claimwire.claims.labels.features import features_of, vector_of, worth_features_of
from claimwire.claims.labels.said import Said, said_in, said_of
from claimwire.claims.linear import WEIGHTS
from claimwire.extract import Extractor, Reading
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import Article, Span
from tests.eval.articles import article_of
from training.annotated import Annotated, Noted, Places, read_claims, read_labels, read_texts, read_written
from training.judged import FAR, SAME, nearest
from training.regression import Examples, Fitted, fitted, write_weights

FOLDER = Path(labels.__file__).parent
ELSEWHERE = 0.4
"""What an example of politics in one country counts."""

FOLDS = 3
WORTHY = 2
"""The least worth of a claim that somebody would check."""

WITHHOLDING = ("decline", "refuse")
"""Cues that the lexicon takes for denials; annotations tell them apart."""

NEGATED = {
    "believes": "doubts",
    "predicts": "doubts",
    "doubts": "believes",
    "asserts": "declines",
    "confirms": "declines",
    "promises": "declines",
}
"""What a negated cue of a stance does: `does not think` doubts."""

SEVERAL = 5


@dataclass(frozen=True)
class Row:
    """One example: what is seen in it, what it is, and the article that it is of."""

    said: Said
    article: int
    counts: float
    stance: str | None = None
    type: str | None = None
    worth: str | None = None


@dataclass(frozen=True)
class Read:
    """An annotated article as the extractor reads it."""

    noted: Annotated
    article: Article
    reading: Reading


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit the package's labels to the annotations, whose texts are in TEXTS, and print how good they are."""
    extractor, found = Extractor.load(), read_texts(texts)
    articles = [_read(extractor, one) for one in read_claims(found)]
    others = [_read(extractor, one) for one in read_labels(found)]
    _fit_labels(articles, others, [_read(extractor, one) for one in read_written()])


def _read(extractor: Extractor, noted: Annotated) -> Read:
    article = article_of(noted.text)
    return Read(noted, article, extractor.read(article))


def _fit_labels(articles: Sequence[Read], others: Sequence[Read], written: Sequence[Read]) -> None:
    rows = [row for number, one in enumerate(articles) for row in _rows_of(number, one)]
    for counts, several in ((ELSEWHERE, others), (1.0, written)):
        rows += [_noted_row(-1, one, noted, counts) for one in several for noted in one.noted.attributions]
    arrays: dict[str, Any] = {}
    for name, shrink in (("stance", 10.0), ("type", 10.0), ("worth", 20.0)):
        _print_folds(rows, name, shrink)
        arrays |= _fitted(rows, name, shrink).arrays(name)
    write_weights(FOLDER / WEIGHTS, arrays)


def _rows_of(number: int, one: Read) -> Iterator[Row]:
    """Give an article's examples: what is annotated, what is wrongly found, the outlet's sentences."""
    contents = [" ".join(_exact(one, noted.content)) for noted in one.noted.attributions]
    yield from (_noted_row(number, one, noted, 1.0) for noted in one.noted.attributions)
    for found in one.reading.attributions:
        if nearest(" ".join(span.exact for span in found.content), contents)[1] < FAR:
            yield Row(said_in(one.reading.document, found), number, 1.0, worth="no")
    claimed = [found for found, _ in labels.claimed_in(one.reading.document, one.reading.attributions)]
    for said in labels.own_sentences(one.article, one.reading.document, claimed):
        known = one.noted.own
        at, share = nearest(said.span.exact, [one.article.text[slice(*own.place)] for own in known])
        kind = known[at].type if at is not None and share >= SAME else None
        yield Row(said, number, 1.0, type=kind, worth="yes" if kind else "no")


def _noted_row(number: int, one: Read, noted: Noted, counts: float) -> Row:
    spans = ([Span.of(one.article.text, *place) for place in places] for places in _places(noted))
    said = said_of(one.reading.document, *spans)
    worth = "yes" if noted.worth >= WORTHY and noted.form != "none" else "no"
    return Row(said, number, counts, noted.stance, noted.type, worth)


def _places(noted: Noted) -> tuple[Places, Places, Places]:
    return noted.source, noted.cue, noted.content


def _exact(one: Read, places: Places) -> list[str]:
    return [one.article.text[start:end] for start, end in places]


def _label(row: Row, name: str) -> str:
    return getattr(row, name) or ""


def _seen(row: Row, name: str) -> list[str]:
    more = worth_features_of(row.said) if name == "worth" else []
    return [*features_of(row.said), *more]


def _examples(rows: Sequence[Row], name: str) -> Examples:
    found = Examples(
        features=[_seen(row, name) for row in rows],
        vectors=np.stack([vector_of(row.said) for row in rows]),
        labels=[_label(row, name) for row in rows],
        weights=np.array([row.counts for row in rows], np.float32),
    )
    return found.with_more(_known_cues(), counts=ELSEWHERE) if name == "stance" else found


def _known_cues() -> list[tuple[list[str], str]]:
    """Return the lexicon's cues as examples, so that a cue seldom annotated is not forgotten."""
    cues = [
        ([f"cue={lemma}", f"cue_stance={stance}", *(f"cue_word={word}" for word in lemma.split())], stance)
        for lemma, stance in lexicon().stances.items()
        if lemma.split()[0] not in WITHHOLDING
    ]
    negated = [
        (["cue_negated", f"cue_negated+{stance}", f"cue_stance={stance}"], meant)
        for stance, meant in NEGATED.items()
    ]
    return cues + negated * SEVERAL


def _fitted(rows: Sequence[Row], name: str, shrink: float) -> Fitted:
    return fitted(_examples([row for row in rows if _label(row, name)], name), ridge=3.0, shrink=shrink)


def _print_folds(rows: Sequence[Row], name: str, shrink: float) -> None:
    """Print how often a label is right in articles that it was not fitted to."""
    tried: list[tuple[Row, str, float]] = []
    for fold in range(FOLDS):
        model = _fitted([row for row in rows if row.article % FOLDS != fold or row.article < 0], name, shrink)
        for row in rows:
            if row.article >= 0 and row.article % FOLDS == fold and _label(row, name):
                scores = model.scores(_seen(row, name), vector_of(row.said))
                tried.append((row, model.classes[int(scores.argmax())], float(scores[-1] - scores[0])))
    right = sum(_label(row, name) == guess for row, guess, _ in tried)
    click.echo(f"{name}: {100 * right / len(tried):.1f} % of {len(tried)} right, in articles not fitted to")
    if name == "worth":
        _print_own([(score, row.worth == "yes") for row, _, score in tried if not row.said.is_attributed])


def _print_own(scored: Sequence[tuple[float, bool]]) -> None:
    """Print what share of the wanted sentences is chosen, and of the chosen ones wanted, by thresholds."""
    wanted = sum(right for _, right in scored)
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        chosen = [right for score, right in scored if labels.probability(score) >= least]
        recall, precision = sum(chosen) / wanted, sum(chosen) / max(1, len(chosen))
        click.echo(f"  own from {least:.2f}: recall {100 * recall:.0f}, precision {100 * precision:.0f}")


if __name__ == "__main__":
    main()
