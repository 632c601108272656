"""A long quotation makes a claim for each statement in it."""

from __future__ import annotations

import pytest

from tests.claims.text.worded import parts

LONG = (
    "{X:“The old bridge over the Tarn is closed to all traffic until engineers have seen every cable. "
    "The new bridge will be open to buses and lorries on weekdays from Monday on. "
    "We are sorry for the delay that this means to everybody who lives here,”} {C:said} {S:Ada Vane}."
)


def test_each_sentence_of_a_long_quotation_is_a_part() -> None:
    found = parts(LONG)
    assert [(one.form, one.text) for one in found] == [
        (
            "proposition",
            "The old bridge over the Tarn is closed to all traffic until engineers have seen every cable.",
        ),
        ("proposition", "The new bridge will be open to buses and lorries on weekdays from Monday on."),
        (
            "quotation",
            "Ada Vane: “We are sorry for the delay that this means to everybody who lives here.”",
        ),
    ]


def test_a_short_quotation_is_one() -> None:
    (found,) = parts("{X:“I can do it. I may do it,”} {C:said} {S:Ada Vane}.")
    assert found.text == "Ada Vane: “I can do it. I may do it.”"


def test_a_sentence_that_goes_on_from_another_stays_with_it() -> None:
    marked = LONG.replace("The new bridge will", "It will")
    assert [one.text[:12] for one in parts(marked)] == ["The old brid", "Ada Vane: “W"]


def test_a_quotation_is_a_part_beside_what_is_not_quoted() -> None:
    found = parts(
        "{S:Ada Vane} {C:said} {X:the mill is nine miles away}. {X:“It is the one warm room in town.”}"
    )
    assert [one.text for one in found] == ["The mill is nine miles away.", "It is the one warm room in town."]


def test_a_sentence_goes_on_around_the_cue() -> None:
    (found,) = parts("{X:“The bridge is old,”} {C:said} {S:Ada Vane}, {X:“and it will fall.”}")
    assert found.text == "The bridge is old, and it will fall."


def test_a_quotation_behind_a_topic_and_a_colon_is_a_part() -> None:
    marked = "{S:Bo Lind} {C:spoke of} {X:the work with Quillow: “It’s fun to work with a new partner.”}"
    assert [one.text for one in parts(marked)] == [
        "Bo Lind spoke of the work with Quillow.",
        "It’s fun to work with a new partner.",
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "{S:Police} {C:warned of} {X:a new scam: “phishing by phone”}.",
        "{S:Bo Lind} {C:said} {X:the title of the book: “We Work” had been changed}.",
    ],
)
def test_a_quoted_phrase_or_name_behind_a_colon_is_no_part(marked: str) -> None:
    assert len(parts(marked)) == 1


def test_a_quotation_that_ends_in_a_later_part_is_closed() -> None:
    marked = (
        "{C:According to} {S:the book}, {X:the clerks were told, “You don't sell goods to anybody who asks. "
        "You sell feelings, and nothing else, to whoever opens the door to you at any time of day or night.”}"
    )
    assert parts(marked)[0].text == "The clerks were told, “You don't sell goods to anybody who asks.”"
