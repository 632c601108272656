"""Filters: what is asked of a record, whichever kind it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from claimwire.subscribe import Filter
from claimwire.words import words_of
from claimwire_schemas import Claim, Message
from tests import strategies
from tests.builders import a_claim, a_claimant, a_dead_letter, an_article, an_attribution, an_enriched_article
from tests.strategies import examples

CLAIM, ATTRIBUTION = a_claim(), an_attribution()
ARTICLE, ENRICHED, LETTER = an_article(), an_enriched_article(), a_dead_letter()


@pytest.mark.parametrize(
    ("asked", "record", "wanted"),
    [
        (Filter(source="petra OLUND"), CLAIM, True),
        (Filter(source="Marrow"), CLAIM, False),
        (Filter(source="fire officer"), ATTRIBUTION, True),
        (Filter(source="fire"), a_claim(source=None), False),
        (Filter(cue="say"), CLAIM, True),
        (Filter(cue="SAID"), CLAIM, True),
        (Filter(cue="sa"), CLAIM, False),
        (Filter(cue="said"), a_claim(cue=None), False),
        (Filter(stance="asserts"), CLAIM, True),
        (Filter(stance="denies"), CLAIM, False),
        (Filter(stance="asserts"), ATTRIBUTION, False),
        (Filter(outlet="tarn valley"), CLAIM, True),
        (Filter(outlet="Quenby"), CLAIM, False),
        (Filter(outlet="tarn"), ARTICLE, True),
        (Filter(text="nobody was"), CLAIM, True),
        (Filter(text="nobody was"), ATTRIBUTION, True),
        (Filter(text="was NOBODY"), CLAIM, True),
        (Filter(text="nobody everybody"), CLAIM, False),
        (Filter(text="everybody"), CLAIM, False),
        (Filter(text="alarms"), ARTICLE, True),
        (Filter(source="Olund"), ARTICLE, False),
        (Filter(source="Olund", stance="asserts"), ENRICHED, True),
        (Filter(source="Olund", stance="denies"), ENRICHED, False),
        (Filter(text="alarms"), ENRICHED, True),
        (Filter(text="end of data"), LETTER, True),
        (Filter(outlet="tarn"), LETTER, False),
        (Filter(source="Olund", text="everybody"), CLAIM, False),
        (Filter(claimant="OLUND"), CLAIM, True),
        (Filter(claimant="chief"), CLAIM, False),
        (Filter(claimant="olund"), a_claim(claimant=a_claimant(name=None)), False),
        (Filter(claimant="olund"), ATTRIBUTION, False),
        (Filter(claimant="olund"), ENRICHED, True),
        (Filter(claimant="olund"), ARTICLE, False),
        (Filter(claim_type="event"), CLAIM, True),
        (Filter(claim_type="opinion"), CLAIM, False),
        (Filter(check_worthiness=0.5), CLAIM, True),
        (Filter(check_worthiness=0.51), CLAIM, False),
        (Filter(check_worthiness=0.0), ATTRIBUTION, False),
        (Filter(source="fire offi"), ATTRIBUTION, False),
        (Filter(source=("Marrow", "Ólund")), CLAIM, True),
        (Filter(outlet="arn valley"), CLAIM, False),
        (Filter(text="nobody wa"), CLAIM, False),
        (Filter(text="“"), CLAIM, False),
        (Filter(stance=("denies", "asserts")), CLAIM, True),
        (Filter(stance=("denies", "doubts")), CLAIM, False),
        (Filter(claim_type=("opinion", "event")), CLAIM, True),
        (Filter(accused="olund"), a_claim(accused=a_claimant()), True),
        (Filter(accused="vane"), a_claim(accused=a_claimant()), False),
        (Filter(accused="olund"), CLAIM, False),
        (Filter(accused="olund"), ATTRIBUTION, False),
        (Filter(confidence=CLAIM.confidence), CLAIM, True),
        (Filter(confidence=ATTRIBUTION.confidence), ATTRIBUTION, True),
        (Filter(confidence=1), a_claim(confidence=0.9), False),
        (Filter(confidence=0), ARTICLE, False),
        (Filter(), CLAIM, True),
        (Filter(), ARTICLE, True),
        (Filter(), ENRICHED, True),
        (Filter(), LETTER, True),
    ],
)
def test_a_record_is_wanted_when_it_has_all_that_is_asked(
    asked: Filter, record: Message, *, wanted: bool
) -> None:
    assert asked(record) is wanted


def worded(text: str | None) -> str | None:
    """Return a text that has words to be found by."""
    return text if words_of(text or "") else None


@examples(40)
@given(strategies.claims())
def test_a_claim_is_found_by_its_own_words(claim: Claim) -> None:
    asked = Filter(
        source=worded(claim.source.exact) if claim.source else None,
        cue=claim.cue.lemma if claim.cue else None,
        stance=claim.stance,
        outlet=worded(claim.article.outlet),
        text=worded(claim.text),
        claimant=worded(claim.claimant.name),
        accused=worded(claim.accused.name) if claim.accused else None,
        confidence=claim.confidence,
        claim_type=claim.claim_type,
        check_worthiness=claim.check_worthiness,
    )
    assert asked(claim)
