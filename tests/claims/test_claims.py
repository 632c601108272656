"""Claims say what is put to whom, and with what stance."""

from __future__ import annotations

import pytest

from claimwire.claims import claims_of
from claimwire.claims.stance import stance_of
from claimwire.extract import extract
from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Cue, Span
from tests.builders import an_article
from tests.claims.marked import document_of, resolved


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("said", "it rains", "asserts"),
        ("denied", "it rains", "denies"),
        ("did not deny", "it rains", None),
        ("doesn’t think", "it rains", "doubts"),
        ("claimed", "the prize", "asserts"),
        ("claimed", "responsibility for the attack", "claims_responsibility"),
        ("called", "for an inquiry", "demands"),
        ("pleaded not guilty", "to theft", "denies"),
        ("frowned", "at the rain", None),
        ("claimed", "the bombing of a bridge", "claims_responsibility"),
        ("claimed", "Ostby bridge attack", "claims_responsibility"),
        ("claimed", "the attack had failed", "asserts"),
        ("claimed", "bombings doubled", "asserts"),
        ("claimed", "that attack", "asserts"),
        ("declined to say", "where he had been", None),
        ("declined", "to comment", None),
        ("refused to be drawn", "on the matter", None),
        ("refused", "to resign", None),
        ("refused to believe", "the worst", "doubts"),
        ("asked", "the court to wait", "demands"),
        ("asked", "who had to wait", "asks"),
        ("asked", "“Do we have to wait?”", "asks"),
        ("told them", "to wait", "demands"),
        ("told them", "that they had to wait", "asserts"),
        ("is not known", "to be true", None),
        (":", "all roads closed", "asserts"),
        ("did not rule out", "a strike", None),
        ("does not expect", "rain", "doubts"),
    ],
)
def test_stance(cue: str, content: str, stance: str | None) -> None:
    text = f"{cue} {content}"
    place = Cue(spans=(Span.of(text, 0, len(cue)),), lemma=lemma_of([cue]))
    assert stance_of(place, Span.of(text, len(cue) + 1, len(text))) == stance


def test_without_a_cue_there_is_no_stance() -> None:
    assert stance_of(None, Span(start=0, end=2, exact="It")) is None


def test_each_attribution_has_its_claim() -> None:
    article = an_article()
    attributions = extract(article)
    found = resolved(article, attributions)
    claims = claims_of(article, document_of(article), attributions, found, extractor="test-1")
    assert [claim.attribution_id for claim in claims] == [one.attribution_id for one in attributions]
    assert [(claim.text, claim.stance) for claim in claims] == [
        ("Nobody was inside.", "asserts"),
        ("The alarms had been switched off.", "denies"),
    ]
