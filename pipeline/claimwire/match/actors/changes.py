"""Changes: what people do to actors, each to be undone. Pure: actors in, changed actors out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid5

from claimwire.errors import InputError
from claimwire.match.actors.actor import name_of, shown
from claimwire_schemas import Actor, ActorName
from claimwire_schemas.ids import NAMESPACE, actor_id

What = Literal["merge", "split", "list"]


@dataclass(frozen=True)
class Change:
    """A merge, a split or an entry of a list."""

    change_id: str
    what: What
    at: datetime
    actor_id: str
    """The actor that is merged, split or listed."""

    others: tuple[str, ...]
    """The actor that it is merged into or that is split off; those that a list merges into it."""

    names: tuple[str, ...] = ()
    """The names that are split off."""


def change_of(
    what: What, actor: Actor, others: Sequence[str], *, at: datetime, names: tuple[str, ...] = ()
) -> Change:
    """Return a change with its id, which is of what is done and when."""
    told = "\n".join((what, actor.actor_id, *others, *names, at.isoformat()))
    return Change(
        str(uuid5(NAMESPACE, f"actor-change\n{told}")), what, at, actor.actor_id, tuple(others), names
    )


def merged(actor: Actor, into: Actor) -> Actor:
    """Return an actor that is one with another; raises `InputError` if they cannot be one."""
    if actor.actor_id == into.actor_id:
        raise InputError(f"{actor.name} is one with {into.name} already")
    if actor.merged_into is not None:
        raise InputError(f"{actor.name} is merged into another already: undo that first")
    if actor.sort != into.sort:
        raise InputError(f"{actor.name} is a {actor.sort}, and {into.name} a {into.sort}")
    return actor.model_copy(update={"merged_into": into.actor_id})


def split(actor: Actor, names: Iterable[str], roles: Iterable[str], *, at: datetime) -> tuple[Actor, Actor]:
    """Return an actor without some names or roles, and the actor that has them.

    If only roles are given, both keep the names: they are namesakes. Raises `InputError` if the actor has not
    got these, or has nothing left.
    """
    off, held = {one.casefold() for one in names}, {one.casefold() for one in roles}
    apart = tuple(one for one in actor.names if one.name.casefold() in off)
    kept = tuple(one for one in actor.names if one not in apart)
    moved = tuple(one for one in actor.roles if one.role.casefold() in held)
    if len(apart) != len(off) or {one.role.casefold() for one in moved} != held or not (apart or moved):
        raise InputError(f"{actor.name} has not got all of these; `claimwire actors show` tells what it has")
    if not kept:
        raise InputError(f"{actor.name} would have no name left")
    of_new = apart or tuple(ActorName(name=one.name, mentions=0) for one in actor.names)
    old = actor.model_copy(
        update={
            "names": kept,
            "name": shown(kept, actor.sort),
            "roles": tuple(one for one in actor.roles if one not in moved),
            "split_off": tuple(dict.fromkeys((*actor.split_off, *_keys(apart, actor)))),
        }
    )
    new = actor.model_copy(
        update={
            "actor_id": actor_id(
                actor.sort, "\n".join(_keys(of_new, actor)), entity=f"{actor.actor_id}\n{at}"
            ),
            "names": of_new,
            "name": shown(of_new, actor.sort),
            "roles": moved,
            "articles": 0,
            "mentions": sum(one.mentions for one in apart),
            "known": False,
            "wikidata": None,
            "split_off": _keys(kept, actor) if apart else (),
        }
    )
    return old, new


def _keys(names: Iterable[ActorName], actor: Actor) -> tuple[str, ...]:
    found = (name_of(one.name, actor.sort) for one in names)
    return tuple(dict.fromkeys(one.key for one in found if one is not None))


def undone(change: Change, actors: Mapping[str, Actor]) -> list[Actor]:
    """Return the actors of a change as if it had not been made; what was read since stays counted."""
    actor, others = actors[change.actor_id], [actors[one] for one in change.others]
    if change.what == "merge":
        return [actor.model_copy(update={"merged_into": None})]
    if change.what == "list":
        freed = [one.model_copy(update={"merged_into": None}) for one in others]
        return [actor.model_copy(update={"known": False, "wikidata": None}), *freed]
    return _joined_again(actor, others[0], change)


def _joined_again(actor: Actor, new: Actor, change: Change) -> list[Actor]:
    """Return a split actor with its names and roles, and what was split off merged into it."""
    back = tuple(one for one in new.names if one.name in change.names)
    names = tuple(sorted((*actor.names, *back), key=lambda one: (-one.mentions, one.name)))
    freed = frozenset(_keys(back, actor))
    old = actor.model_copy(
        update={
            "names": names,
            "name": shown(names, actor.sort),
            "roles": tuple(sorted((*actor.roles, *new.roles), key=lambda one: one.last_seen, reverse=True)),
            "split_off": tuple(one for one in actor.split_off if one not in freed),
        }
    )
    return [old, new.model_copy(update={"merged_into": actor.actor_id, "split_off": ()})]
