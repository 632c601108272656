"""What is known of an actor, and what a sighting adds to it or takes back."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from functools import lru_cache

from claimwire.match.actors.names import Name, body_name, person_name
from claimwire.match.actors.sightings import Sighting, office
from claimwire_schemas import Actor, ActorKind, ActorName, ActorRole, ActorSort, EntityKind
from claimwire_schemas.ids import actor_id

_MOST_NAMES = 24
_MOST_ROLES = 12
_LESS = 3
"""How much rarer than the most used one a usual name may be."""

_RARE = 10
"""How much rarer than the usual one a name must be not to be shown."""


def name_of(text: str, sort: ActorSort) -> Name | None:
    """Return a name as it is compared; None if it is none."""
    return person_name(text) if sort == "person" else body_name(text)


def names_of(actor: Actor) -> tuple[Name, ...]:
    """Return an actor's names as they are compared, the most used first."""
    return _compared(tuple(one.name for one in actor.names), actor.sort)


def usual_names_of(actor: Actor) -> tuple[Name, ...]:
    """Return an actor's usual names as they are compared: nearly as frequent as the most frequent."""
    most = max(one.mentions for one in actor.names)
    usual = tuple(one.name for one in actor.names if one.mentions * _LESS >= most)
    return _compared(usual, actor.sort)


def offices_of(actor: Actor) -> frozenset[str]:
    """Return an actor's offices as they are compared."""
    found = (office(one.role, one.affiliation) for one in actor.roles)
    return frozenset(one for one in found if one is not None)


@lru_cache(50_000)
def _compared(names: tuple[str, ...], sort: ActorSort) -> tuple[Name, ...]:
    found = (name_of(one, sort) for one in names)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def new_actor(sighting: Sighting, at: datetime, *, taken: Container[str]) -> Actor:
    """Return the actor of a first sighting, uncounted; its id is of its name unless that is taken."""
    own, name = actor_id(sighting.sort, sighting.fullest.key), sighting.fullest.written
    apart = actor_id(sighting.sort, sighting.fullest.key, entity=sighting.entity_id)
    names = (ActorName(name=name, mentions=0),)
    return uncounted(apart if own in taken else own, sighting.sort, names, kind=sighting.kind, at=at)


def uncounted(
    own: str, sort: ActorSort, names: tuple[ActorName, ...], *, kind: EntityKind, at: datetime
) -> Actor:
    """Return an actor that no article has been counted for, under the first of its names."""
    return Actor(
        actor_id=own,
        sort=sort,
        name=names[0].name,
        kind=kind,
        names=names,
        kinds=(),
        roles=(),
        first_seen=at,
        last_seen=at,
        articles=0,
        mentions=0,
        known=False,
        wikidata=None,
        merged_into=None,
        split_off=(),
    )


def seen(actor: Actor, sighting: Sighting, at: datetime) -> Actor:
    """Return an actor with a sighting counted."""
    return _changed(
        actor,
        sighting,
        1,
        roles=_roles(actor, sighting, at),
        first_seen=min(actor.first_seen, at) if actor.articles else at,
        last_seen=max(actor.last_seen, at) if actor.articles else at,
    )


def unseen(actor: Actor, sighting: Sighting) -> Actor:
    """Return an actor with a sighting taken back; times and roles stay."""
    return _changed(actor, sighting, -1)


def _changed(actor: Actor, sighting: Sighting, times: int, **others: object) -> Actor:
    names = actor.names if actor.known else _names(actor, sighting, times)
    kinds = _kinds(actor, sighting, times)
    return actor.model_copy(
        update={
            "names": names,
            "name": actor.name if actor.known else shown(names, actor.sort),
            "kinds": kinds,
            "kind": kinds[0].kind if kinds else actor.kind,
            "articles": max(actor.articles + times, 0),
            "mentions": max(actor.mentions + times * sighting.mentions, 0),
            **others,
        }
    )


def shown(names: Iterable[ActorName], sort: ActorSort) -> str:
    """Return the name to show: of a person, the fullest of the usual ones; of a body, one of many words."""
    every = tuple(names)
    most = max(one.mentions for one in every)
    usual = [one for one in every if one.mentions * _RARE >= most]

    def rank(one: ActorName) -> tuple[bool, int, int]:
        told = name_of(one.name, sort)
        words = len(told.words) if told else 0
        return words > 1, words if sort == "person" else 0, one.mentions

    return max(usual, key=rank).name


def _names(actor: Actor, sighting: Sighting, times: int) -> tuple[ActorName, ...]:
    counted = {one.name: one.mentions for one in actor.names}
    for form in sighting.forms:
        counted[form.name.written] = counted.get(form.name.written, 0) + times * form.times
    ranked = sorted((-count, name) for name, count in counted.items() if count > 0)
    kept = ranked[:_MOST_NAMES] or [(0, actor.name)]
    return tuple(ActorName(name=name, mentions=-count) for count, name in kept)


def _kinds(actor: Actor, sighting: Sighting, times: int) -> tuple[ActorKind, ...]:
    counted = {one.kind: one.articles for one in actor.kinds}
    counted[sighting.kind] = counted.get(sighting.kind, 0) + times
    ranked = sorted((-count, kind) for kind, count in counted.items() if count > 0)
    return tuple(ActorKind(kind=kind, articles=-count) for count, kind in ranked)


def _roles(actor: Actor, sighting: Sighting, at: datetime) -> tuple[ActorRole, ...]:
    if sighting.role is None:
        return actor.roles
    held = {(one.role, one.affiliation): one for one in actor.roles}
    key = sighting.role, sighting.affiliation
    old = held.get(key)
    held[key] = ActorRole(
        role=sighting.role,
        affiliation=sighting.affiliation,
        first_seen=min(old.first_seen, at) if old else at,
        last_seen=max(old.last_seen, at) if old else at,
        articles=old.articles + 1 if old else 1,
    )
    ranked = sorted(held.values(), key=lambda one: (one.last_seen, one.articles, one.role), reverse=True)
    return tuple(ranked[:_MOST_ROLES])
