"""The matcher: of any saved searches it finds those that the store would find a claim by."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire.alerts.matcher import Matcher
from claimwire.store import Plan, Search, Store, plan_claims
from tests.store.articles import START, Said, enriched
from tests.store.test_search import WORLD, query

NAMES = ["Jon Vane", "Fire Mill", "Ministry of Works", "Ólund Institute"]
TEXTS = ["mill", "mill fire", "fire owner s", "owner s mill fire", "mills s", "s", "The café owner’s mill"]


@pytest.fixture(scope="module")
def articles() -> list[Any]:
    made = [
        enriched(
            100 + number,
            Said(
                text,
                NAMES[number % 4],
                ("denies", "accuses", None)[number % 3],
                accused=NAMES[(number + 1) % 4] if number % 3 == 1 else None,
                confidence=0.3 + 0.1 * (number % 7),
            ),
            outlet=(None, "Saltmere Courier", "Tarn Valley Echo")[number % 3],
        )
        for number, text in enumerate(TEXTS * 2)
    ]
    return WORLD + made


words = st.none() | st.sampled_from(
    ["vane", "fire", "ministry -works", '"ólund institute"', "min*", "NOT mill"]
)
searches = st.builds(
    lambda **asked: Search.model_validate(asked, strict=False),
    q=st.none() | query,
    claimant=words,
    accused=words,
    entity=words,
    outlet=st.none() | st.sampled_from(["courier", "echo OR courier", "cour*"]),
    speaker=st.none() | st.sampled_from(["jon-vane", "petra-olund"]),
    stance=st.lists(st.sampled_from(["denies", "accuses", "demands"]), max_size=2),
    min_confidence=st.none() | st.sampled_from([0.4, 0.8]),
    standalone=st.booleans(),
    seen_from=st.none() | st.just(START),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=st.lists(searches, min_size=1, max_size=12))
def test_a_stored_query_matches_exactly_what_the_store_finds(
    store: Store, articles: list[Any], asked: list[Search]
) -> None:
    if not store.last_position():
        store.write(articles)
    matcher: Matcher[int] = Matcher()
    for number, search in enumerate(asked):
        matcher.add(plan_claims(search), number)
    rows = store.claims(Search(), limit=200).rows
    assert len(rows) == 20
    found = {row.position: sorted(matcher.matched(row)) for row in rows}
    for number, search in enumerate(asked):
        stored = [row.position for row in store.claims(search, limit=200).rows]
        assert [at for at, some in found.items() if number in some] == stored, search


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "mill fire stance"},
        {"q": '"will close"', "stance": ("denies",)},
        {"q": "own* OR owner", "speaker": "jon-vane"},
        {"q": "owner NOT mill"},
        {"accused": "vane", "type": ("event",)},
    ],
)
def test_few_searches_are_tried_with_a_claim_that_has_none_of_their_words(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    """What a thousand searches cost is looking up a claim's tokens, not trying each search."""
    matcher: Matcher[str] = Matcher()
    matcher.add(plan_claims(Search.model_validate(asked)), "asked")
    matcher.add(plan_claims(Search(q="NOT nowhere")), "names nothing")
    store.write([enriched(1, Said("Roads reopen", "Ada Wend", "announces"))])
    tried: list[Plan] = []
    monkeypatch.setattr(Plan, "matches", lambda plan, row: tried.append(plan))
    matcher.matched(store.claims(Search()).rows[0])
    assert len(tried) == 1
