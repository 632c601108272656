"""Claims say what is put to whom, and with what stance."""

from __future__ import annotations

import pytest

from pipeline.claims import claims_of
from pipeline.claims.stance import stance_of
from pipeline.claims.text import claim_text
from pipeline.extract import extract
from pipeline.extract.lemma import lemma_of
from schemas import Cue, Span
from tests.builders import an_article


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (["“We will rebuild,”", "“starting today.”"], "We will rebuild starting today."),
        (['"No,"'], "No"),
        (["``No,''"], "No"),
        (["‘It’s late,’"], "It’s late"),
        (["that it rains,"], "that it rains"),
        (["“No” means “no”"], "“No” means “no”"),
        (["the decision “an act of vandalism”"], "the decision “an act of vandalism”"),
        (["“First.", "“Second.”"], "First. Second."),
        (["two\n lines"], "two lines"),
        (["“”"], "“”"),
    ],
)
def test_claim_text_has_no_outer_marks(content: list[str], text: str) -> None:
    assert claim_text([Span(start=0, end=len(part), exact=part) for part in content]) == text


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
    ],
)
def test_stance(cue: str, content: str, stance: str | None) -> None:
    text = f"{cue} {content}"
    place = Cue(spans=(Span.of(text, 0, len(cue)),), lemma=lemma_of([cue]))
    assert stance_of(place, Span.of(text, len(cue) + 1, len(text))) == stance


def test_without_a_cue_there_is_no_stance() -> None:
    assert stance_of(None, Span(start=0, end=2, exact="It")) is None


def test_each_attribution_has_its_claim() -> None:
    attributions = extract(an_article())
    claims = claims_of(attributions)
    assert [claim.attribution_id for claim in claims] == [one.attribution_id for one in attributions]
    assert [(claim.text, claim.stance) for claim in claims] == [
        ("Nobody was inside", "asserts"),
        ("that the alarms had been switched off", "denies"),
    ]
