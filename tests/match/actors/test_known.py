"""A list of known people and bodies is read whole or not at all, and wins over rules."""

from __future__ import annotations

from uuid import UUID

import pytest

from claimwire.errors import InputError
from claimwire.match.actors import Actors, Strength
from claimwire.match.actors.known import listed, read_known
from claimwire_schemas import Actor
from tests.match.actors.sighted import START, read, sighted

OWN = "0b7c9d52-37a4-4a6c-8a4e-5b8b3f0f3b11"
LIST = f"""id,names,wikidata,kind
ada,Ada Vane|The Harbour Queen,Q42,person
{OWN},Wend Port Board|WPB,,government
quay,Quay Motors,,
"""


def known(text: str = LIST) -> list[Actor]:
    return read_known(text.encode(), name="known.csv", at=START)


def test_a_list_tells_ids_names_kinds_and_wikidata() -> None:
    """An id that is a UUID is kept; a kind that is not given is told by the name."""
    ada, board, quay = known()
    assert ([one.name for one in ada.names], ada.wikidata) == (["Ada Vane", "The Harbour Queen"], "Q42")
    assert (board.actor_id, board.sort, board.kind) == (OWN, "body", "government")
    assert (str(UUID(ada.actor_id)), quay.kind) == (ada.actor_id, "organization")
    assert known() == [ada, board, quay]
    assert all(one.known and one == Actor.decode(one.encode()) for one in (ada, board, quay))


def test_a_list_wins_over_rules() -> None:
    """By any of its names, whoever else has them; names are the list's for good."""
    actors = Actors()
    rules = read(actors, "before", ("Ada Vane", "person"))
    ada = known()[0]
    actors.admit([ada])
    joined = actors.read(sighted("first", ("Mayor Ada Vane|Vane", "person"), days=1)).past.joined[0]
    assert (joined.actor_id, joined.strength) == (ada.actor_id, Strength.LISTED)
    assert read(actors, "second", ("The Harbour Queen", "person"), days=2) == [ada.actor_id] != rules
    assert actors.by_id[ada.actor_id].names == ada.names
    assert actors.forget(START.replace(year=2100)) == 1


def test_a_list_that_is_loaded_again_keeps_what_articles_told() -> None:
    """Counts, roles and times stay; names are the new list's."""
    actors = Actors()
    actors.admit([known()[0]])
    read(actors, "first", ("Ada Vane", "person", "mayor", "Wend"), days=1)
    (old,) = actors.by_id.values()
    again = listed(known(LIST.replace("The Harbour Queen", "Ada V. Vane"))[0], old)
    assert (again.articles, again.roles) == (1, old.roles)
    assert [one.name for one in again.names] == ["Ada Vane", "Ada V. Vane"]
    assert listed(known()[0], old) == listed(known()[0], listed(known()[0], old))


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", "first line"),
        ("id,name\n", "first line"),
        ("id,names,colour\n", "first line"),
        ("id,names\n,Ada Vane\n", "line 2: it has no id"),
        ("id,names\na,|\n", "line 2"),
        ("id,names\na,the minister of\n", "no name"),
        ("id,names\na,Ada \0Vane\n", "no name"),
        ("id,names\na,Ada \x1bVane\n", "no name"),
        ("id,names\na,Ada Vane\na,Oda Vane\n", "line 3: the id 'a' is there twice"),
        ("id,names\na\n", "line 2: it has not as many cells"),
        ("id,names\na,b,c\n", "line 2: it has not as many cells"),
        ("id,names,wikidata\na,Ada Vane,42\n", "'42' is no Wikidata id"),
        ("id,names,kind\na,Ada Vane,queen\n", "'queen' is no kind"),
        (f"id,names\na,{'A' * 200}\n", "line 2"),
        ('id,names\na,"Ada\n', "no CSV"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(text: str, trouble: str) -> None:
    """With its line."""
    with pytest.raises(InputError, match=trouble):
        known(text)


def test_what_is_no_text_is_no_list() -> None:
    """Nor is what is too long."""
    with pytest.raises(InputError, match="not UTF-8"):
        read_known(b"id,names\na,\xff\n", name="known.csv", at=START)
    with pytest.raises(InputError, match="bytes"):
        read_known(b" " * (64 * 1024 * 1024 + 1), name="known.csv", at=START)
