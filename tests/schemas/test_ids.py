"""Ids are what they were: a change here changes every id that anybody has stored."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire_schemas import Span
from claimwire_schemas.ids import (
    NAMESPACE,
    article_id,
    attribution_id,
    claim_id,
    claim_link_id,
    dead_letter_id,
    entity_id,
    outlet_claim_id,
)

ARTICLE = "96b8892e-7304-53e0-9a6f-2e12d35dfac1"
DIGEST = "sha256:" + "0" * 64
CUE = (Span(start=5, end=9, exact="said"),)
CONTENT = (Span(start=0, end=4, exact="It’s"), Span(start=10, end=12, exact="so"))


def test_the_namespace_is_fixed() -> None:
    assert str(NAMESPACE) == "1cc4d2e6-2f02-53b6-8167-11ab0558543e"
    assert uuid5(NAMESPACE_URL, "https://claimwire.dev/ids/v1") == NAMESPACE


@pytest.mark.parametrize(
    ("url", "outlet", "body", "expected"),
    [
        ("https://tarn-valley-echo.example/a", None, "x", "45484b86-43ea-5468-b935-0b4b0a1a0476"),
        ("https://tarn-valley-echo.example/a", "Echo", "another", "45484b86-43ea-5468-b935-0b4b0a1a0476"),
        (None, "Tarn Valley Echo", "x", "7ee7bd11-e3d8-544e-bcf1-75c53ff600e0"),
        (None, None, "x", "3114d57e-ad58-5584-8dae-00eb88d17fc2"),
        (None, "", "x", "3114d57e-ad58-5584-8dae-00eb88d17fc2"),
    ],
)
def test_an_articles_id_is_its_urls_or_its_outlets_and_bodys(
    url: str | None, outlet: str | None, body: str, expected: str
) -> None:
    assert article_id(url=url, outlet=outlet, body=body) == expected


def test_without_a_url_the_sources_identifier_is_the_identity() -> None:
    first = article_id(url=None, outlet="Echo", body="Open.", guid="urn:newsml:echo:7")
    assert first == article_id(url=None, outlet="Echo", body="Closed.", guid="urn:newsml:echo:7")
    assert first == "e17d0d0a-f2a8-5d25-96e1-867cc32677c8"
    assert first != article_id(url=None, outlet="Courier", body="Open.", guid="urn:newsml:echo:7")
    assert article_id(url="https://tarn.example/a", outlet=None, body="x", guid="7") == article_id(
        url="https://tarn.example/a", outlet=None, body="y"
    )


def test_an_attributions_id_is_pinned() -> None:
    assert attribution_id(ARTICLE, DIGEST, cue=CUE, content=CONTENT) == "cd9f1e7f-d613-535d-994d-95e28cfd34ed"
    assert attribution_id(ARTICLE, DIGEST, cue=(), content=CONTENT) == "3a4fe300-eafd-5e9a-9b22-0207067c4e4c"


def test_a_claims_id_is_pinned() -> None:
    assert claim_id("4831fb86-359d-5953-a48a-07481c4b700d") == "c65f60fb-be6d-5bbf-94f6-3f268ebc6fc9"


def test_the_id_of_an_outlets_claim_is_pinned() -> None:
    found = outlet_claim_id(ARTICLE, DIGEST, content=CONTENT)
    assert found == str(uuid5(UUID(ARTICLE), f"claim\n{DIGEST}\n0-4,10-12"))
    assert found == "79a84271-ce6d-5507-b34a-594d4f86236d"


def test_an_entitys_id_is_pinned() -> None:
    found = entity_id(ARTICLE, DIGEST, mention=CONTENT[1])
    assert found == str(uuid5(UUID(ARTICLE), f"entity\n{DIGEST}\n10-12"))
    assert found == "5cfd4054-bd9b-5941-ac76-79426e8681ce"


def test_a_dead_letters_id_is_pinned() -> None:
    assert (
        dead_letter_id("news.articles.raw.v1", 3, 41_207, 1_772_605_872_000)
        == "6c33380e-1bbd-5b52-93c5-16b2cf2e89d3"
    )


def test_a_links_id_is_pinned_and_the_same_from_both_sides() -> None:
    pair = ("4831fb86-359d-5953-a48a-07481c4b700d", "c65f60fb-be6d-5bbf-94f6-3f268ebc6fc9")
    found = claim_link_id(pair, "agrees")
    assert found == claim_link_id(pair[::-1], "agrees") == "451d76e1-ed50-5fc9-8a1d-21ea7c5d483d"
    assert claim_link_id(pair, "contradicts") != found


def test_an_attributions_id_can_be_computed_as_the_field_dictionary_says() -> None:
    name = f"attribution\n{DIGEST}\n5-9;0-4,10-12"
    assert str(uuid5(UUID(ARTICLE), name)) == attribution_id(ARTICLE, DIGEST, cue=CUE, content=CONTENT)


def test_another_text_gives_another_id() -> None:
    other = "sha256:" + "1" * 64
    assert attribution_id(ARTICLE, DIGEST, cue=CUE, content=CONTENT) != attribution_id(
        ARTICLE, other, cue=CUE, content=CONTENT
    )


def test_cue_and_content_are_not_interchangeable() -> None:
    assert attribution_id(ARTICLE, DIGEST, cue=CUE, content=CONTENT) != attribution_id(
        ARTICLE, DIGEST, cue=CONTENT, content=CUE
    )


@given(url=st.none() | st.text(min_size=1), outlet=st.none() | st.text(), body=st.text())
def test_an_id_is_a_uuid_of_version_5_in_lower_case(url: str | None, outlet: str | None, body: str) -> None:
    found = article_id(url=url, outlet=outlet, body=body)
    assert str(UUID(found)) == found
    assert UUID(found).version == 5
