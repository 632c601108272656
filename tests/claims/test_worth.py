"""A claim's check-worthiness is the sum of what was seen in it, and the outlet's own sentences are whole."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.sentences import own_sentences
from claimwire.claims.worth import Facts, worth_of
from claimwire_schemas import ClaimType, Feature, Quantity, Span
from tests.builders import an_article
from tests.claims.marked import read


def facts(text: str, *, claim_type: ClaimType = "event", numbers: int = 0, entities: int = 0) -> Facts:
    content = Span(start=0, end=len(text), exact=text)
    quantity = Quantity(span=content, low=1, high=1, bound="exactly", unit=None, counted=None)
    return Facts((content,), None, claim_type, "certain", (quantity,) * numbers, (), entities)


def score(text: str, *, claim_type: ClaimType = "event", numbers: int = 0, entities: int = 0) -> float:
    return worth_of(facts(text, claim_type=claim_type, numbers=numbers, entities=entities)).score


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (score("The fire killed nine sheep.", numbers=1), score("The fire killed sheep.")),
        (score("Vane closed the harbour.", entities=1), score("They closed the harbour.")),
        (score("The bridge was closed in May."), score("The bridge was ugly in May.")),
        (score("The bridge was closed in May."), score("She shrugged and looked away.")),
        (score("The bridge was closed."), score("Was the bridge closed?", claim_type="question")),
        (score("The bridge was closed."), score("Our bridge was closed!")),
        (score("The bridge to Ostby was there."), score("The bridge to Ostby, at last.")),
        (score("The bridge was built for barges."), score("Not everyone was built for barges.")),
    ],
)
def test_numbers_names_and_deeds_call_for_checking_more_than_opinion_and_scenery(
    more: float, less: float
) -> None:
    assert more > less


@given(st.text(min_size=1, max_size=200), st.integers(0, 2), st.integers(0, 3))
def test_the_score_is_the_logistic_sum_of_its_features(text: str, numbers: int, entities: int) -> None:
    worth = worth_of(facts(text, numbers=numbers, entities=entities))
    assert worth.score == pytest.approx(1 / (1 + exp(-sum(one.weight for one in worth.features))), abs=1e-4)
    assert len({one.name for one in worth.features}) == len(worth.features)


def test_each_feature_is_there_once_with_its_weight() -> None:
    worth = worth_of(facts("Nine of nine were killed and wounded.", numbers=2))
    assert [one.name for one in worth.features] == ["base", "quantity", "event_word"]
    assert all(isinstance(one, Feature) for one in worth.features)


def test_the_outlets_sentences_are_those_that_no_attribution_touches() -> None:
    article, attribution = read(
        "The mill burned. {S:She} {C:said} {X:it was old}, and left. It was built in 1840. “Nobody came.”"
        " Dr. Olund came! Nine were reportedly hurt. The roof"
    )
    found = [span.exact for span in own_sentences(article, (attribution,))]
    assert found == ["The mill burned.", "It was built in 1840.", "Dr. Olund came!"]


def test_a_headline_is_no_sentence_of_the_outlet() -> None:
    article = an_article("It rained.", title="Rain stopped play.")
    assert [span.exact for span in own_sentences(article, ())] == ["It rained."]
