"""Claims say what is put to whom, and with what stance."""

from __future__ import annotations

import pytest

from claimwire.claims import claims_of
from claimwire.claims.stance import stance_of
from claimwire.enrich import enrich
from claimwire.extract import default_extractor
from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Cue, Span
from claimwire_schemas.ids import claim_id
from tests.builders import HEADLINE, an_article


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
    reading = default_extractor().read(article)
    claims = claims_of(article, reading.attributions, (), document=reading.document, extractor="test-1")
    assert [claim.attribution_id for claim in claims] == [one.attribution_id for one in reading.attributions]
    assert [(claim.form, claim.text, claim.stance) for claim in claims] == [
        ("proposition", "Nobody was inside.", "asserts"),
        ("report", "The owner denied that the alarms had been switched off.", "denies"),
    ]
    assert claims[0].article.headline == HEADLINE
    assert claims[0].article.published_at is not None


def test_the_statements_of_a_long_quotation_share_their_attribution() -> None:
    quotation = (
        "“The old bridge over the Tarn is closed to all traffic until engineers have seen every cable. "
        "The engineers will work on it every weekday from Monday to the end of May. "
        "We are sorry for the delay that this means to all who live or have a shop here,” said Petra Olund."
    )
    found = [claim for claim in enrich(an_article(quotation, title=None)).claims if claim.attribution_id]
    assert len(found) == 3
    assert len({claim.claim_id for claim in found}) == 3
    assert len({(claim.attribution_id, claim.content) for claim in found}) == 1
    assert found[0].claim_id == claim_id(found[0].attribution_id or "")
    assert found[2].claim_id == claim_id(found[2].attribution_id or "", number=2)


def test_withheld_speech_is_an_attribution_without_a_claim() -> None:
    whole = enrich(an_article("Petra Olund declined to comment on the fire.", title=None))
    assert whole.attributions
    assert not [claim for claim in whole.claims if claim.attribution_id]
