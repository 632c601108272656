"""Tests of texts of what a relative clause reports: its noun stands where the pronoun had none."""

from __future__ import annotations

import re

import pytest

from tests.claims.text.worded import worded


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "The plan has a new pier, {X:which} {S:Ada Vane} {C:said} {X:the town would open in May}.",
            "The town would open a new pier in May.",
        ),
        (
            "Ada Vane signed a deal {X:that} {S:she} {C:said} {X:the unions had accepted}.",
            "The unions had accepted a deal.",
        ),
        ("Odo Lund left the bridge, {X:which} {S:engineers} {C:said} {X:was safe}.", "The bridge was safe."),
    ],
)
def test_the_noun_stands_where_the_clause_lacks_it(marked: str, text: str) -> None:
    assert worded(marked).text == text


def test_a_clause_that_lacks_an_object_elsewhere_stays_where_it_is() -> None:
    marked = "Tarn Foods denied it, a claim {X:that} {S:two experts} {C:told us} {X:they could confirm}."
    assert worded(marked).text == "Tarn Foods denied it, a claim that two experts told us they could confirm."


def test_only_names_keep_their_capital() -> None:
    marked = "Police cars, {X:which} {S:she} {C:said} {X:the mob had burned}, were old."
    assert worded(marked).text == "The mob had burned police cars."


def test_a_day_is_not_what_which_stands_for() -> None:
    marked = "It rained on Monday, {X:which} {S:the mayor} {C:said} {X:was bad for trade}."
    assert "Monday was" not in worded(marked).text


@pytest.mark.parametrize(
    "text",
    [
        "The raid caused fires at a plant and an oil field, "
        "{X:which} {S:state media} {C:said} {X:were under control}.",
        "The mill did not carry his ads, {X:which} {S:managers} {C:said} {X:was due to a strike}.",
    ],
)
def test_a_noun_of_another_number_is_not_what_which_stands_for(text: str) -> None:
    """The report keeps the whole sentence."""
    assert worded(text).text == re.sub(r"[{}]|[XSC]:", "", text)


def test_that_begins_a_sentence_of_its_own() -> None:
    marked = "“The key is that it seems an intent to scare. {X:That’s met here,”} {C:said} {S:Bo Lind}."
    assert worded(marked).text == "That’s met here."


def test_an_aside_without_its_clause_is_left_out() -> None:
    marked = "{S:Tarn Foods} {C:denied} {X:it, a claim} that two experts told us they could confirm."
    assert worded(marked).text == "Tarn Foods denied it."
    marked = "{S:The clerk} {C:blamed} {X:the supplier, Quillow}, which closed in May."
    assert worded(marked).text == "The clerk blamed the supplier, Quillow."
