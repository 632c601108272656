"""Fit who is meant: `python -m training.antecedents TEXTS... --syntax FILE`.

TEXTS are JSON lines with the texts of the `references` (`mention`: a place, `means`: a name or null) in
`annotations/`, found by their digests; documents of `--syntax` have mentions that are put together. Writes
`resolve/kinds.json` and `resolve/weights.json`, and says how many antecedents are right from which likelihood
on, each article judged by weights that others gave. Raises `KeyError` where a text is not among TEXTS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

import claimwire.resolve
from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations
from claimwire.enrich import article_from
from claimwire.entities.clusters import drafts_of
from claimwire.entities.names import Names
from claimwire.entities.nouns import PEOPLE, noun_kind, singular
from claimwire.extract.extractor import Extractor, document_of
from claimwire.resolve import kinds, ranker
from claimwire.resolve.antecedent import speeches
from claimwire.resolve.discourse import Answer, Discourse, Question, ranked
from claimwire.resolve.features import Speech
from claimwire.resolve.kinds import BODY, OTHER, PERSON, PLACE
from claimwire.resolve.mentions import Sort
from claimwire.resolve.referents import Referent
from claimwire_schemas import RawArticle
from training.annotated import FOLDER, read_texts
from training.texts import Text
from training.trees import text_of

WEIGHTS = Path(claimwire.resolve.__path__[0])
NOTED = ("claims.jsonl", "references.jsonl")
"""Annotations with references."""

SORTS: tuple[Sort, ...] = ("he", "it", "they", "description")
FOLDS = 5
RIDGE, STEADY = 2.0, 40.0
PRIORS: Mapping[Sort, Mapping[str, float]] = {
    "it": {"source again": 3.5, "speaker subject of main clause": 2.5},
    "description": {"generic source again": 2.0, "stands accused": 3.0},
}
"""Weights that the annotated texts have too few cases for.

In wires, `it` is who spoke last; in courts, the defendant is who was charged.
"""

TREES_WEIGH = 0.3
"""What a mention of the trees' documents, which are no news, weighs beside one of news."""

KIND_OF = {"person": PERSON, "organization": BODY, "place": PLACE}
WANTED = 0.95
SMALL = frozenset(("the", "a", "an", "of", "in", "for", "and", "to", "s"))


class Asked(NamedTuple):
    """A mention with the candidates that are right: 0 for none; no numbers if the right one is not there."""

    question: Question
    right: tuple[int, ...]
    fold: int
    weight: float


@dataclass(frozen=True)
class Known:
    """A document, who speaks in it, and what words mean, by their head words."""

    document: Document
    speeches: tuple[Speech, ...]
    headline_end: int
    means: Mapping[int, Any]
    fold: int


@click.command()
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--syntax", required=True, type=click.Path(exists=True, path_type=Path))
def main(texts: tuple[Path, ...], syntax: Path) -> None:
    """Fit the kinds of nouns and the weights of antecedents."""
    extractor = Extractor.load()
    trees = list(_trees(syntax, extractor))
    news = list(_news(texts, extractor))
    found = _kinds(trees, [one.document for one in news])
    kinds.WEIGHTS = np.array(found, np.float32)
    lines = ",\n".join(f" {json.dumps(row)}" for row in found)
    (WEIGHTS / "kinds.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    asked = [it for one, clusters in trees for it in _of_trees(one, clusters)]
    first = [it for one in news for it in _of_news(one, lambda _: Answer(None, 1.0))]
    ranker.WEIGHTS = {sort: fitted(sort, [*asked, *first]) for sort in SORTS}
    second = [it for one in news for it in _of_news(one, ranked)]
    for sort in SORTS:
        click.echo(_judged(sort, asked, second))
    weights = {sort: fitted(sort, [*asked, *second]) for sort in SORTS}
    (WEIGHTS / "weights.json").write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")


def _trees(path: Path, extractor: Extractor) -> Iterator[tuple[Document, list[list[Any]]]]:
    """Give documents that have mentions, as the network reads them, with the places and clusters of these."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row["mentions"]:
            continue
        text: Text = text_of(row)
        quotations = find_quotations(text.text)
        document = document_of(text.text, extractor._tagger.analyse(text.text, quotations), quotations)  # noqa: SLF001
        starts, ends = text.trees.starts, text.trees.ends  # type: ignore[union-attr]
        yield document, [[int(starts[a]), int(ends[b]), *rest] for a, b, *rest in row["mentions"]]


def _news(paths: Iterable[Path], extractor: Extractor) -> Iterator[Known]:
    """Give annotated articles."""
    texts = read_texts(paths)
    rows = [json.loads(line) for name in NOTED for line in (FOLDER / name).read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        text = texts[row["digest"]]
        article = article_from(RawArticle(body=text, language="en"), received_at=datetime.now(UTC))
        reading = extractor.read(article)
        document, means = reading.document, {}
        for reference in row["references"]:
            found = _moved(text, document, *reference["mention"])
            if found is not None:
                means[found] = reference["means"]
        end = article.headline.end if article.headline is not None else 0
        said = tuple(speeches(document, reading.attributions))
        yield Known(document, said, end, means, number % FOLDS)


def _moved(text: str, document: Document, start: int, end: int) -> int | None:
    """Return the head word of a mention, whose place normalizing has moved by some characters."""
    near = range(start - 12, start + 13)
    places = [at for at in near if at >= 0 and document.text.startswith(text[start:end], at)]
    if not places:
        return None
    place = min(places, key=lambda at: abs(at - start))
    return next((word.i for word in document.heads(document.within(place, place + end - start))), None)


def _walk(one: Known, choose: Callable[[Question], Answer]) -> Discourse:
    names = drafts_of(one.document.text, Names(one.document).find())
    return Discourse(one.document, names, one.speeches, headline_end=one.headline_end, choose=choose)


def _of_trees(document: Document, mentions: Sequence[Sequence[Any]]) -> list[Asked]:
    clusters: dict[int, int] = {}
    for start, end, cluster, *_ in mentions:
        for head in document.heads(document.within(start, end)):
            clusters.setdefault(head.i, cluster)
    asked: list[Asked] = []

    def choose(question: Question) -> Answer:
        mine = clusters.get(question.mention.i)
        if mine is None and question.sort == "description":
            return Answer(None, 1.0)
        right = [
            at
            for at, one in enumerate(question.candidates, 1)
            if mine is not None and any(clusters.get(it.i) == mine for it in one.mentions)
        ]
        known = (
            any(i < question.mention.i and of == mine for i, of in clusters.items())
            if mine is not None
            else False
        )
        asked.append(Asked(question, tuple(right or ([] if known else [0])), -1, TREES_WEIGH))
        return Answer(question.candidates[right[0] - 1] if right else None, 1.0)

    _walk(Known(document, (), 0, {}, -1), choose)
    return asked


def _of_news(one: Known, others: Callable[[Question], Answer]) -> list[Asked]:
    asked: list[Asked] = []

    def choose(question: Question) -> Answer:
        if question.mention.i not in one.means:
            return others(question)
        means = one.means[question.mention.i]
        right = [
            at
            for at, candidate in enumerate(question.candidates, 1)
            if means is not None and _is_called(one.document, candidate, means)
        ]
        asked.append(Asked(question, tuple(right or ([0] if means is None else [])), one.fold, 1.0))
        return Answer(question.candidates[right[0] - 1] if right else None, 1.0)

    _walk(one, choose)
    return asked


def _is_called(document: Document, one: Referent, means: str) -> bool:
    """Whether a referent is what an annotator calls so: by name, or by the noun of a description."""
    if bool(one.parts) != (" and " in means and one.number == "plural"):
        return False
    texts = [document.text[it.start : it.end] for it in one.mentions if it.form != "pronoun"]
    names = [one.name.name] if one.name is not None else texts
    if any(_same(text, means) for text in [*names, *texts]):
        return True
    words = {singular(word) for word in means.lower().split()}
    described = one.name is None and means[:1].islower()
    return described and any(it.form == "description" and it.noun in words for it in one.mentions)


def _same(given: str, means: str) -> bool:
    a, b = (
        {word for word in text.lower().replace("'s", "").split() if word not in SMALL}
        for text in (given, means)
    )
    return bool(a and b) and (
        (a <= b and 3 * len(a) >= len(b)) or b <= a or 2 * len(a & b) >= max(len(a), len(b))
    )


def fitted(sort: Sort, asked: Sequence[Asked]) -> dict[str, float]:
    """Return the weights of a sort's features: a conditional logit with a ridge, by Newton's method."""
    kept = [one for one in asked if one.question.sort == sort and one.right and len(one.question.rows) > 1]
    names = sorted({name for one in kept for row in one.question.rows for name, _ in row})
    at = {name: i for i, name in enumerate(names)}
    rows = np.zeros((sum(len(one.question.rows) for one in kept), len(names)), np.float32)
    filled = ((row, one) for one in kept for row in one.question.rows)
    for i, (row, _) in enumerate(filled):
        for name, value in row:
            rows[i, at[name]] += value
    group = np.repeat(np.arange(len(kept)), [len(one.question.rows) for one in kept])
    right = np.array([k in one.right for one in kept for k in range(len(one.question.rows))])
    prior = np.array([PRIORS.get(sort, {}).get(name, 0.0) for name in names])
    weights = _newton(rows, group, right, np.array([one.weight for one in kept], np.float32)[group], prior)
    return {name: round(float(it), 3) for name, it in zip(names, weights, strict=True) if abs(it) >= 0.02}


def _newton(
    rows: NDArray[np.float32],
    group: NDArray[np.int64],
    right: NDArray[np.bool_],
    weigh: NDArray[np.float32],
    prior: NDArray[np.float64],
) -> NDArray[np.float64]:
    weights, ridge = prior.copy(), np.where(prior != 0, STEADY, RIDGE)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    for _ in range(12):
        scores = rows @ weights
        likely = _shares(scores, group, starts).astype(np.float32)
        told = _shares(np.where(right, scores, -1e9), group, starts)
        mean = np.add.reduceat(rows * likely[:, None], starts)
        slope = rows.T @ (weigh * (likely - told)) + ridge * (weights - prior)
        curve = rows.T @ (rows * (weigh * likely)[:, None]) - mean.T @ (mean * weigh[starts][:, None])
        step = np.linalg.solve(curve + np.diag(ridge), slope)
        weights -= step * min(1.0, 2 / float(np.abs(step).max()))
    return weights


def _shares(
    scores: NDArray[np.float64], group: NDArray[np.int64], starts: NDArray[np.int64]
) -> NDArray[np.float64]:
    odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
    return np.asarray(odds / np.add.reduceat(odds, starts)[group])


def _judged(sort: Sort, trees: Sequence[Asked], news: Sequence[Asked]) -> str:
    """Return how many antecedents are right, and from which likelihood on 95 of 100 are."""
    put: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        ranker.WEIGHTS = {sort: fitted(sort, [*trees, *(one for one in news if one.fold != fold)])}
        for one in (it for it in news if it.fold == fold and it.question.sort == sort):
            likely = ranker.likely(one.question.rows, sort)
            best = max(range(len(likely)), key=likely.__getitem__)
            if best and (sort != "description" or one.question.candidates[best - 1].is_named):
                put.append((likely[best], best in one.right))
    put.sort(reverse=True)
    right = np.cumsum([ok for _, ok in put])
    enough = [i for i in range(len(put)) if right[i] >= WANTED * (i + 1)]
    least = f"{enough[-1] + 1} of them from {put[enough[-1]][0]:.2f} on" if enough else "none"
    return f"{sort}: {right[-1]} right of {len(put)}; 95 of 100 right: {least}"


def _kinds(trees: Sequence[tuple[Document, list[list[Any]]]], news: Sequence[Document]) -> list[list[float]]:
    """Return the weights of the kinds of nouns: of annotated mentions, and of listed nouns in news."""
    vectors: list[NDArray[np.float32]] = []
    told: list[int] = []
    for document, mentions in trees:
        for start, end, _, kind in mentions:
            head = next(document.heads(document.within(start, end)), None)
            if head is not None and head.tag != "PRON":
                vectors.append(document.vectors[head.i])
                told.append(KIND_OF.get(kind, OTHER))
    for document in news:
        for word in (it for it in document.words if it.tag == "NOUN"):
            listed = _listed(singular(word.lower))
            if listed is not None:
                vectors.append(document.vectors[word.i])
                told.append(listed)
    return [[round(float(it), 4) for it in row] for row in _softmax(np.array(vectors), np.array(told))]


def _listed(noun: str) -> int | None:
    kind = noun_kind(noun)
    if noun in PEOPLE:
        return PERSON
    return None if kind is None else {"place": PLACE, "document": OTHER}.get(kind, BODY)


def _softmax(vectors: NDArray[np.float32], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the weights of a softmax regression, a row for the bias last, by Adam."""
    rows = np.c_[vectors, np.ones(len(vectors), np.float32)]
    told = np.eye(4, dtype=np.float32)[columns]
    weights = np.zeros((rows.shape[1], 4), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, 401):
        scores = rows @ weights
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = rows.T @ (odds / odds.sum(axis=1, keepdims=True) - told) / len(rows) + 1e-3 * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    main()
