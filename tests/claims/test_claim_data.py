"""The data of quantities, times and labels: complete, and in one form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import claimwire.claims.quantities as home
from claimwire.english.closed_class import MAGNITUDES, MONTHS, NUMBERS, WEEKDAYS
from claimwire.english.currencies import CURRENCIES
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import STANCES

HERE = Path(home.__file__).parent


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return data


def test_a_unit_word_means_one_unit() -> None:
    words = [word for words in read("units")["words"].values() for word in words]
    assert len(words) == len(set(words))


def test_units_are_singular_names_or_currency_codes() -> None:
    units = set(read("units")["words"]) | set(CURRENCIES.values())
    assert [unit for unit in units if not re.fullmatch(r"[A-Z]{3}|[a-z]+(_[a-z]+)*", unit)] == []


def test_numbers_rise() -> None:
    for numbers in (NUMBERS, MAGNITUDES):
        assert list(numbers.values()) == sorted(numbers.values())
    assert {*range(21), *range(30, 100, 10)} == set(NUMBERS.values())
    assert all(low < high for low, high in read("numerals")["rounds"].values())


def test_months_and_weekdays_are_complete() -> None:
    data = read("times")
    assert set(MONTHS.values()) == set(range(1, 13))
    assert set(WEEKDAYS.values()) == set(range(7))
    assert {month.lower() for month in data["months_that_are_words"]} <= set(MONTHS)


def test_prepositions_with_a_direction_are_prepositions() -> None:
    data = read("times")
    directed = {
        word for kind in ("opening", "starting", "closing", "preceding", "following") for word in data[kind]
    }
    assert directed <= set(data["prepositions"])


@pytest.mark.parametrize("kind", ["quoted", "withheld", "asked"])
def test_a_cue_that_decides_on_a_form_is_one_that_is_known(kind: str) -> None:
    assert set(read("text/text")[kind]) <= lexicon().stances.keys()


def test_a_stance_that_is_reported_is_one() -> None:
    assert set(read("text/text")["reported"]) <= set(STANCES)


@pytest.mark.parametrize("name", ["bounds", "text/text", "times", "media", "labels/words"])
def test_no_entry_stands_twice_in_its_list(name: str) -> None:
    twice = {kind: _twice(entries) for kind, entries in read(name).items() if isinstance(entries, list)}
    assert {kind: entries for kind, entries in twice.items() if entries} == {}


def _twice(entries: list[str]) -> list[str]:
    return sorted({entry for entry in entries if entries.count(entry) > 1})
