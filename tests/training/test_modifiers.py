"""A verdict on a modifier holds for the words that were judged."""

from __future__ import annotations

import pytest

from claimwire.claims.text import Context
from claimwire.extract import default_extractor
from tests.eval.articles import article_of
from training.modifiers import row_of

TEXT = "The senate passed the Orland bill on Monday. The bill was debated, Ada Vane said. A bill is no law."


@pytest.mark.parametrize(
    ("noun", "of", "modifier", "is_used"),
    [
        ("bill was", "bill on", "Orland", True),
        ("bill was", "bill on", "the Orland", False),
        ("bill is", "bill on", "Orland", False),
        ("bill on", "bill was", "Orland", False),
        ("senate", "bill on", "Orland", False),
    ],
)
def test_a_row_is_of_the_judged_words(noun: str, of: str, modifier: str, *, is_used: bool) -> None:
    context = Context(default_extractor().read(article_of(TEXT)).document)
    start = TEXT.index(modifier)
    judged = {
        "noun": TEXT.index(noun),
        "of": TEXT.index(of),
        "modifier": [start, start + len(modifier)],
        "right": "y",
    }
    row = row_of(context, judged, 0)
    assert (row is not None) is is_used
