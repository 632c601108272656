"""Claims say what is put to whom, and with what stance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimwire.claims import claims_of
from claimwire.enrich import article_from, enrich
from claimwire.extract import default_extractor
from claimwire.resolve import resolve
from claimwire_schemas import RawArticle
from claimwire_schemas.ids import claim_id
from tests.builders import HEADLINE, an_article
from tests.eval.articles import article_of
from tests.eval.claim_runs import gold_article
from tests.eval.gold_claims import read_gold_claims


def test_each_attribution_has_its_claim() -> None:
    article = an_article()
    reading = default_extractor().read(article)
    claims = claims_of(
        article,
        reading.document,
        reading.attributions,
        resolve(article, reading.document, reading.attributions),
        extractor="test-1",
    )
    claims = tuple(one for one in claims if one.attribution_id)
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


def test_what_nobody_is_named_for_is_told_once() -> None:
    sentence = "The clerk, Ada Marsh, allegedly took 40,000 crowns from the fund."
    before = "Bo Lind allegedly sank the ferry on Monday. Police said the ferry was empty."
    after = "The firm purportedly sold the boats in 2020. Two men were allegedly beaten by guards."
    whole = enrich(article_of(f"Ferry sinks\n\nHARDON, 3 May. {before} {sentence} {after}"))
    assert any(one.content[0].exact in sentence for one in whole.attributions if not one.source)
    assert [one.attribution_id for one in whole.claims if one.text == sentence] == [None]


def test_the_same_words_of_one_claimant_are_one_claim() -> None:
    text = "Tyrell Banks said he had asked the city three times for a guardrail on Mill Road.\n"
    whole = enrich(article_of(f"Road reopens\n\n{text}"))
    assert len(whole.attributions) > 1
    assert [one.claimant.name for one in whole.claims] == ["Tyrell Banks"]


def test_what_somebody_tells_is_not_nobodys_too() -> None:
    """Of `he had been told to go`, the order has no source of its own."""
    text = "Walt Lund, 81, said he had been told to go four times in his life and had been wet once."
    claims = enrich(an_article(text)).claims
    assert [claim.claimant.name for claim in claims] == ["Walt Lund"]


def test_withheld_speech_is_an_attribution_without_a_claim() -> None:
    whole = enrich(an_article("Petra Olund declined to comment on the fire.", title=None))
    assert whole.attributions
    assert not [claim for claim in whole.claims if claim.attribution_id]


INTRODUCED = [
    (
        "Pollster Whit Ayres is skeptical that Kraft can win in May.\n\n"
        "“His better bet is to talk about something else,” he said.",
        "Whit Ayres",
    ),
    (
        "Kraft’s victory was hailed by Senator Dianne Lund of Ostby, who said the vote was fair.\n\n"
        "“It has never made sense to me that Kraft should lose,” she said in a statement.",
        "Dianne Lund",
    ),
]


@pytest.mark.parametrize(
    ("text", "is_claimed"),
    [
        ("The council said that it would shut the mill at Wend on Monday.", True),
        ("The council voted to shut the mill at Wend on Monday.", False),
    ],
)
def test_what_a_body_only_does_is_no_claim_of_it(text: str, is_claimed: bool) -> None:  # noqa: FBT001
    found = enrich(article_of(f"The mill at Wend burned down on Monday.\n\n{text}\n"))
    assert [one.source.exact for one in found.attributions if one.source] == ["The council"]
    assert any(one.attribution_id for one in found.claims) == is_claimed


@pytest.mark.parametrize(("told", "speaker"), INTRODUCED)
def test_he_who_goes_on_was_introduced_last_however_much_is_told_of_another(told: str, speaker: str) -> None:
    before = (
        "Odo Kraft wins in Tarn\n\nOdo Kraft won the vote in Tarn, and Kraft’s party danced. Kraft had led."
    )
    claims = enrich(article_of(f"{before}\n\n{told}")).claims
    found = [one.claimant.name for one in claims if one.content[0].exact in told and one.attribution_id]
    assert set(found) == {speaker}


def test_the_speakers_of_a_transcript_are_people_and_not_he() -> None:
    turns = (
        "TAPPET: What do you make of what Odo Kolb has said?",
        "FALLON: Well, the whole state needs a bridge.",
        "TAPPET: Has he done so?",
        "FALLON: I think he is trying. The state will pay for the bridge.",
    )
    before = "Governor wants a bridge\n\nGovernor Mary Fallon was asked about Odo Kolb on Friday."
    body = "\n\n".join((before, *turns))
    claims = enrich(article_from(RawArticle(body=body), received_at=datetime(2026, 3, 4, tzinfo=UTC))).claims
    found = [(one.claimant.name, one.text) for one in claims if one.attribution_id]
    assert ("Mary Fallon", "Well, the whole state needs a bridge.") in found
    last = "Mary Fallon: “I think [Odo Kolb] is trying. The state will pay for the bridge.”"
    assert ("Mary Fallon", last) in found


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("Norda Steel will close its plant in Tarn in May, Ada Vane said.", True),
        ("Norda Steel met in May. The plan was dead, Ada Vane said.", False),
        ("Norda Steel met in May. Ada Vane said that this would cost money.", False),
    ],
)
def test_a_claim_tells_whether_it_is_understood_alone(text: str, standalone: bool) -> None:  # noqa: FBT001
    told = next(one for one in enrich(article_of(text)).claims if one.attribution_id)
    assert told.standalone is standalone


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The Navy said it held the captain responsible.", "The Navy held the captain responsible."),
        ("General Electric said it would cut 400 jobs.", "General Electric would cut 400 jobs."),
        ("The Google founder spoke in May. Google said it would cut 400 jobs.", "Google would cut 400 jobs."),
        ("The Boeing 737 landed. Boeing said it would pay the airline.", "Boeing would pay the airline."),
    ],
)
def test_a_body_has_its_article_in_a_sentence(text: str, claim: str) -> None:
    assert claim in [one.text for one in enrich(article_of(text)).claims]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Salt Company met in May. Odo Lund said Salt would pay on Monday.",
            "Salt Company would pay on Monday.",
        ),
        ("Salt Company met in May. Odo Lund said the Salt brand was sold.", "The Salt brand was sold."),
        ("Salt Coastal Foodways met. Odo Lund said Salt would pay.", "Salt would pay."),
        ("Salt fights on. Odo Lund said Salt was beaten. The Salt Company met in May.", "Salt was beaten."),
        (
            "Salt fights on. The Salt Coast League met. The Salt government denied that it lied.",
            "The Salt government denied that it lied.",
        ),
    ],
)
def test_a_body_has_its_whole_name_only_once_that_was_said(text: str, claim: str) -> None:
    assert claim in [one.text for one in enrich(article_of(text)).claims]


def test_each_statement_of_a_speech_has_labels_of_its_own() -> None:
    speech = (
        "Crime has fallen by a tenth since May, to 4,000 cases a year. The council is a disgrace to Wend. "
        "Prices will rise again next year, and nobody at the council will stop them, whatever they say now."
    )
    claims = enrich(article_of(f"“{speech}” said the mayor, Ada Vane, on Monday.")).claims
    types = {one.text.split()[0]: one.claim_type for one in claims}
    assert types == {"Crime": "statistic", "The": "opinion", "Prices": "prediction"}


def test_a_report_has_no_word_from_behind_its_clause() -> None:
    """Though the tree hangs the clause below `saying`."""
    [wire] = [one for one in read_gold_claims().articles if one.name == "foreign-wire"]
    texts = [one.text for one in enrich(gold_article(wire)).claims]
    assert any(text.endswith("had shelled a hospital there.") for text in texts)
    assert not any("saying" in text for text in texts)
