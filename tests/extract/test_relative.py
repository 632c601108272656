"""What a relative clause between commas reports ends with that clause."""

from __future__ import annotations

import pytest

from claimwire.extract import Extractor
from tests.eval.articles import article_of


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "A petition, which demands that the vote be held again, will be handed in next week.",
            "that the vote be held again",
        ),
        (
            "The union, which says that the mill is unsafe, has called a strike for Monday.",
            "that the mill is unsafe",
        ),
        (
            "The engineer, who warned that the dam could burst, was sacked in May.",
            "that the dam could burst",
        ),
        (
            "The union, which says that the mill is unsafe, that it is old and that it is cold.",
            "that the mill is unsafe, that it is old and that it is cold",
        ),
        (
            "A plea from the quay, which demands that the vote be held again, will be heard next week.",
            "that the vote be held again",
        ),
        (
            "The union, which said Kolb fired ten men, threatened others and hid the books, met on Friday.",
            "Kolb fired ten men, threatened others and hid the books",
        ),
        (
            "She met the union, which says that the mill leaked, was unsafe and had no fire doors.",
            "that the mill leaked, was unsafe and had no fire doors",
        ),
        (
            "She met the union, which says that the mill, when it rains, is unsafe.",
            "that the mill, when it rains, is unsafe",
        ),
        (
            "She met the union, which says that the mill, once the pride of Tarn, is unsafe.",
            "that the mill, once the pride of Tarn, is unsafe",
        ),
    ],
)
def test_content_ends_with_its_clause(extractor: Extractor, text: str, content: str) -> None:
    found = [one for one in extractor.extract(article_of(text)) if not one.nested]
    assert content in [span.exact for one in found for span in one.content]
