"""An item becomes the raw article that goes on the wire, or a named problem."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from claimwire.sources.articles import NoText, article_of
from claimwire.sources.items import Item
from claimwire_schemas import RawArticle

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ITEM = Item(
    url="https://tarn.example/7", body="The mill reopens, she said.", extent="summary", paywalled=True
)


def article(item: Item) -> RawArticle:
    return article_of(
        item, outlet="Tarn Valley Echo", feed="https://tarn.example/f", retrieved_at=NOW, language="en"
    )


def test_what_is_told_stands_in_for_what_the_item_does_not_say() -> None:
    assert article(ITEM) == RawArticle(
        body="The mill reopens, she said.",
        url="https://tarn.example/7",
        outlet="Tarn Valley Echo",
        feed="https://tarn.example/f",
        language="en",
        extent="summary",
        paywalled=True,
        retrieved_at=NOW,
    )


def test_what_the_item_says_wins() -> None:
    before = datetime(2020, 1, 1, tzinfo=UTC)
    said = replace(ITEM, outlet="Quenby Post", language="cy", retrieved_at=before, updated_at="2026-03-04")
    made = article(said)
    assert (made.outlet, made.language, made.retrieved_at) == ("Quenby Post", "cy", before)
    assert made.published_at == "2026-03-04"


@pytest.mark.parametrize("body", ["", " \n\t"])
def test_an_item_without_a_text_is_named(body: str) -> None:
    with pytest.raises(NoText, match="no text"):
        article(replace(ITEM, body=body))


def test_lone_surrogates_and_over_long_lines_are_mended() -> None:
    made = article(replace(ITEM, body="a \ud800 b", headline="h" * 9000, guid="\udfff", url="x" * 5000))
    assert RawArticle.decode(made.encode()) == made
    assert (made.body, len(made.headline or ""), made.url) == ("a ? b", 2000, None)
