"""Sightings: the people and bodies of an article, with the names that it has for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from claimwire.entities.nouns import OFFICES, countries, demonyms, singular
from claimwire.match.actors.names import (
    Name,
    body_name,
    bracketed,
    is_form_of_body,
    is_form_of_person,
    person_name,
    spoken,
)
from claimwire_schemas import ActorSort, Article, Entity, EntityKind

_SORTS: dict[EntityKind, ActorSort] = {
    "person": "person",
    **dict.fromkeys(("organization", "government", "armed_or_political_group", "outlet"), "body"),
}
_MOST = 400
"""Sightings of an article; a hostile text has thousands."""

_MOST_FORMS = 12
_MOST_CHARACTERS = 200
"""Of a role or affiliation."""


class Form(NamedTuple):
    """A name, and how often the article has it."""

    name: Name
    times: int


class Sighting(NamedTuple):
    """A person or body in one article."""

    entity_id: str
    kind: EntityKind
    sort: ActorSort
    forms: tuple[Form, ...]
    """The fullest first; none if only an office is told: `the mayor of Wend`."""

    role: str | None
    affiliation: str | None
    mentions: int

    @property
    def fullest(self) -> Name:
        """The fullest name."""
        return self.forms[0].name

    @property
    def usual(self) -> Name:
        """The name that the article has most often."""
        return max(self.forms, key=lambda one: one.times).name

    @property
    def office(self) -> str | None:
        """Its office as it is compared; None if it is not told whole."""
        return office(self.role, self.affiliation)


class Sightings(NamedTuple):
    """An article's sightings, and when it was published, or else received."""

    article_id: str
    text_digest: str
    at: datetime
    all: tuple[Sighting, ...]


def sightings_of(article: Article, entities: Iterable[Entity]) -> Sightings:
    """Return the people and bodies of an article, of many those mentioned most."""
    at = article.published.at if article.published else article.received_at
    found = [one for entity in entities if (one := _sighting(entity)) is not None]
    most = {one.entity_id for one in sorted(found, key=lambda one: -one.mentions)[:_MOST]}
    kept = tuple(one for one in found if one.entity_id in most)
    return Sightings(article.article_id, article.text_digest, at, kept)


@lru_cache(20_000)
def office(role: str | None, affiliation: str | None) -> str | None:
    """Return an office as it is compared, by the role's last word and whom it is for; None if not told whole.

    `British Prime Minister` and `prime minister` of `the United Kingdom` are one.
    """
    words = spoken(role or "")
    whom = _whom(words, affiliation) if words else None
    last = singular(words[-1]) if words else ""
    return f"{last} | {whom}" if whom is not None and last in OFFICES else None


def _whom(words: Iterable[str], affiliation: str | None) -> str | None:
    if affiliation is None:
        of = (demonyms().get(word) for word in words)
        return next((country.casefold() for country in of if country is not None), None)
    country = countries().get(affiliation.casefold().removeprefix("the ").rstrip("."))
    body = body_name(affiliation)
    return country.casefold() if country else body.key if body else None


def _sighting(entity: Entity) -> Sighting | None:
    sort = _SORTS.get(entity.kind)
    if sort is None:
        return None
    forms = _forms(entity, sort)
    if not forms and office(entity.role, entity.affiliation) is None:
        return None
    role, affiliation = _line(entity.role), _line(entity.affiliation)
    return Sighting(entity.entity_id, entity.kind, sort, forms, role, affiliation, len(entity.mentions))


def _line(told: str | None) -> str | None:
    return told[:_MOST_CHARACTERS].strip() or None if told else None


def _forms(entity: Entity, sort: ActorSort) -> tuple[Form, ...]:
    named = person_name if sort == "person" else body_name
    times = Counter[Name]()
    for text, weight in _texts(entity):
        name = named(text)
        if name is not None:
            times[name] += weight
    own = named(entity.name)
    ranked = sorted(times, key=lambda it: (it != own, -len(it.words), -times[it], it.key))
    is_form = is_form_of_person if sort == "person" else is_form_of_body
    kept = [one for one in ranked if one == ranked[0] or is_form(one, ranked[0])]
    return tuple(Form(one, max(times[one], 1)) for one in kept[:_MOST_FORMS])


def _texts(entity: Entity) -> Iterator[tuple[str, int]]:
    """Give the names of an entity: its own, those of its mentions, and abbreviations behind them."""
    yield entity.name, 0
    for text, times in Counter(span.exact for span in entity.mentions).items():
        yield text, times
        short = bracketed(text)
        if short is not None:
            yield short, times
