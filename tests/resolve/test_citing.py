"""Who is cited is the claimant, and who cites is before it in the chain."""

from __future__ import annotations

import pytest

from claimwire.claims import claims_of
from tests.claims.marked import document_of, read_all, resolved


@pytest.mark.parametrize(
    ("marked", "number", "chain", "text"),
    [
        (
            "{1X:Two bridges fell}, {1S:Reuters} {1C:reported}, {2C:citing} {2X:the interior ministry}.",
            1,
            ["Reuters", "the interior ministry"],
            "Two bridges fell.",
        ),
        (
            "{1S:Reuters, citing two officials,} {1C:said} {1X:that a bridge was closed}.",
            1,
            ["Reuters", "two officials"],
            "A bridge was closed.",
        ),
        (
            "{1S:The Wend Courier} {1C:quoted} {1X:the governor, Ada Vane, as saying that rain would come}.",
            1,
            ["Wend Courier", "Ada Vane"],
            "Rain would come.",
        ),
        (
            "{1S:Ada Vane}, {2C:citing} {2X:the heavy rain}, {1C:said} {1X:that the bridge was closed}.",
            1,
            [],
            "The bridge was closed.",
        ),
        (
            "{1S:Ada Vane} {1C:said} {1X:that rain would come}. {2S:She} {2C:quoted} {2X:a poem about rain}.",
            2,
            [],
            "Ada Vane quoted a poem about rain.",
        ),
    ],
)
def test_citing(marked: str, number: int, chain: list[str], text: str) -> None:
    article, attributions = read_all(marked)
    every = tuple(attributions.values())
    found = resolved(article, every)
    claims = claims_of(article, document_of(article), every, found, extractor="test-1")
    claim = next(one for one in claims if one.attribution_id == attributions[number].attribution_id)
    assert [one.name for one in claim.chain] == chain
    assert claim.text == text
    assert not chain or claim.claimant.name == chain[-1]
