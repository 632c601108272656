"""Prints: by what an item is known again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.polling.prints import MOST_KEPT, SIZE, packed, print_of, unpacked
from claimwire.sources.items import Item

ITEM = Item(
    url="https://courier.example/a",
    guid="a",
    headline="Ferry stops",
    body="The ferry will stop.",
    extent="full",
    published_at="2026-03-02",
)


@pytest.mark.parametrize(
    "same",
    [
        replace(ITEM, url="https://courier.example/a?utm_source=rss"),
        replace(ITEM, url="HTTPS://COURIER.example/a#top"),
        replace(ITEM, byline="Ines Toll"),
        replace(ITEM, extent="full", content_type="text/html"),
    ],
)
def test_what_only_tracks_or_adorns_does_not_make_another_item(same: Item) -> None:
    assert print_of(same) == print_of(ITEM)


@pytest.mark.parametrize(
    "other",
    [
        replace(ITEM, url="https://courier.example/b"),
        replace(ITEM, guid="b"),
        replace(ITEM, headline="Ferry stops for good"),
        replace(ITEM, updated_at="2026-03-03"),
        replace(ITEM, body="The ferry will not stop."),
    ],
)
def test_another_identity_or_another_text_makes_another_item(other: Item) -> None:
    assert print_of(other) != print_of(ITEM)


def test_a_summary_may_change_without_a_change_of_the_article() -> None:
    summary = replace(ITEM, extent="summary")
    assert print_of(replace(summary, body="Read by 17")) == print_of(replace(summary, body="Read by 18"))


def test_half_of_a_surrogate_pair_is_a_print_like_any_other() -> None:
    assert len(print_of(Item(headline="\ud83d", body="x"))) == SIZE


@given(st.lists(st.binary(min_size=SIZE, max_size=SIZE), unique=True, max_size=100))
def test_packed_prints_are_unpacked_in_order(prints: list[bytes]) -> None:
    assert list(unpacked(packed(prints, current=len(prints)))) == prints


def test_the_oldest_prints_are_forgotten_first() -> None:
    prints = [number.to_bytes(SIZE, "big") for number in range(60_000)]
    assert list(unpacked(packed(prints, current=300))) == prints[-600:]
    assert len(packed(prints, current=60_000)) == MOST_KEPT * SIZE
