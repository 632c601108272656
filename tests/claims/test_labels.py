"""Labels of claims: what the speaker does, the sort of proposition, how sure, how check-worthy, how right."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.labels import Labels, is_against, labels_of, own_sentences, said_in, seen_of
from claimwire.english.document import Document
from claimwire.enrich import enrich
from claimwire.extract import default_extractor
from claimwire_schemas import Article, Attribution
from claimwire_schemas.claims import CLAIM_TYPES
from tests.builders import an_article
from tests.claims.marked import read
from tests.strategies import examples


def document_of(article: Article) -> Document:
    return default_extractor().read(article).document


def labels(marked: str) -> Labels:
    """Return the labels of the attribution that is marked."""
    article, attribution = read(marked)
    return labels_of(seen_of(said_in(document_of(article), attribution)))


def of_content(content: str) -> Labels:
    return labels(f"{{S:Ada Vane}} {{C:said}} {{X:{content}}}.")


@pytest.mark.parametrize(
    ("marked", "stance"),
    [
        ("{S:The mayor} {C:said} {X:it had rained for a week}.", "asserts"),
        ("{S:The mayor} {C:denied} {X:taking bribes}.", "denies"),
        ("{S:Ada Vane} {C:said} {X:she had not taken any money}.", "denies"),
        ("{S:The brigade} {C:claimed} {X:responsibility for the attack}.", "claims_responsibility"),
        ("{S:The union} {C:called for} {X:an inquiry}.", "demands"),
        ("{S:The union} {C:said} {X:the law should be changed}.", "demands"),
        ("{S:The ministry} {C:refused} {X:to comment on the report}.", None),
        ("{S:Reporters} {C:asked} {X:when the road would open}.", "asks"),
        ("{S:Prosecutors} {C:accused} {X:the treasurer of fraud}.", "accuses"),
        ("{S:The bishop} {C:condemned} {X:the killing}.", "criticizes"),
        ("{X:“She was a great teacher,”} {C:said} {S:Ada Vane}.", "praises"),
        ("{S:The bank} {C:expects} {X:prices to rise by 3%}.", "predicts"),
        ("{S:The firm} {C:promised} {X:to refund all tickets}.", "promises"),
    ],
)
def test_the_stance_is_what_the_speaker_does(marked: str, stance: str | None) -> None:
    assert labels(marked).stance == stance


@pytest.mark.parametrize(
    ("marked", "against"),
    [
        ("{S:Prosecutors} {C:accused} {X:the treasurer of fraud}.", True),
        ("{S:The bishop} {C:condemned} {X:the killing}.", True),
        ("{X:“She was a great teacher,”} {C:said} {S:Ada Vane}.", False),
        ("{S:The bank} {C:expects} {X:prices to rise by 3%}.", False),
    ],
)
def test_who_is_accused_or_criticized_is_told_from_who_is_not(marked: str, against: bool) -> None:  # noqa: FBT001
    article, attribution = read(marked)
    seen = seen_of(said_in(document_of(article), attribution))
    assert is_against(seen, labels_of(seen).stance) == against


@pytest.mark.parametrize(
    ("marked", "sort"),
    [
        ("{S:Police} {C:said} {X:a man had been shot in the harbour}.", "event"),
        ("{S:The ministry} {C:said} {X:forty people were killed}.", "statistic"),
        ("{S:The bank} {C:said} {X:prices rose by 3.4 per cent}.", "statistic"),
        ("{S:The union} {C:said} {X:the mill should be rebuilt}.", "position"),
        ("{S:The union} {C:demanded} {X:the mayor's resignation}.", "position"),
        ("{X:“It was a shameful decision,”} {C:said} {S:Ada Vane}.", "opinion"),
        ("{S:Forecasters} {C:expect} {X:the storm to reach the coast}.", "prediction"),
        ("{X:“Where were the boats?”} {S:she} {C:asked}.", "question"),
    ],
)
def test_the_type_is_the_sort_of_proposition(marked: str, sort: str) -> None:
    assert labels(marked).claim_type == sort


@pytest.mark.parametrize(
    ("content", "certainty", "hedges"),
    [
        ("that it rained", "certain", []),
        ("that it may rain", "possible", ["may"]),
        ("the mill could burn down", "possible", ["could"]),
        ("the town could not afford a roof", "certain", []),
        ("it will probably rain", "probable", ["probably"]),
        ("the ferry is likely to sail", "probable", ["likely"]),
        ("the ferry seems to have sunk", "probable", ["seems"]),
        ("the mill was allegedly burnt down", "possible", ["allegedly"]),
        ("the captain is believed to have fled", "possible", ["believed"]),
        ("they would march if the talks failed", "conditional", ["if"]),
        ("had the valve held, the tank would not have burst", "conditional", ["had"]),
        ("unless it rains, the crops will fail", "conditional", ["unless"]),
        ("the roof, which may leak, was built in May", "certain", []),
    ],
)
def test_certainty_is_the_main_clauses(content: str, certainty: str, hedges: list[str]) -> None:
    found = of_content(content)
    assert (found.certainty, [one.exact for one in found.hedges]) == (certainty, hedges)


@pytest.mark.parametrize(
    ("content", "negated"),
    [
        ("that it had not rained", True),
        ("“It didn’t rain,”", True),
        ("no roof had been promised", True),
        ("nobody was inside", True),
        ("the mill has no roof", True),
        ("the mill was never rebuilt", True),
        ("if it rains, the men will not march", True),
        ("it rained", False),
        ("the mill burnt because nobody watched", False),
        ("there was no doubt about it", False),
        ("the army not only bought ships", False),
        ("a man who could not swim had drowned", False),
    ],
)
def test_negation_is_the_main_clauses(content: str, negated: bool) -> None:  # noqa: FBT001
    assert of_content(content).negated is negated


def test_a_question_is_of_unknown_certainty() -> None:
    assert labels("{S:Reporters} {C:asked} {X:when the road would open}.").certainty == "unknown"


def test_what_is_told_of_check_worthiness_adds_up_to_it() -> None:
    found = of_content("nine people were killed when a bus hit the old bridge at Ostby on Monday")
    total = sum(one.weight for one in found.features)
    assert found.check_worthiness == pytest.approx(1 / (1 + exp(-total)), abs=1e-4)
    names = [one.name for one in found.features]
    assert names[0] == "base"
    assert len(set(names)) == len(names)


def test_deaths_and_numbers_call_for_checking_more_than_sympathy() -> None:
    deaths = labels("{S:The police chief} {C:said} {X:nine people were killed in the fire at the mill}.")
    sympathy = labels("{X:“It is never easy to say goodbye,”} {S:she} {C:said}.")
    assert deaths.check_worthiness > sympathy.check_worthiness


TOLD = (
    "The mill burned down on Monday. Ada Vane said it was old. It was built in 1840 by the mill company."
    " We saw the fire ourselves."
    " “Nobody came to help us, and nobody called the brigade,” was all there was.\n\n45' Goal for Ostby!"
)


def own(article: Article, attributions: tuple[Attribution, ...]) -> list[str]:
    return [said.span.exact for said in own_sentences(article, document_of(article), attributions)]


def test_the_outlets_sentences_are_those_that_nobody_else_speaks_in() -> None:
    article, attribution = read(
        TOLD.replace("Ada Vane said it was old", "{S:Ada Vane} {C:said} {X:it was old}")
    )
    assert own(article, (attribution,)) == [
        "The mill burned down on Monday.",
        "It was built in 1840 by the mill company.",
    ]


def test_a_sentence_that_only_ends_with_a_report_is_the_outlets() -> None:
    article, attribution = read(
        "The old mill at Ostby burned down on Monday night, with {S:neighbours} {C:reporting} {X:a blast}."
    )
    assert own(article, (attribution,)) == [article.text]


def test_a_headline_is_no_sentence_of_the_outlet() -> None:
    article = an_article("It rained all day.", title="Rain stopped play.")
    assert own(article, ()) == ["It rained all day."]


def test_confidence_is_the_claims_own() -> None:
    article = an_article(
        "The mill at Ostby burned down on Monday. Ada Vane said nine people were killed there."
    )
    whole = enrich(article)
    assert {claim.attribution_id is None for claim in whole.claims} == {True, False}
    assert all(0 < claim.confidence < 1 for claim in whole.claims)


PIECES = [
    "if ",
    "not ",
    "“",
    "will ",
    "no ",
    ". ",
    "She ",
    "that ",
    "…",
    "may ",
    "?",
    ", ",
    "mill ",
    "’",
    "said ",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
@examples(25)
def test_any_reading_has_labels_and_hedges_in_it(text: str) -> None:
    if not text.strip():
        return
    article = an_article(text)
    reading = default_extractor().read(article)
    for one in reading.attributions:
        found = labels_of(seen_of(said_in(reading.document, one)))
        assert found.claim_type in CLAIM_TYPES
        for hedge in found.hedges:
            assert article.text[hedge.start : hedge.end] == hedge.exact
    for said in own_sentences(article, reading.document, reading.attributions):
        assert labels_of(seen_of(said)).stance is None


def test_a_document_without_words_has_labels() -> None:
    article, attribution = read("{S:She} {C:said} {X:it rained}.")
    assert labels_of(seen_of(said_in(Document(article.text), attribution))).certainty == "certain"
