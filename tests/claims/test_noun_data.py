"""The data of nouns, titles, countries and given names: in one form, without contradiction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

import claimwire.entities.nouns as home
from claimwire.entities.nouns import demonym_country, is_plural, singular
from claimwire_schemas import EntityKind

HERE = Path(home.__file__).parent


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return data


def test_a_noun_means_one_kind() -> None:
    kinds = read("nouns")["kinds"]
    nouns = [noun for each in kinds.values() for noun in each]
    assert set(kinds) <= set(get_args(EntityKind))
    assert sorted(nouns) == sorted(set(nouns))


def test_a_noun_has_one_gender() -> None:
    nouns, given = read("nouns"), read("given_names")
    assert set(nouns["male"]).isdisjoint(nouns["female"])
    assert set(given["male"]).isdisjoint(given["female"])


def test_nouns_are_singular_and_small() -> None:
    nouns = read("nouns")
    words = [*nouns["people"], *nouns["male"], *nouns["female"], *nouns["offices"], *nouns["generic"]]
    assert [word for word in words if word != word.lower() or singular(word) != word] == []


def test_epithets_and_offices_are_of_people() -> None:
    assert home.PEOPLE | {"accused"} >= home.EPITHETS
    assert home.OFFICES <= home.PEOPLE


def test_a_demonym_is_of_one_country() -> None:
    demonyms = [word for country in read("countries")["countries"].values() for word in country["demonyms"]]
    assert len(demonyms) == len(set(demonyms))


def test_a_capital_is_of_one_country() -> None:
    capitals = [word for country in read("countries")["countries"].values() for word in country["capitals"]]
    assert len(capitals) == len(set(capitals))


@pytest.mark.parametrize(
    ("word", "one", "several"),
    [
        ("spokeswomen", "spokeswoman", True),
        ("people", "person", True),
        ("ministries", "ministry", True),
        ("witnesses", "witness", True),
        ("police", "police", True),
        ("boss", "boss", False),
        ("analysis", "analysis", False),
        ("boxes", "box", True),
        ("Minister", "minister", False),
    ],
)
def test_numbers_of_nouns(word: str, one: str, several: bool) -> None:  # noqa: FBT001
    assert (singular(word), is_plural(word)) == (one, several)


def test_origins_in_either_number() -> None:
    assert [demonym_country(word) for word in ("Syrian", "Syrians", "Shi’ite", "Table")] == [
        "Syria",
        "Syria",
        "Shi'ite",
        None,
    ]
