"""Claims say what is put to whom, and with what stance."""

from __future__ import annotations

from claimwire.claims import claims_of
from claimwire.extract import default_extractor
from tests.builders import an_article


def test_each_attribution_has_its_claim() -> None:
    article = an_article()
    reading = default_extractor().read(article)
    attributions = reading.attributions
    claims = claims_of(article, reading.document, attributions, (), extractor="test-1")
    claims = tuple(one for one in claims if one.attribution_id)
    assert [claim.attribution_id for claim in claims] == [one.attribution_id for one in attributions]
    assert [(claim.text, claim.stance) for claim in claims] == [
        ("Nobody was inside.", "asserts"),
        ("The alarms had been switched off.", "denies"),
    ]
