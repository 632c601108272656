"""People and bodies have one id in all articles; nobody is taken for another on a short name alone."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from claimwire.match.actors import Actors, Strength, keys_of_actor, keys_of_sighting
from tests.match.actors.sighted import START, Told, ids, read, sighted

VANE: Told = ("Ada Vane|Vane", "person", "mayor", "Wend")
BOARD: Told = ("Wend Port Board|WPB|the board", "organization")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VANE, ("Ada Vane", "person")),
        (VANE, ("Mayor Ada B. Vane", "person")),
        (("William Lund", "person"), ("Bill Lund", "person")),
        (VANE, ("Vane", "person")),
        (BOARD, ("the Wend Port Board", "government")),
        (BOARD, ("WPB", "organization")),
        (("Wend Port Board", "organization"), ("WPB", "organization")),
        (("Quay Motors Inc.", "organization"), ("Quay", "organization")),
        (("Quay Motors|Quay", "organization"), ("Quay Corporation", "organization")),
        (("United States Coast Guard", "government"), ("the Coast Guard", "government")),
        (("U.S. Coast Guard", "government"), ("United States Coast Guard", "government")),
        (("Harbour Aid & Relief|HAR", "organization"), ("Harbor Aid and Relief|HAR", "organization")),
        (("Zürcher Bahn", "organization"), ("Zurcher Bahn AG", "organization")),
    ],
)
def test_one_actor_in_two_articles(one: Told, other: Told) -> None:
    """Whichever of the articles comes first."""
    for first, second in ((one, other), (other, one)):
        actors = Actors()
        assert read(actors, "first", first) == read(actors, "second", second, days=1)
        assert len(actors.by_id) == 1


@pytest.mark.parametrize(
    "other", [("Vane", "organization"), ("the mayor of Wend", "person", "mayor", "Wend")]
)
def test_what_is_less_than_a_name_joins_a_name_that_came_before(other: Told) -> None:
    """A last name that was tagged as a body's, an office that somebody holds."""
    actors = Actors()
    assert read(actors, "first", VANE) == read(actors, "second", other, days=1)
    assert len(actors.by_id) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VANE, ("Oda Vane", "person")),
        (VANE, ("Ada Lund", "person")),
        (("Ada B. Vane", "person"), ("Ada C. Vane", "person")),
        (("Rory Lund Jr.", "person"), ("Rory Lund Sr.", "person")),
        (("Quay Motors|Quay", "organization"), ("Quay Records", "organization")),
        (BOARD, ("Wend Pilots Board", "organization")),
        (BOARD, ("Wend Pilots Board|WPB", "organization")),
        (BOARD, ("WPA", "organization")),
        (BOARD, ("Warn Power Bureau|WPB", "organization")),
        (("Salt", "person"), ("Salt Line", "organization")),
    ],
)
def test_two_actors(one: Told, other: Told) -> None:
    """Names that speak against each other keep them apart."""
    actors = Actors()
    assert read(actors, "first", one) != read(actors, "second", other, days=1)
    assert len(actors.by_id) == 2


def test_a_last_name_alone_joins_only_one_candidate() -> None:
    """With two of that name it is neither's; nor is it that of one who has a full name in the article."""
    actors = Actors()
    ada, oda = read(actors, "first", ("Ada Vane", "person"), ("Oda Vane", "person"))
    assert not actors.read(sighted("second", ("Vane", "person"), days=1)).past.joined
    assert set(actors.by_id) == {ada, oda}
    other = Actors()
    (ada,) = read(other, "first", ("Ada Vane", "person"))
    told: tuple[Told, ...] = (("Ada Vane", "person"), ("Vane", "person"))
    assert [one.actor_id for one in other.read(sighted("second", *told, days=1)).past.joined] == [ada]


def test_a_last_name_alone_prefers_whom_more_is_known_of() -> None:
    """What came before the full name is another's, and draws nothing to itself."""
    actors = Actors()
    (alone,) = read(actors, "alone", ("Vane", "person"))
    (ada,) = read(actors, "first", ("Ada Vane", "person"), days=20)
    assert read(actors, "second", ("Vane", "person"), days=20) == [ada] != [alone]
    assert read(actors, "third", ("Vane", "person"), days=1) == [alone]


def test_what_an_article_mixes_up_stays_out_of_an_actors_names() -> None:
    """Names without a word in common with the fullest one, and heads that every body may have."""
    actors = Actors()
    read(actors, "first", ("Ada Vane|Vane|Lund|Quay Records", "person"))
    read(actors, "second", ("Harbour House|House|Senate|HH|Harbour", "organization"))
    names = [{one.name for one in actor.names} for actor in actors.by_id.values()]
    assert names == [{"Ada Vane", "Vane"}, {"Harbour House", "HH", "Harbour"}]


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        (("Ada W. Vane", "person"), ("Ada Vane", "person"), ("Ada H. Vane", "person")),
        (("Quay", "organization"), ("Quay", "organization"), ("Quay Salt Board|Quay", "organization")),
    ],
)
def test_a_name_that_speaks_against_the_usual_one_is_anothers(one: Told, two: Told, three: Told) -> None:
    """Although it goes with a rarer one."""
    actors = Actors()
    for at in range(3):
        (first,) = read(actors, f"often-{at}", one)
    read(actors, "between", two)
    assert read(actors, "last", three, days=1) != [first]


def test_an_acronym_of_two_bodies_joins_neither() -> None:
    """Unless one of them is spoken of far more often."""
    actors = Actors()
    told: tuple[Told, ...] = (
        ("Wend Port Board|WPB", "organization"),
        ("Warn Power Bureau|WPB", "organization"),
    )
    board, bureau = read(actors, "first", *told)
    assert read(actors, "second", ("WPB", "organization"), days=1)[0] not in {board, bureau}


def test_a_last_name_alone_joins_whom_nearly_all_articles_mean() -> None:
    """One namesake in the window among many articles about another does not matter."""
    actors = Actors()
    for day in range(9):
        ada = read(actors, f"day-{day}", ("Ada Vane", "person"), days=day)
    read(actors, "namesake", ("Oda Vane", "person"), days=9)
    assert read(actors, "alone", ("Vane", "person"), days=9) == ada


def test_a_last_name_alone_joins_nobody_after_the_window() -> None:
    """A full name joins after years."""
    actors = Actors()
    ada = read(actors, "first", ("Ada Vane", "person"))
    assert read(actors, "second", ("Vane", "person"), days=15) != ada
    assert read(actors, "third", ("Ada Vane", "person"), days=900) == ada


def test_the_minister_alone_is_nobody() -> None:
    """An office joins only with whom it is for, and makes no actor."""
    actors = Actors()
    read(actors, "first", ("Ada Vane", "person", "minister", "Norvia"))
    assert not sighted("second", ("the minister", "person", "minister", None)).all
    assert not actors.read(sighted("third", ("the mayor of Quay", "person", "mayor", "Quay"))).past.joined
    assert len(actors.by_id) == 1


def test_places_and_the_unnamed_are_no_actors() -> None:
    """Nor are documents and nationalities."""
    told: tuple[Told, ...] = (("Wend", "place"), ("officials", "unnamed"), ("Wendish", "nationality"))
    assert not sighted("first", *told).all


def test_the_same_article_again_changes_nothing() -> None:
    """Its joins are given again, byte for byte."""
    actors = Actors()
    first = actors.read(sighted("first", VANE, BOARD))
    before = dict(actors.by_id)
    again = actors.read(sighted("first", VANE, BOARD), before=first.past)
    assert again.past == first.past
    assert again.changed == ()
    assert actors.by_id == before


def test_a_revision_takes_the_old_text_back() -> None:
    """Counts are of the current text; who is no longer there keeps the id."""
    actors = Actors()
    past = actors.read(sighted("first", VANE, BOARD)).past
    outcome = actors.read(sighted("first", VANE, ("Rory Lund", "person")), before=past)
    ada, board = ids_by_name(actors, "Ada Vane"), ids_by_name(actors, "Wend Port Board")
    assert (actors.by_id[ada].articles, actors.by_id[ada].mentions) == (1, 2)
    assert (actors.by_id[board].articles, actors.by_id[board].mentions) == (0, 0)
    assert {one.actor_id for one in outcome.changed} == set(actors.by_id)


def ids_by_name(actors: Actors, name: str) -> str:
    return next(one.actor_id for one in actors.by_id.values() if one.name == name)


def test_full_names_have_the_same_ids_in_any_order() -> None:
    """And the same counts, first and last times."""
    articles = [
        sighted("first", VANE, BOARD),
        sighted("second", ("Rory Lund", "person"), VANE, days=1),
        sighted("third", ("Ada Vane|Vane", "person"), ("Quay Motors", "organization"), days=2),
    ]
    found = list[object]()
    for order in permutations(articles):
        actors = Actors()
        joined = {one.article_id: ids(actors.read(one)) for one in order}
        found.append((joined, actors.by_id))
    assert all(one == found[0] for one in found)


def test_actors_tell_names_roles_times_and_counts() -> None:
    """The usual name, what is said of them and when, from all articles."""
    actors = Actors()
    read(actors, "first", VANE)
    read(actors, "second", ("Ada Vane|Ada Vane", "person", "senator", None), days=3)
    (ada,) = actors.by_id.values()
    assert (ada.name, ada.kind, ada.articles, ada.mentions) == ("Ada Vane", "person", 2, 4)
    assert [(one.name, one.mentions) for one in ada.names] == [("Ada Vane", 3), ("Vane", 1)]
    assert [(one.role, one.affiliation) for one in ada.roles] == [("senator", None), ("mayor", "Wend")]
    assert (ada.first_seen, ada.last_seen) == (START, START + timedelta(days=3))
    assert ada.roles[1].last_seen == START


def test_the_reason_of_a_join_is_told() -> None:
    """A new actor has none."""
    actors = Actors()
    told = [("Wend Port Board", "organization"), ("WPB", "organization"), ("the Wend Port Board", "outlet")]
    joins = [
        actors.read(sighted(str(at), one)).past.joined[0].strength  # type: ignore[arg-type]
        for at, one in enumerate(told)
    ]
    assert joins == [None, Strength.ACRONYM, Strength.NAME]


def test_a_name_twice_in_an_article_is_one_actor() -> None:
    """Although the article's own entities are two."""
    actors = Actors()
    one, other = read(actors, "first", ("Ada Vane", "person"), ("Ada Vane", "person"))
    assert one == other


def test_namesakes_are_told_apart_by_their_offices() -> None:
    """If a split has made them two."""
    actors = Actors()
    read(actors, "first", ("Rory Lund", "person", "mayor", "Wend"))
    (mayor,) = actors.by_id.values()
    actors.admit([mayor.model_copy(update={"actor_id": "0" * 36, "roles": (), "mentions": 99})])
    assert read(actors, "second", ("Rory Lund", "person", "mayor", "Wend")) == [mayor.actor_id]


def test_a_store_brings_what_an_article_needs() -> None:
    """Only actors with a key of the article's are needed; the outcome is the same as with all of them."""
    everybody = Actors()
    read(everybody, "first", VANE, BOARD, ("Rory Lund", "person"))
    wanted = {
        key
        for one in sighted("second", ("Vane", "person"), ("WPB", "organization")).all
        for key in keys_of_sighting(one)
    }
    few = Actors()
    few.admit(one for one in everybody.by_id.values() if not wanted.isdisjoint(keys_of_actor(one)))
    assert len(few.by_id) == 2
    told: tuple[Told, ...] = (("Vane", "person"), ("WPB", "organization"))
    assert read(few, "second", *told) == read(everybody, "second", *told)


def test_what_was_not_seen_for_long_can_be_forgotten() -> None:
    """It leaves no trace, and gets its old id when it is seen again."""
    actors = Actors()
    ada = read(actors, "first", VANE)
    assert actors.forget(START) == 0
    assert actors.forget(START + timedelta(days=1)) == 1
    assert not actors.by_id
    assert read(actors, "second", VANE, days=40) == ada


def test_hostile_articles_cost_little() -> None:
    """Of thousands of entities some hundreds are read, of a name some characters."""
    article = sighted("many", *((f"Ada Vane{number}", "person") for number in range(3000)))
    assert len(article.all) == 400
    assert not sighted("long", ("A" * 4000 + " " + "b" * 4000, "person")).all
