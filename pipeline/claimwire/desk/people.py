"""People: which actor a speaker's name is of, and under which names an actor speaks."""

from __future__ import annotations

from claimwire.store import Name, Store, key_of
from claimwire_schemas import Actor

_MERGES = 8
"""How many merges are followed; more would be a circle."""


def actors_named(store: Store, name: str) -> list[Actor]:
    """Return the actors that have a name, those of most articles first; those that others are merged into."""
    wanted = key_of(name) or ""
    found = [Actor.decode(body.encode()) for body in store.actors.spoken(wanted)]
    same = [one for one in found if wanted in speaker_keys(one)]
    roots = {root.actor_id: root for one in same if (root := merged_root(store, one))}
    return sorted(roots.values(), key=lambda one: (-one.articles, one.actor_id))


def actor_of(store: Store, actor_id: str) -> Actor | None:
    """Return an actor; None if there is none."""
    body = store.actors.get(actor_id)
    return Actor.decode(body.encode()) if body else None


def merged_root(store: Store, actor: Actor) -> Actor | None:
    """Return the actor that one goes by; None if that is gone."""
    one: Actor | None = actor
    for _ in range(_MERGES):
        if one is None or one.merged_into is None:
            return one
        one = actor_of(store, one.merged_into)
    return None


def speaker_keys(actor: Actor) -> list[str]:
    """Return the keys under which an actor may be a speaker."""
    keys = (key_of(one.name) for one in actor.names)
    return list(dict.fromkeys(key for key in keys if key))


def speakers_of(store: Store, actor: Actor) -> list[Name]:
    """Return an actor as the speakers that there are under its names."""
    return [name for key in speaker_keys(actor) if (name := store.name("speaker", key))]
