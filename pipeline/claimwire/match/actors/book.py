"""The book of actors: the index over a store's rows, in one of its transactions."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter

from claimwire.errors import InputError
from claimwire.match.actors.actor import names_of
from claimwire.match.actors.changes import Change, undone
from claimwire.match.actors.index import Actors, Outcome, Past
from claimwire.match.actors.keys import keys_of_actor, keys_of_sighting
from claimwire.match.actors.sightings import sightings_of
from claimwire.store import ActorRow, ActorRows, ChangeRow, key_of
from claimwire.store.actors import SPOKEN
from claimwire.store.words import milliseconds
from claimwire_schemas import Actor, Article, Entity
from claimwire_schemas.ids import actor_id
from claimwire_schemas.topics import ACTORS

_PAST = TypeAdapter(Past)
_CHANGE = TypeAdapter(Change)


class ActorBook:
    """Actors in a store's transaction."""

    def __init__(self, rows: ActorRows) -> None:
        self._rows = rows

    def read(self, article: Article, entities: Iterable[Entity]) -> Outcome:
        """Join an article's entities to actors and keep the outcome; the same text again changes nothing."""
        body = self._rows.past(article.article_id)
        before = None if body is None else _PAST.validate_json(body)
        if before is not None and before.sightings.text_digest == article.text_digest:
            return Outcome(before, ())
        sightings, actors = sightings_of(article, entities), Actors()
        actors.admit(self._near(key for one in sightings.all for key in keys_of_sighting(one)))
        actors.admit(self.get(one.counted_by for one in before.joined) if before else ())
        actors.admit(self.get(actor_id(one.sort, one.fullest.key) for one in sightings.all if one.forms))
        actors.admit(self._roots(actors))
        outcome = actors.read(sightings, before=before)
        self.put(outcome.changed)
        kept = _PAST.dump_json(outcome.past).decode()
        self._rows.put_past(article.article_id, kept, at_ms=milliseconds(article.received_at))
        return outcome

    def get(self, actor_ids: Iterable[str]) -> list[Actor]:
        """Return some actors."""
        return [Actor.decode(body.encode()) for body in self._rows.bodies(actor_ids)]

    def named_as(self, actor: Actor) -> list[Actor]:
        """Return the other actors that have one of an actor's names in full."""
        names = {name.key for name in names_of(actor)}
        found = self._near(f"n {name}" for name in names)
        return [
            one
            for one in found
            if one.actor_id != actor.actor_id and any(name.key in names for name in names_of(one))
        ]

    def put(self, actors: Iterable[Actor]) -> None:
        """Keep actors as they are now, and let their records wait for the topic."""
        rows = [_row(one) for one in actors]
        self._rows.put(rows)
        self._rows.outgoing.put(ACTORS.name, ((row.actor_id, row.body) for row in rows))

    def keep(self, change: Change, changed: Iterable[Actor]) -> None:
        """Keep a change with the actors as it leaves them."""
        self.put(changed)
        self._rows.put_change(
            ChangeRow(change.change_id, milliseconds(change.at), 0, _CHANGE.dump_json(change).decode())
        )

    def undo(self, change_id: str, *, at_ms: int) -> tuple[Change, list[Actor]]:
        """Undo a change; `change_id` may be its beginning. Raises `InputError` if there is none in force."""
        row = self._rows.change(change_id)
        if row is None:
            raise InputError(f"no change {change_id!r}: `claimwire actors changes` lists them")
        if row.undone_ms:
            raise InputError(f"change {change_id!r} is undone already")
        change = read_change(row)
        changed = undone(change, {one.actor_id: one for one in self.get((change.actor_id, *change.others))})
        self.put(changed)
        self._rows.put_change(ChangeRow(row.change_id, row.at_ms, at_ms, row.body))
        return change, changed

    def _near(self, keys: Iterable[str]) -> list[Actor]:
        return [Actor.decode(body.encode()) for body in self._rows.near(keys)]

    def _roots(self, actors: Actors) -> list[Actor]:
        """Return the actors that some were merged into, and those that these were merged into."""
        found = dict[str, Actor]()
        wanted = {one.merged_into for one in actors.by_id.values() if one.merged_into}
        while wanted := wanted - found.keys() - actors.by_id.keys():
            found |= {one.actor_id: one for one in self.get(wanted)}
            wanted = {one.merged_into for one in found.values() if one.merged_into}
        return list(found.values())


def read_change(row: ChangeRow) -> Change:
    """Return the change that a row keeps."""
    return _CHANGE.validate_json(row.body)


def _row(actor: Actor) -> ActorRow:
    names = "\n".join(one.name for one in actor.names).casefold()
    spoken = {key_of(one.name) for one in actor.names}
    return ActorRow(
        actor_id=actor.actor_id,
        names=names,
        articles=actor.articles,
        last_ms=milliseconds(actor.last_seen),
        body=actor.encode().decode(),
        keys=(*keys_of_actor(actor), *(f"{SPOKEN} {key}" for key in sorted(filter(None, spoken)))),
    )
