"""A verdict holds for the claim that was read: its claimant and its words."""

from __future__ import annotations

from hashlib import sha256

from claimwire.enrich import enrich
from tests.eval.articles import article_of
from training.confidence import read_as


def digest(read: str) -> str:
    return sha256(read.encode()).hexdigest()[:16]


def test_a_claim_is_known_by_its_claimant_and_its_words() -> None:
    text = "The mill at Wend burned down on Monday.\n\nThe owner, Ada Vane, said that two guards had died.\n"
    read = {read_as(one) for one in enrich(article_of(text)).claims}
    assert digest("Ada Vane\tTwo guards had died.") in read
    assert digest("\tThe mill at Wend burned down on Monday.") in read
