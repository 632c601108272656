"""What people say of actors holds for what comes next, and can be undone."""

from __future__ import annotations

import pytest

from claimwire.errors import InputError
from claimwire.match.actors import Actors
from claimwire.match.actors.changes import change_of, merged, split, undone
from claimwire_schemas import Actor
from tests.match.actors.sighted import START, Told, read

ADA: Told = ("Ada Vane", "person", "mayor", "Wend")
LUND: Told = ("Ada Lund", "person", "senator", None)


def put(actors: Actors, *changed: Actor) -> Actors:
    """Return an index with some actors as they were changed."""
    others = [one for one in actors.by_id.values() if one.actor_id not in {it.actor_id for it in changed}]
    again = Actors()
    again.admit([*others, *changed])
    return again


def test_merged_actors_have_one_id_until_that_is_undone() -> None:
    """Both names lead to it, and a last name that only they have is no longer two people's."""
    actors = Actors()
    ada, lund = read(actors, "first", ADA, LUND)
    one = merged(actors.by_id[ada], actors.by_id[lund])
    change = change_of("merge", one, (lund,), at=START)
    actors = put(actors, one)
    assert read(actors, "second", ("Ada Vane", "person"), days=1) == [lund]
    assert read(actors, "third", ("Vane", "person"), days=1) == [lund]
    assert (actors.by_id[ada].articles, actors.by_id[lund].articles) == (3, 1)
    actors = put(actors, *undone(change, actors.by_id))
    assert read(actors, "fourth", ("Ada Vane", "person"), days=1) == [ada]
    assert read(actors, "fifth", LUND, days=1) == [lund]


def test_what_cannot_be_one_is_not_merged() -> None:
    """An actor with itself, a person with a body, one that is merged already."""
    actors = Actors()
    ada, lund, board = read(actors, "first", ADA, LUND, ("Wend Port Board", "organization"))
    found = actors.by_id
    for one, other in ((ada, ada), (ada, board)):
        with pytest.raises(InputError):
            merged(found[one], found[other])
    with pytest.raises(InputError, match="undo that first"):
        merged(merged(found[ada], found[lund]), found[lund])


def test_a_name_that_is_split_off_is_anothers_until_that_is_undone() -> None:
    """Neither takes the other's name again; after the undo, both ids lead to the first."""
    actors = Actors()
    (board,) = read(actors, "first", ("Wend Port Board|WPB", "organization"))
    old, new = split(actors.by_id[board], ["wpb"], (), at=START)
    change = change_of("split", old, (new.actor_id,), at=START, names=("WPB",))
    assert ([one.name for one in old.names], [one.name for one in new.names]) == (
        ["Wend Port Board"],
        ["WPB"],
    )
    actors = put(actors, old, new)
    assert read(actors, "second", ("Wend Port Board|WPB", "organization"), days=1) == [board]
    assert read(actors, "third", ("WPB", "organization"), days=1) == [new.actor_id]
    actors = put(actors, *undone(change, actors.by_id))
    assert read(actors, "fourth", ("WPB", "organization"), days=1) == [board]
    assert {one.name for one in actors.by_id[board].names} >= {"Wend Port Board", "WPB"}


def test_a_namesake_is_split_off_by_role() -> None:
    """Each office then leads to its own, and a name without one to whom has it more."""
    actors = Actors()
    told: tuple[Told, ...] = (ADA, ("Ada Vane", "person", "coach", "Quay"))
    for at, one in enumerate(told):
        read(actors, str(at), one)
    (both,) = actors.by_id.values()
    old, new = split(both, (), ["coach"], at=START)
    change = change_of("split", old, (new.actor_id,), at=START)
    actors = put(actors, old, new)
    assert read(actors, "second", told[1], days=1) == [new.actor_id]
    assert read(actors, "third", told[0], days=1) == [old.actor_id]
    back = undone(change, actors.by_id)[0]
    assert {one.role for one in back.roles} == {"mayor", "coach"}


@pytest.mark.parametrize(
    ("names", "roles"), [((), ()), (["Nobody"], ()), (["Ada Vane"], ()), ((), ["pilot"])]
)
def test_what_an_actor_has_not_got_is_not_split_off(names: list[str], roles: list[str]) -> None:
    """Nor all that it has."""
    actors = Actors()
    (ada,) = read(actors, "first", ADA)
    with pytest.raises(InputError):
        split(actors.by_id[ada], names, roles, at=START)
