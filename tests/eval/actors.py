"""Measure actors across articles: `python -m tests.eval.actors FOLDER [--pin]`, on MEANTIME's folder.

Mentions of people and bodies that hold a name are given; B3 (Bagga and Baldwin 1998) compares what joins them
with the annotation. Two settings: `found`, in which the articles' own entities are those of the pipeline, and
`given`, in which they are the annotation's, so that only what joins articles is measured. The baseline joins
what has the same name.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from claimwire.english.document import Document, Word
from claimwire.english.syntax import head
from claimwire.extract import default_extractor
from claimwire.match.actors import Actors, sightings_of
from claimwire.resolve import resolve
from claimwire_schemas import Article, Entity, Span
from claimwire_schemas.ids import entity_id
from tests.eval import floors
from tests.eval.articles import article_of
from tests.eval.meantime import GoldMention, GoldNews, read_meantime

Setting = Literal["found", "given"]
SETTINGS: tuple[Setting, ...] = ("found", "given")
Joined = Mapping[str, Hashable]
"""By entity id, what it is joined to."""

Join = Callable[[Sequence["Read"]], Joined]


@dataclass(frozen=True)
class Read:
    """An article, its entities, and the given mentions with the entity of each."""

    article: Article
    entities: tuple[Entity, ...]
    mentions: tuple[tuple[str, str], ...]
    """Entity id and annotated id of each mention."""


@dataclass(frozen=True)
class B3:
    """B3's precision and recall, in per cent."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b3(pairs: Iterable[tuple[Hashable, Hashable]]) -> B3:
    """Score mentions, each given as what it is joined to and what it should be joined to."""
    counted = Counter(pairs)
    found, gold = Counter[Hashable](), Counter[Hashable]()
    for (one, other), times in counted.items():
        found[one] += times
        gold[other] += times
    total = counted.total()
    precision = sum(times * times / found[one] for (one, _), times in counted.items())
    recall = sum(times * times / gold[other] for (_, other), times in counted.items())
    return B3(100 * precision / total, 100 * recall / total) if total else B3(0.0, 0.0)


def same_name(reads: Sequence[Read]) -> Joined:
    """Join entities of the same name: the baseline."""
    return {one.entity_id: _bare(one.name) for read in reads for one in read.entities}


def indexed(reads: Sequence[Read]) -> Joined:
    """Join entities by the index, in the order of their articles."""
    actors = Actors()
    joined = {one.entity_id: one.entity_id for read in reads for one in read.entities}
    for read in reads:
        outcome = actors.read(sightings_of(read.article, read.entities))
        joined |= {one.entity_id: one.actor_id for one in outcome.past.joined}
    return joined


def majority(reads: Sequence[Read]) -> Joined:
    """Join entities by the id that most of their mentions have: the best that can be done with them."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, gold in (pair for read in reads for pair in read.mentions):
        votes[one][gold] += 1
    return {one: max(found, key=lambda gold: (found[gold], gold)) for one, found in votes.items()}


def score(reads: Sequence[Read], join: Join) -> B3:
    """Score a way to join the entities of articles."""
    joined = join(reads)
    return b3((joined[one], gold) for read in reads for one, gold in read.mentions)


def read_all(news: Iterable[GoldNews]) -> Mapping[Setting, Sequence[Read]]:
    """Read articles once, in both settings."""
    reads: dict[Setting, list[Read]] = {setting: [] for setting in SETTINGS}
    for one in news:
        article = article_of(one.text).model_copy(update={"received_at": one.published})
        reading = default_extractor().read(article)
        entities = resolve(article, reading.document, reading.attributions).entities
        named = [it for it in one.mentions if is_named(reading.document, it)]
        reads["found"].append(_found(article, reading.document, entities, named))
        reads["given"].append(_given(article, reading.document, entities, named))
    return reads


def is_named(document: Document, mention: GoldMention) -> bool:
    """Tell whether a mention holds a name."""
    return any(word.tag == "PROPN" for word in _words(document, mention))


def _found(
    article: Article, document: Document, entities: Sequence[Entity], named: Sequence[GoldMention]
) -> Read:
    made = dict[str, Entity]()
    mentions = list[tuple[str, str]]()
    for one in named:
        entity = _entity_at(entities, _head(document, one))
        if entity is None:
            name = _bare(article.text[one.start : one.end])
            entity = made.setdefault(name, _made(article, document, [one]))
        mentions.append((entity.entity_id, one.chain))
    return Read(article, (*entities, *made.values()), tuple(mentions))


def _given(
    article: Article, document: Document, entities: Sequence[Entity], named: Sequence[GoldMention]
) -> Read:
    chains: defaultdict[str, list[GoldMention]] = defaultdict(list)
    for one in named:
        chains[one.chain].append(one)
    made = {chain: _made(article, document, mentions) for chain, mentions in chains.items()}
    for chain, entity in made.items():
        likeness = [_entity_at(entities, _head(document, one)) for one in chains[chain]]
        told = next((it for it in likeness if it is not None and it.kind != "unnamed"), None)
        if told is not None:
            update = {"role": told.role, "affiliation": told.affiliation}
            made[chain] = entity.model_copy(update=update)
    return Read(article, tuple(made.values()), tuple((made[it.chain].entity_id, it.chain) for it in named))


def _made(article: Article, document: Document, mentions: Sequence[GoldMention]) -> Entity:
    """Return the entity of annotated mentions, called by its fullest bare name."""
    spans = sorted({(one.start, one.end) for one in mentions})
    places = tuple(Span.of(article.text, *place) for place in spans)
    fullest = _fullest(document, mentions)
    return Entity(
        entity_id=entity_id(article.article_id, article.text_digest + mentions[0].chain, mention=places[0]),
        name=_words_of_name(article.text[fullest.start : fullest.end]),
        kind="person" if mentions[0].chain.startswith("PER") else "organization",
        mentions=places,
        role=None,
        affiliation=None,
    )


def _fullest(document: Document, mentions: Sequence[GoldMention]) -> GoldMention:
    """Return the longest mention that is a name and has none inside of more than a word."""
    bare = [one for one in mentions if all(_is_of_name(it) for it in _words(document, one))]
    inner = [one for one in bare if len(list(_words(document, one))) > 1]
    core = [one for one in bare if not any(_holds(one, it) for it in inner)]
    return max(core or mentions, key=lambda one: (one.end - one.start) * (1 if core else -1))


def _holds(one: GoldMention, other: GoldMention) -> bool:
    return one != other and one.start <= other.start and other.end <= one.end


def _is_of_name(word: Word) -> bool:
    return word.tag in ("PROPN", "DET", "PUNCT") or word.lower in ("of", "for", "and", "&", "the", "'s")


def _words(document: Document, mention: GoldMention) -> Iterator[Word]:
    return (word for word in document.words if mention.start <= word.start and word.end <= mention.end)


def _head(document: Document, mention: GoldMention) -> Word | None:
    """Return the word of a mention that hangs on a word outside of it."""
    words = list(_words(document, mention))
    inside = {word.i for word in words}
    outer = (it for it in words if (above := head(document, it)) is None or above.i not in inside)
    return next(outer, None)


def _entity_at(entities: Iterable[Entity], word: Word | None) -> Entity | None:
    """Return the entity with the shortest mention that holds a word."""
    if word is None:
        return None
    held = [
        (span.end - span.start, at, one)
        for at, one in enumerate(entities)
        for span in one.mentions
        if span.start <= word.start and word.end <= span.end
    ]
    return min(held, key=lambda it: it[:2])[2] if held else None


def _words_of_name(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ").strip(" ,.()")


def _bare(name: str) -> str:
    return " ".join(_words_of_name(name).casefold().split())


JOINS: Mapping[str, Join] = {"same name": same_name, "index": indexed, "at best": majority}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--require-floors", is_flag=True, help="Fail where the corpus has no floors.")
@click.option("--pin", is_flag=True, help="Make the figures, rounded down to 0.1, this corpus' floors.")
@click.option("--allow-lower", is_flag=True, help="With --pin: though a floor falls.")
def main(folder: Path, *, require_floors: bool, pin: bool, allow_lower: bool) -> None:
    """Measure how people and bodies are joined across articles."""
    news, digest = read_meantime(folder)
    reads = read_all(news)
    key = floors.Key(digest, "meantime, actors")
    figures, lines = measured(reads)
    click.echo(f"{len(news)} articles of {key}\n" + "\n".join(lines))
    outcome = (
        floors.pin(floors.FLOORS, key, figures, allow_lower=allow_lower)
        if pin
        else floors.check(floors.FLOORS, key, figures, required=require_floors)
    )
    click.echo("\n".join(outcome.lines))
    sys.exit(not outcome.passed)


def measured(reads: Mapping[Setting, Sequence[Read]]) -> tuple[floors.Figures, list[str]]:
    """Return the figures that have floors, and lines that show all of them."""
    figures, lines = floors.Figures(), list[str]()
    for setting in SETTINGS:
        of = reads[setting]
        lines.append(f"{setting}: {sum(len(one.mentions) for one in of)} mentions")
        for name, join in JOINS.items():
            scored = score(of, join)
            lines.append(_line(name, scored))
            figures[f"{setting} {name} B3"] = scored.f1
        figures[f"{setting} gain"] = figures[f"{setting} index B3"] - figures[f"{setting} same name B3"]
    return figures, lines


def _line(name: str, one: B3) -> str:
    return f"  {name:<16} B3 F1 {one.f1:5.1f}   precision {one.precision:5.1f}   recall {one.recall:5.1f}"


if __name__ == "__main__":
    main()
