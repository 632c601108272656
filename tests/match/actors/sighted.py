"""Articles of a few entities, for the index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claimwire.match.actors import Actors, Outcome, Past, Sightings, sightings_of
from claimwire_schemas import Article, Entity, EntityKind, Span
from claimwire_schemas.ids import article_id, entity_id
from tests.builders import an_article

START = datetime(2026, 3, 4, 9, tzinfo=UTC)
Told = tuple[str, EntityKind] | tuple[str, EntityKind, str | None, str | None]
"""Names, apart by `|` and the fullest first, kind, role and affiliation."""


def entities_of(article: Article, *told: Told) -> tuple[Entity, ...]:
    """Return entities with a mention for each of their names."""
    found, at = list[Entity](), 0
    for names, kind, *rest in told:
        spans = list[Span]()
        for name in names.split("|"):
            spans.append(Span.of(article.text, at, at + len(name)))
            at += len(name) + 1
        role, affiliation = rest or (None, None)
        found.append(
            Entity(
                entity_id=entity_id(article.article_id, article.text_digest, mention=spans[0]),
                name=spans[0].exact,
                kind=kind,
                mentions=tuple(spans),
                role=role,
                affiliation=affiliation,
            )
        )
    return tuple(found)


def article_of(name: str, *told: Told, days: float = 0) -> Article:
    """Return an article of a name with the names of some entities, some days after the start."""
    text = " ".join(one[0].replace("|", " ") for one in told)
    return an_article(f"{text}.", title=None, published=None).model_copy(
        update={
            "article_id": article_id(url=f"https://herald.example/{name}", outlet=None, body=text),
            "received_at": START + timedelta(days=days),
        }
    )


def sighted(name: str, *told: Told, days: float = 0) -> Sightings:
    """Return what an article of a name saw, some days after the start."""
    article = article_of(name, *told, days=days)
    return sightings_of(article, entities_of(article, *told))


def ids(outcome: Outcome) -> list[str]:
    """Return the actor of each sighting, in the article's order."""
    of = {one.entity_id: one.actor_id for one in outcome.past.joined}
    return [of[one.entity_id] for one in outcome.past.sightings.all]


def read(actors: Actors, name: str, *told: Told, days: float = 0, before: Past | None = None) -> list[str]:
    """Read an article into an index, and return the actor of each of its entities."""
    return ids(actors.read(sighted(name, *told, days=days), before=before))
