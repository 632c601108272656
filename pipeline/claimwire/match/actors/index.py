"""The index: whom each sighting of an article means. State in, state out; no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from claimwire.match.actors.actor import new_actor, offices_of, seen, unseen
from claimwire.match.actors.keys import keys_of_actor, keys_of_sighting
from claimwire.match.actors.likeness import Strength, strength
from claimwire.match.actors.sightings import Sighting, Sightings
from claimwire_schemas import Actor

WINDOW = timedelta(days=14)
_MOST_COMPARED = 16
"""Actors with a key in common that a sighting is compared with; those seen last."""

_LONGEST_CHAIN = 8
"""Of actors that were merged into one another."""

_TIMES_AS_OFTEN = 8
"""How much more often than all others a candidate must be seen to be meant by a short name."""


class Joined(NamedTuple):
    """A sighting's actor, and why."""

    entity_id: str
    actor_id: str
    strength: Strength | None
    """None if the actor is new."""

    counted_by: str
    """The actor that it was found to be: another one if that was merged into the actor."""


class Past(NamedTuple):
    """How an article was read, to be kept for when it comes again or is revised."""

    sightings: Sightings
    joined: tuple[Joined, ...]


class Outcome(NamedTuple):
    """What an article led to."""

    past: Past
    changed: tuple[Actor, ...]
    """As they are now; none if the article was read before."""


class _When(NamedTuple):
    """What an article tells of its sightings' actors: when, and which of them others are."""

    at: datetime
    taken: set[str]


@dataclass
class Actors:
    """Actors by the keys of their names: all of them, or those that a store brings for an article."""

    by_id: dict[str, Actor] = field(default_factory=dict)
    _by_key: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def admit(self, actors: Iterable[Actor]) -> None:
        """Take actors from a store, those seen last at the end; one that is here stays as it is."""
        for actor in actors:
            if actor.actor_id not in self.by_id:
                self._put(actor)

    def read(self, sightings: Sightings, *, before: Past | None = None) -> Outcome:
        """Join an article's sightings to actors; `before` is how the article was last read."""
        if before is not None and before.sightings.text_digest == sightings.text_digest:
            return Outcome(before, ())
        changed = dict.fromkeys(self._take_back(before) if before else ())
        joined = tuple(self._join(sightings))
        changed |= dict.fromkeys(one.counted_by for one in joined)
        return Outcome(Past(sightings, joined), tuple(self.by_id[one] for one in changed))

    def forget(self, before: datetime) -> int:
        """Drop actors that were last seen before a time and are in no list; return their number."""
        old = [one for one in self.by_id.values() if one.last_seen < before and not one.known]
        for actor in old:
            self._drop(actor)
        return len(old)

    def candidates(self, sighting: Sighting) -> Iterator[Actor]:
        """Give the actors with a key in common with a sighting, those seen last first."""
        found = dict[str, None]()
        for key in keys_of_sighting(sighting):
            found |= dict.fromkeys(list(self._by_key.get(key, ()))[-_MOST_COMPARED:])
        return (self.by_id[one] for one in found)

    def root(self, actor_id: str) -> str:
        """Return the actor that one was merged into, or its own id."""
        for _ in range(_LONGEST_CHAIN):
            into = self.by_id[actor_id].merged_into if actor_id in self.by_id else None
            if into is None:
                break
            actor_id = into
        return actor_id

    def _join(self, sightings: Sightings) -> Iterator[Joined]:
        """Give each sighting's actor: strong joins first, so that each short name knows who is taken."""
        met = {one.entity_id: self._met(one) for one in sightings.all}
        open_ = {one.entity_id: one for one in sightings.all}
        taken = set[str]()
        for level in sorted(Strength, reverse=True):
            for sighting in [one for one in open_.values() if level in met[one.entity_id]]:
                found = [self.by_id[one] for one in met[sighting.entity_id][level]]
                actor = self._chosen(found, sighting, level, _When(sightings.at, taken))
                if actor is not None:
                    del open_[sighting.entity_id]
                    taken.add(self.root(actor.actor_id))
                    yield self._seen(actor, sighting, sightings.at, level)
                elif level == Strength.SHORT and self._is_doubtful(found, sighting, sightings.at):
                    del open_[sighting.entity_id]
        for sighting in open_.values():
            if sighting.forms:
                yield self._first(sighting, sightings.at, taken)

    def _is_doubtful(self, found: Iterable[Actor], sighting: Sighting, at: datetime) -> bool:
        """Tell whether a last name alone is somebody's of whom more is known, and nobody can say whose."""
        alone = sighting.sort == "person" and len(sighting.fullest.words) == 1
        return alone and any(_is_near(one, at) for one in found)

    def _met(self, sighting: Sighting) -> Mapping[Strength, list[str]]:
        """Return the candidates for a sighting by what speaks for them."""
        found = defaultdict[Strength, list[str]](list)
        for actor in self.candidates(sighting):
            level = strength(sighting, actor)
            if level is not None:
                found[level].append(actor.actor_id)
        return found

    def _first(self, sighting: Sighting, at: datetime, taken: set[str]) -> Joined:
        """Join a sighting to a new actor, or to the one that an equal sighting of this article has made."""
        for actor in self.candidates(sighting):
            is_taken = self.root(actor.actor_id) in taken
            if is_taken and strength(sighting, actor) in (Strength.NAME, Strength.SHARED):
                return self._seen(actor, sighting, at, Strength.NAME)
        actor = new_actor(sighting, at, taken=self.by_id)
        taken.add(actor.actor_id)
        return self._seen(actor, sighting, at, None)

    def _seen(self, actor: Actor, sighting: Sighting, at: datetime, level: Strength | None) -> Joined:
        self._put(seen(actor, sighting, at))
        return Joined(sighting.entity_id, self.root(actor.actor_id), level, actor.actor_id)

    def _chosen(self, found: list[Actor], sighting: Sighting, level: Strength, when: _When) -> Actor | None:
        is_short = sighting.sort == "body" and len(sighting.fullest.words) == 1
        if level == Strength.NAME and is_short and len(found) > 1:
            return self._only([one for one in found if _is_near(one, when.at)])
        if level >= Strength.NAME:
            return max(found, key=lambda one: _fits(one, sighting, when.at), default=None)
        near = [one for one in found if _is_near(one, when.at) and self.root(one.actor_id) not in when.taken]
        if level == Strength.SHARED:
            return max(near or found, key=lambda one: _fits(one, sighting, when.at), default=None)
        return self._only(near)

    def _only(self, near: list[Actor]) -> Actor | None:
        """Return the one actor of a context; of many, one that is seen far more often than all others."""
        ranked = sorted(near, key=lambda one: (-one.articles, one.actor_id))
        others = sum(
            one.articles for one in ranked[1:] if self.root(one.actor_id) != self.root(ranked[0].actor_id)
        )
        is_clear = bool(ranked) and (not others or ranked[0].articles >= _TIMES_AS_OFTEN * others)
        return ranked[0] if is_clear else None

    def _take_back(self, past: Past) -> list[str]:
        """Take an article's sightings back, before its new text is read; return their actors."""
        of = {one.entity_id: one.counted_by for one in past.joined}
        found = [(one, of[one.entity_id]) for one in past.sightings.all if one.entity_id in of]
        here = [(one, actor_id) for one, actor_id in found if actor_id in self.by_id]
        for sighting, actor_id in here:
            self._put(unseen(self.by_id[actor_id], sighting))
        return [actor_id for _, actor_id in here]

    def _put(self, actor: Actor) -> None:
        old = self.by_id.get(actor.actor_id)
        self.by_id[actor.actor_id] = actor
        keys = set(keys_of_actor(actor))
        for key in set(keys_of_actor(old)) - keys if old is not None else ():
            self._by_key[key].pop(actor.actor_id, None)
        for key in keys:
            self._by_key[key].pop(actor.actor_id, None)
            self._by_key[key][actor.actor_id] = None

    def _drop(self, actor: Actor) -> None:
        del self.by_id[actor.actor_id]
        for key in keys_of_actor(actor):
            self._by_key[key].pop(actor.actor_id, None)
            if not self._by_key[key]:
                del self._by_key[key]


def _is_near(actor: Actor, at: datetime) -> bool:
    return actor.first_seen - WINDOW <= at <= actor.last_seen + WINDOW


def _fits(actor: Actor, sighting: Sighting, at: datetime) -> tuple[bool, bool, bool, int, str]:
    """Order actors of one name: the one with the sighting's office, seen lately, of its sort, seen most."""
    same_office = sighting.office is not None and sighting.office in offices_of(actor)
    return same_office, _is_near(actor, at), actor.sort == sighting.sort, actor.mentions, actor.actor_id
