"""The documented example is what the pipeline makes of it, and not only what a document says."""

from __future__ import annotations

from claimwire.claims import claims_of
from claimwire.extract import default_extractor
from claimwire.normalize import normalize, raw_article_id
from claimwire.resolve import resolve
from claimwire_schemas.example import EXTRACTOR, WRITTEN, examples

FOUND = examples()
FITTED = {"check_worthiness": 0, "features": (), "confidence": 0}
"""What is other numbers after each training."""


def test_the_example_article_is_what_normalizing_makes() -> None:
    assert normalize(FOUND.raw, page=None, received_at=WRITTEN) == FOUND.article


def test_the_example_claim_and_entities_are_what_the_attribution_makes() -> None:
    document = default_extractor().read(FOUND.article).document
    found = resolve(FOUND.article, document, (FOUND.attribution,))
    assert found.entities == FOUND.enriched.entities
    claims = claims_of(FOUND.article, document, (FOUND.attribution,), found, extractor=EXTRACTOR)
    assert [one.model_copy(update=FITTED) for one in claims] == [FOUND.claim.model_copy(update=FITTED)]


def test_the_examples_are_of_one_article() -> None:
    assert raw_article_id(FOUND.raw) == FOUND.article.article_id
    assert FOUND.attribution.article == FOUND.claim.article == FOUND.article.ref()
    assert (FOUND.enriched.article, FOUND.enriched.claims) == (FOUND.article, (FOUND.claim,))


def test_every_span_of_the_example_holds() -> None:
    text, attribution = FOUND.article.text, FOUND.attribution
    cue = attribution.cue.spans if attribution.cue else ()
    for span in (FOUND.article.headline, attribution.source, *cue, *attribution.content):
        assert span
        assert text[span.start : span.end] == span.exact
