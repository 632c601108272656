"""Wording: certainty, negation and sort of a proposition, by the words of its first sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.quantities import quantities_in
from claimwire.claims.wording import Phrasing, claim_type_of, wording_of
from claimwire.english.document import Document
from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Cue, Span
from claimwire_schemas.claims import STANCES, ClaimType, Stance


def spans_of(text: str) -> tuple[Span, ...]:
    """Return the spans of a text whose content is split by `…`, or all of it."""
    starts = [0, *(i + 1 for i, mark in enumerate(text) if mark == "…")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return tuple(Span.of(text, *place) for place in zip(starts, ends, strict=True) if place[0] < place[1])


def sort_of(text: str, stance: Stance | None = "asserts", cue: str = "said") -> ClaimType:
    spans = spans_of(text)
    known = Cue(spans=(Span(start=0, end=len(cue), exact=cue),), lemma=lemma_of([cue]))
    return claim_type_of(text, spans, Phrasing(stance, known, quantities_in(Document(text), spans)))


@pytest.mark.parametrize(
    ("text", "certainty", "hedges"),
    [
        ("that it rained", "certain", []),
        ("that it may rain", "possible", ["may"]),
        ("May has come to Tarn", "certain", []),
        ("it could rain", "possible", ["could"]),
        ("it could not afford a roof", "certain", []),
        ("nobody could afford a roof", "certain", []),
        ("it will probably rain", "probable", ["probably"]),
        ("it is likely to rain", "probable", ["likely"]),
        ("the mill was allegedly burnt", "possible", ["allegedly"]),
        ("they would march if the talks failed", "conditional", ["if"]),
        ("it is safe as long as it is dry", "conditional", ["as long as"]),
        ("it had rained for as long as ten days", "certain", []),
        ("as if it had rained", "certain", []),
        ("the roof, which may leak", "certain", []),
        ("it might rain, perhaps", "possible", ["might", "perhaps"]),
        ("whether it rained", "unknown", []),
        ("It rained. It may rain again.", "certain", []),
    ],
)
def test_certainty(text: str, certainty: str, hedges: list[str]) -> None:
    wording = wording_of(text, spans_of(text), "event")
    assert (wording.certainty, [one.exact for one in wording.hedges]) == (certainty, hedges)


def test_a_question_is_of_unknown_certainty() -> None:
    assert wording_of("who did it", spans_of("who did it"), "question").certainty == "unknown"


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("that it had not rained", True),
        ("“It didn’t rain,”", True),
        ("no roof had been promised", True),
        ("Nobody was inside", True),
        ("the mill has no roof", True),
        ("If it rains, we will not march", True),
        ("“Nothing was taken. The door was open.”", True),
        ("the mill…was never rebuilt", True),
        ("it rained", False),
        ("not only the mill burnt", False),
        ("there was no doubt about it", False),
        ("the mill burnt because nobody watched", False),
        ("a man she did not know had warned her", False),
        ("“It rained. Nobody came.”", False),
        ("no, it rained", False),
    ],
)
def test_negation_is_the_main_clause_s(text: str, negated: bool) -> None:  # noqa: FBT001
    assert wording_of(text, spans_of(text), "event").negated is negated


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("that the mill burnt down", "event"),
        ("a thief took £400 from the till", "event"),
        ("prices rose by 3.4 per cent", "statistic"),
        ("the average wage was £400", "statistic"),
        ("the mill will reopen", "prediction"),
        ("it would raise its fares by 8%", "prediction"),
        ("the mill would have reopened", "event"),
        ("she was going to resign", "prediction"),
        ("the mill should be rebuilt", "position"),
        ("“Stay at home,”", "position"),
        ("“If you saw it, please ring,”", "position"),
        ("“Where were the boats?”", "question"),
        ("the plan was a disgrace", "opinion"),
        ("“It’s a slow boat,”", "opinion"),
        ("wages…are rising by nine per cent", "statistic"),
    ],
)
def test_sorts_by_words(text: str, sort: ClaimType) -> None:
    assert sort_of(text) == sort


@pytest.mark.parametrize(
    ("text", "stance", "cue", "sort"),
    [
        ("the road to be closed", "demands", "demanded", "position"),
        ("who had come", "asks", "asked", "question"),
        ("to rebuild the mill", "promises", "promised", "prediction"),
        ("growth of 3%", "predicts", "expects", "prediction"),
        ("prices to have risen by 3%", "predicts", "expects", "statistic"),
        ("to return", "believes", "hopes", "prediction"),
        ("that dams could burst", "warns", "warned", "prediction"),
        ("more rain", "warns", "warned of", "prediction"),
        ("that the dam had burst", "warns", "warned", "event"),
        ("the nurses", "praises", "praised", "opinion"),
        ("him “a slow boat”", "asserts", "called", "opinion"),
    ],
)
def test_sorts_by_stance_and_cue(text: str, stance: Stance, cue: str, sort: ClaimType) -> None:
    assert sort_of(text, stance, cue) == sort


PIECES = ["if ", "not ", "“", "will ", "no ", ". ", "She ", "that ", "…", "may ", "?", ", ", "mill ", "’"]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
    | st.text(min_size=1, max_size=80),
    st.sampled_from([*STANCES, None]),
)
def test_any_text_has_a_sort_and_hedges_in_it(text: str, stance: Stance | None) -> None:
    spans = spans_of(text)
    if not spans:
        return
    sort = claim_type_of(text, spans, Phrasing(stance, None, ()))
    for hedge in wording_of(text, spans, sort).hedges:
        assert text[hedge.start : hedge.end] == hedge.exact
        assert any(span.start <= hedge.start < hedge.end <= span.end for span in spans)
