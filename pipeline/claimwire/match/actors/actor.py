"""An actor: a person or body that articles speak of, and what is known of it. Rows are made of this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import uuid5

from claimwire.match.actors.names import Name, body_name, person_name
from claimwire.match.actors.sightings import Sighting, Sort, office
from claimwire_schemas import EntityKind
from claimwire_schemas.ids import NAMESPACE

_MOST_NAMES = 24
_MOST_ROLES = 12


class Called(NamedTuple):
    """A name that an actor has, and how many mentions have it."""

    text: str
    times: int


class Held(NamedTuple):
    """A role that an actor has had, and when articles said so."""

    role: str
    affiliation: str | None
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Actor:
    """A person or body, with one id in all articles."""

    actor_id: str
    sort: Sort
    names: tuple[Called, ...]
    """The most used first."""

    kinds: Mapping[EntityKind, int]
    roles: tuple[Held, ...]
    """The latest first."""

    first_seen: datetime
    last_seen: datetime
    articles: int = 0
    mentions: int = 0
    known: bool = False
    """Whether a list of known actors names it: then only the list says what its names are."""

    wikidata: str | None = None
    not_named: frozenset[str] = field(default_factory=frozenset)
    """Keys of names that were split off from it."""

    @property
    def kind(self) -> EntityKind:
        """Its likeliest kind."""
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind))

    @cached_property
    def compared(self) -> tuple[Name, ...]:
        """Its names as they are compared."""
        named = person_name if self.sort == "person" else body_name
        found = (named(one.text) for one in self.names)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @cached_property
    def offices(self) -> frozenset[str]:
        """Its offices as they are compared."""
        found = (office(one.role, one.affiliation) for one in self.roles)
        return frozenset(one for one in found if one is not None)

    @property
    def name(self) -> str:
        """Its name: of a person, the fullest of the usual ones; of a body, one that is no acronym."""
        named = person_name if self.sort == "person" else body_name
        most = max((one.times for one in self.names), default=1)
        usual = [one for one in self.names if one.times * 10 >= most] or list(self.names)

        def rank(one: Called) -> tuple[bool, int, int]:
            told = named(one.text)
            words = len(told.words) if told else 0
            return words > 1, words if self.sort == "person" else 0, one.times

        return max(usual, key=rank).text


def new_actor(sighting: Sighting, at: datetime, *, taken: Iterable[str]) -> Actor:
    """Return the actor of a first sighting, without counts; its id is of its name unless that is taken."""
    key = f"actor\n{sighting.sort}\n{sighting.fullest.key}"
    own = str(uuid5(NAMESPACE, key))
    actor_id = str(uuid5(NAMESPACE, f"{key}\n{sighting.entity_id}")) if own in taken else own
    return Actor(actor_id, sighting.sort, (), {}, (), at, at)


def seen(actor: Actor, sighting: Sighting, at: datetime, *, times: int = 1) -> Actor:
    """Return an actor with a sighting counted, or with `times=-1` taken back."""
    kinds = dict(actor.kinds)
    kinds[sighting.kind] = kinds.get(sighting.kind, 0) + times
    return replace(
        actor,
        names=actor.names if actor.known else _names(actor, sighting, times),
        kinds={kind: count for kind, count in sorted(kinds.items()) if count > 0} or {sighting.kind: 0},
        roles=_roles(actor, sighting, at) if times > 0 else actor.roles,
        first_seen=min(actor.first_seen, at),
        last_seen=max(actor.last_seen, at),
        articles=actor.articles + times,
        mentions=actor.mentions + times * sighting.mentions,
    )


def _names(actor: Actor, sighting: Sighting, times: int) -> tuple[Called, ...]:
    counted = {one.text: one.times for one in actor.names}
    for form in sighting.forms:
        counted[form.name.written] = counted.get(form.name.written, 0) + times * form.times
    ranked = sorted((-count, text) for text, count in counted.items() if count > 0)
    kept = ranked[:_MOST_NAMES] or [(-1, form.name.written) for form in sighting.forms[:1]]
    return tuple(Called(text, -count) for count, text in kept)


def _roles(actor: Actor, sighting: Sighting, at: datetime) -> tuple[Held, ...]:
    if sighting.role is None:
        return actor.roles
    held = {(one.role, one.affiliation): one for one in actor.roles}
    key = (sighting.role, sighting.affiliation)
    old = held.get(key, Held(*key, at, at, 0))
    held[key] = Held(*key, min(old.first, at), max(old.last, at), old.times + 1)
    ranked = sorted(held.values(), key=lambda one: (one.last, one.times, one.role), reverse=True)
    return tuple(ranked[:_MOST_ROLES])
