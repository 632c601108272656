"""Tests of texts of what a relative clause reports: its noun stands where the pronoun had none."""

from __future__ import annotations

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


def test_a_clause_that_lacks_an_object_elsewhere_is_reported() -> None:
    marked = "Tarn Foods denied it, a claim {X:that} {S:two experts} {C:told us} {X:they could confirm}."
    assert worded(marked).text == "Two experts told us they could confirm."


def test_an_aside_without_its_clause_is_left_out() -> None:
    marked = "{S:Tarn Foods} {C:denied} {X:it, a claim} that two experts told us they could confirm."
    assert worded(marked).text == "Tarn Foods denied it."
