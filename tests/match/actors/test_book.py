"""The store brings what an article needs: the same actors as an index that has all, in both engines."""

from __future__ import annotations

import re
from pathlib import Path

import orjson

from claimwire.match.actors import Actors, sightings_of
from claimwire.match.actors.book import ActorBook
from claimwire.store import ActorRow, Store
from claimwire_schemas import Actor
from claimwire_schemas.topics import ACTORS
from tests.cli.wired import Done, claimwire
from tests.match.actors.sighted import Told, article_of, entities_of, ids

ARTICLES: list[tuple[float, list[Told]]] = [
    (0, [("Ada Vane|Vane", "person", "mayor", "Wend"), ("Wend Port Board|WPB", "organization")]),
    (1, [("Vane", "person"), ("WPB", "organization"), ("Rory Lund", "person")]),
    (2, [("the mayor of Wend", "person", "mayor", "Wend"), ("Quay Motors", "organization")]),
    (3, [("Quay", "organization"), ("Mayor Ada B. Vane", "person")]),
    (30, [("Vane", "person"), ("Wend Port Board", "government")]),
]


def read(store: Store, name: str, *told: Told, days: float = 0) -> list[str]:
    """Read an article into a store; return the actor of each of its entities."""
    article = article_of(name, *told, days=days)
    with store.actors.changing() as rows:
        return ids(ActorBook(rows).read(article, entities_of(article, *told)))


def actors_in(store: Store) -> dict[str, Actor]:
    found = (Actor.decode(body.encode()) for body in store.actors.find(limit=1000))
    return {one.actor_id: one for one in found}


def test_a_store_and_an_index_give_the_same_actors(store: Store) -> None:
    """Article by article, and in all that is known of each at the end."""
    actors = Actors()
    for at, (days, told) in enumerate(ARTICLES):
        article = article_of(str(at), *told, days=days)
        expected = ids(actors.read(sightings_of(article, entities_of(article, *told))))
        assert read(store, str(at), *told, days=days) == expected
    assert actors_in(store) == actors.by_id


def test_articles_that_come_again_change_nothing_in_a_store(store: Store) -> None:
    """A revision takes the old text back; what was read long ago is forgotten."""
    told: list[Told] = [("Ada Vane", "person"), ("Wend Port Board", "organization")]
    first = read(store, "first", *told)
    before = actors_in(store)
    assert read(store, "first", *told) == first
    assert actors_in(store) == before
    assert read(store, "first", ("Ada Vane", "person"), ("Rory Lund", "person"))[0] == first[0]
    after = actors_in(store)
    assert (after[first[0]].articles, after[first[1]].articles, len(after)) == (1, 0, 3)
    with store.actors.changing() as rows:
        assert rows.forget_pasts(0) == 0
        assert rows.forget_pasts(2**52) == 1


def test_of_a_key_the_actors_seen_last_are_brought(store: Store) -> None:
    """However many have it; actors that go have no keys."""
    with store.actors.changing() as rows:
        rows.put(
            ActorRow(f"a{at:03}", f"n {at}", 1, at, f"body {at}", ("n vane", f"n {at}")) for at in range(300)
        )
        assert rows.near(["n vane"]) == [f"body {at}" for at in range(284, 300)]
        assert rows.near(f"n {at}" for at in range(300)) == [f"body {at}" for at in range(300)]
        rows.put([ActorRow("a299", "n", 1, 500, "new", ())])
        assert rows.near(["n vane"])[-1] == "body 298"
        assert rows.near(()) == []
    assert store.actors.find("n 1_") == []
    assert store.actors.find("%") == []
    assert len(store.actors.find("N 1")) == 50


def test_a_merge_reaches_actors_that_an_article_does_not_name(store: Store) -> None:
    """And an id that a name once made is not given again."""
    ada, lund = read(store, "first", ("Ada Vane", "person"), ("Petra Lund", "person"))
    assert run(store, "merge", ada[:8], "petra lund").returncode == 0
    assert read(store, "second", ("Ada Vane", "person"), days=1) == [lund]


def run(store: Store, *arguments: str | Path) -> Done:
    url = str(store._engine.url.render_as_string(hide_password=False)).replace("+psycopg", "")
    return claimwire("actors", *arguments, "--store", url, cwd=Path("/"))


def test_actors_are_listed_shown_merged_split_and_all_of_it_undone(store: Store) -> None:
    """By ids, their beginnings, or names that only one has."""
    ada, board = read(
        store, "first", ("Ada Vane", "person", "mayor", "Wend"), ("Wend Board|WB", "organization")
    )
    (oda,) = read(store, "second", ("Oda Vane\x1b[31m", "person"), days=1)
    listed = run(store, "list", "vane").stdout
    assert ada[:8] in listed
    assert oda[:8] in listed
    assert board[:8] not in listed
    assert "\x1b" not in listed
    assert "called WB (1)" in run(store, "show", "wend board").stdout
    assert Actor.decode(run(store, "show", ada, "--json").stdout.encode()).name == "Ada Vane"
    assert run(store, "show", "nobody").returncode == 1
    merged = run(store, "merge", oda, ada[:8])
    assert merged.returncode == 0, merged.stderr
    assert f"goes by {ada}" in run(store, "show", oda).stdout
    assert run(store, "merge", ada, oda).returncode == 1
    split = run(store, "split", board, "--name", "WB").stdout
    new = re.search(r"the id (\S+)", split)
    assert new is not None
    assert read(store, "third", ("WB", "organization"), days=1) == [new[1]]
    changes = [orjson.loads(line) for line in run(store, "changes", "--json").stdout.splitlines()]
    assert [one["what"] for one in changes] == ["split", "merge"] or len({one["at"] for one in changes}) == 1
    for change in (split[:8], merged.stdout[:8]):
        assert run(store, "undo", change).returncode == 0
        assert "undone already" in run(store, "undo", change).stderr
    assert actors_in(store)[oda].merged_into is None
    assert read(store, "fourth", ("WB", "organization"), days=1) == [board]
    assert run(store, "changes").stdout.count("undone") == 2


def test_a_name_that_could_begin_an_id_is_a_name_and_a_short_beginning_is_none(store: Store) -> None:
    """Who is shown by the letters of an abbreviation is not a stranger whose id begins with them."""
    [body] = read(store, "named", ("FDA", "government"))
    shown = run(store, "show", "fda")
    assert shown.stdout.startswith("FDA, government\n"), shown.stderr
    assert run(store, "show", body[:8]).stdout == shown.stdout
    short = run(store, "show", body[:7])
    assert (short.returncode, "no actor" in short.stderr) == (1, True)


def test_a_list_is_loaded_wins_and_is_undone(store: Store, tmp_path: Path) -> None:
    """What rules made of its names goes by its ids; loaded again, it changes nothing."""
    (rules,) = read(store, "first", ("Ada Vane", "person"))
    known = tmp_path / "known.csv"
    known.write_text("id,names,wikidata\nq,Ada Vane|Vane,Q42\n", "utf-8")
    loaded = run(store, "load", known)
    assert (loaded.returncode, loaded.stderr) == (0, "1 loaded, 0 there already\n")
    assert run(store, "load", known).stderr == "0 loaded, 1 there already\n"
    (ada,) = read(store, "second", ("Vane", "person"), days=40)
    found = actors_in(store)
    assert (found[ada].wikidata, found[ada].known, found[rules].merged_into) == ("Q42", True, ada)
    assert run(store, "undo", loaded.stdout.strip()).returncode == 0
    found = actors_in(store)
    assert (found[ada].known, found[rules].merged_into) == (False, None)
    known.write_text("id,names\nq,\n", "utf-8")
    assert "line 2" in run(store, "load", known).stderr


def test_an_article_brings_few_of_many_actors(store: Store) -> None:
    """A full name is found among hundreds with the same last name."""
    for at in range(0, 300, 50):
        read(store, f"names-{at}", *((f"Ada{one} Vane", "person") for one in range(at, at + 50)))
    with store.actors.changing() as rows:
        assert len(rows.near(["l vane"])) == 16
    found = actors_in(store)
    assert len(found) == 300
    assert found[read(store, "again", ("Ada7 Vane", "person"), days=3)[0]].name == "Ada7 Vane"


def test_every_change_waits_for_the_topic_the_last_of_each_actor(store: Store) -> None:
    """An article's and a command's; one that changes while it is sent goes on waiting."""
    ada, oda = read(store, "first", ("Ada Vane", "person"), ("Oda Lund", "person"))
    sending = store.outgoing.first(ACTORS.name)
    assert [row.key for row in sending] == list(dict.fromkeys(row.key for row in sending))
    assert run(store, "merge", oda, ada).returncode == 0
    store.outgoing.sent(sending)
    (waiting,) = store.outgoing.first(ACTORS.name)
    assert Actor.decode(waiting.body.encode()) == actors_in(store)[oda]
    assert waiting.turn > max(row.turn for row in sending)
    store.outgoing.sent([waiting])
    assert store.outgoing.first(ACTORS.name) == []
