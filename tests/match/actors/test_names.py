"""Names lose what changes from one article to the next, and nothing else."""

from __future__ import annotations

import pytest

from claimwire.match.actors.names import (
    Name,
    body_name,
    bracketed,
    given_may_be,
    is_acronym,
    is_regional,
    is_same_person,
    is_short_body,
    person_name,
)
from claimwire.match.actors.sightings import office


def body(name: str) -> Name:
    found = body_name(name)
    assert found is not None
    return found


def person(name: str) -> Name:
    found = person_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "key", "shown"),
    [
        ("Ada Vane", "ada vane", "Ada Vane"),
        ("Mayor Ada Vane", "ada vane", "Ada Vane"),
        ("Mrs Vane", "vane", "Vane"),
        ("Quay Motors CEO Steve Marl", "steve marl", "Steve Marl"),
        ("Quay chief executive Renée Dahl", "renee dahl", "Renée Dahl"),
        ("Ada B. Vane Jr.", "ada b vane", "Ada B. Vane Jr"),
        ("Rory van der Lund", "rory van der lund", "Rory van der Lund"),
        ("Ada Vane, who leads the port", "ada vane", "Ada Vane"),
    ],
)
def test_people_lose_titles_and_roles(written: str, key: str, shown: str) -> None:
    """What is shown is the name as written, without them."""
    assert (person(written).key, person(written).written) == (key, shown)


@pytest.mark.parametrize("written", ["the minister", "Minister", "he", "", "(", "she who", "a" * 500])
def test_what_is_no_persons_name_has_none(written: str) -> None:
    """An office alone names nobody."""
    assert person_name(written) is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("the Wend Salt Co.", "wend salt"),
        ("Quay Inc", "quay"),
        ("Quay Holdings Ltd.", "quay"),
        ("the United States Coast Guard", "us coast guard"),
        ("U.S. Coast Guard", "us coast guard"),
        ("Airtam’s rival Quay", "quay"),
        ("Wend automaker Quay", "quay"),
        ("Wend Port Board (WPB)", "wend port board"),
        ("Salt & Sons", "salt sons"),
        ("Salt and Sons", "salt sons"),
    ],
)
def test_bodies_lose_their_legal_form_and_what_they_are_called(written: str, key: str) -> None:
    """States that go by many names before another word go by one."""
    assert body(written).key == key


@pytest.mark.parametrize("written", ["the company", "officials", "", "150px of it"])
def test_what_is_no_bodys_name_has_none(written: str) -> None:
    """A description names nobody."""
    assert body_name(written) is None


def test_abbreviations_stand_in_brackets_behind_names() -> None:
    """A text may be cut before the bracket closes."""
    assert bracketed("Wend Port Board (WPB)") == "WPB"
    assert bracketed("Wend Port Board (WPB") == "WPB"
    assert bracketed("Wend Port Board (of 1901)") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Vane", "Ada Vane", True),
        ("Ada B. Vane", "Ada Vane", True),
        ("Ada B. Vane", "Ada Beth Vane", True),
        ("Ada B. Vane", "Ada C. Vane", False),
        ("Bill Lund", "William Lund", True),
        ("Bill Lund", "Will Lund", True),
        ("W. Lund", "William Lund", True),
        ("Rory Lund", "William Lund", False),
        ("Rory Lund Jr.", "Rory Lund Sr.", False),
        ("Rory Lund Jr.", "Rory Lund", True),
        ("Ada Vane", "Ada Lund", False),
        ("Vane", "Ada Vane", False),
    ],
)
def test_people_of_one_name(one: str, other: str, *, same: bool) -> None:
    """Given names may be short; middle names may be left out but not differ."""
    assert is_same_person(person(one), person(other)) is same
    assert is_same_person(person(other), person(one)) is same


def test_short_given_names_of_two_names_are_not_one() -> None:
    """`Ted` is short for `Edward` and `Theodore`, who are two."""
    assert given_may_be("ted", "edward")
    assert given_may_be("ted", "theodore")
    assert not given_may_be("edward", "theodore")


def test_short_names_of_bodies() -> None:
    """A trade may be left out and a state put before it, but nothing else."""
    assert is_short_body(body("Quay"), body("Quay Motors Inc."))
    assert not is_short_body(body("Quay"), body("Quay Records"))
    assert not is_short_body(body("Quay Motors"), body("Quay"))
    assert is_regional(body("U.S. Coast Guard"), body("Coast Guard"))
    assert not is_regional(body("Wend Coast Guard"), body("Coast Guard"))
    assert is_acronym(body("WPB"), body("Wend Port Board"))
    assert is_acronym(body("BoW".upper()), body("Bank of Wend"))
    assert not is_acronym(body("Wpb"), body("Wend Port Board"))


@pytest.mark.parametrize(
    ("role", "affiliation", "found"),
    [
        ("British Prime Minister", None, "minister | united kingdom"),
        ("prime minister", "the United Kingdom", "minister | united kingdom"),
        ("mayor", "Wend", "mayor | wend"),
        ("minister", None, None),
        ("minister", "the government", None),
        ("passer-by", "Wend", None),
        (None, "Wend", None),
    ],
)
def test_offices_need_somebody_to_hold_them_for(
    role: str | None, affiliation: str | None, found: str | None
) -> None:
    """`The minister` alone is nobody's office."""
    assert office(role, affiliation) == found
