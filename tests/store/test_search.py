"""Searches: the same claims in both engines, and by the matcher that looks at what arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimwire.errors import InputError, TooBroad
from claimwire.store import Search, Store, plan_claims, reading
from claimwire_schemas import Publication
from tests.store.articles import START, Said, enriched

WORLD = [
    enriched(
        1,
        Said("The mill will close in May", "Petra Olund", "announces", worth=0.9, standalone=True),
        Said("The alarms had been switched off", "Jon Vane", "accuses", accused="Petra Olund"),
    ),
    enriched(
        2,
        Said("The mill is safe", "Jon Vane", "denies", claim_type="opinion", certainty="probable"),
        Said("The café by the mill burned", "Ministry of Works", None, confidence=0.3),
        outlet="Saltmere Courier",
    ),
    enriched(1500, Said("Close the mill in May", "Petra Vane", "demands")),
    enriched(3000, Said("3.4 per cent of mills close", "Ólund Institute", "asserts"), outlet=None),
]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def filled(store: Store) -> Store:
    assert store.write(WORLD).claims == 6
    return store


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["3.4", "Close", "The mill is", "The café", "The mill will", "The alarms"]),
        ({"q": "mill"}, ["Close", "The mill is", "The café", "The mill will"]),
        ({"q": "mill*"}, ["3.4", "Close", "The mill is", "The café", "The mill will"]),
        ({"q": "CAFE"}, ["The café"]),
        ({"q": '"will close"'}, ["The mill will"]),
        ({"q": '"close will"'}, []),
        ({"q": "close NOT may"}, ["3.4"]),
        ({"q": "NOT mill*"}, ["The alarms"]),
        ({"q": "safe OR alarms"}, ["The mill is", "The alarms"]),
        ({"q": "mill (safe OR may)"}, ["Close", "The mill is", "The mill will"]),
        ({"q": "olund"}, ["3.4", "The mill will", "The alarms"]),
        ({"q": '"may petra"'}, []),
        ({"q": '"3.4 per cent"'}, ["3.4"]),
        ({"claimant": "olund"}, ["3.4", "The mill will"]),
        ({"claimant": '"petra olund"'}, ["The mill will"]),
        ({"speaker": "petra-olund"}, ["The mill will"]),
        ({"accused": "olund"}, ["The alarms"]),
        ({"accused_key": "petra-olund"}, ["The alarms"]),
        ({"entity": "vane"}, ["Close", "The mill is", "The alarms"]),
        ({"outlet": "courier"}, ["The mill is", "The café"]),
        ({"outlet_key": "tarn-valley-echo", "q": "may"}, ["Close", "The mill will"]),
        ({"stance": ("denies", "demands")}, ["Close", "The mill is"]),
        ({"type": ("opinion",)}, ["The mill is"]),
        ({"certainty": ("probable",)}, ["The mill is"]),
        ({"language": ("de",)}, []),
        ({"min_confidence": 0.5, "outlet": "courier"}, ["The mill is"]),
        ({"min_worth": 0.6}, ["The mill will"]),
        ({"standalone": True}, ["The mill will"]),
        ({"seen_from": START + 2 * MINUTE, "seen_until": START + 1500 * MINUTE}, ["The mill is", "The café"]),
        ({"seen_from": START + 1500 * MINUTE}, ["3.4", "Close"]),
        ({"seen_until": START + 2 * MINUTE}, ["The mill will", "The alarms"]),
        ({"published_from": START}, []),
    ],
)
def test_what_is_asked_is_found_newest_first(filled: Store, asked: dict[str, Any], found: list[str]) -> None:
    rows = filled.claims(Search(**asked)).rows
    assert [row.text[: len(start)] for row, start in zip(rows, found, strict=True)] == found
    everything = filled.claims(Search()).rows
    plan = plan_claims(Search(**asked))
    assert [row for row in everything if plan.matches(row)] == list(rows), "the matcher agrees"


def test_days_of_publication_are_told_apart(store: Store) -> None:
    for number in range(5):
        at = START + timedelta(days=number, hours=23)
        day = Publication(at=at, utc_offset=None, precision="second", origin="raw")
        store.write([enriched(number, Said(f"Day {number}"), published=day)])
    for hours in (3, 24 * 70):
        asked = Search(
            published_from=START + timedelta(hours=23), published_until=START + timedelta(hours=47)
        )
        assert [row.text for row in store.claims(asked).rows] == ["Day 0"], hours
    long = Search(published_from=START - timedelta(days=90), published_until=START + timedelta(days=2))
    assert [row.text for row in store.claims(long).rows] == ["Day 1", "Day 0"]


def test_pages_cover_everything_once(store: Store) -> None:
    """Over days and articles, both ways, however long a page is."""
    for number in range(40):
        store.write([enriched(number * 97, *(Said(f"Claim {number} {one}") for one in range(number % 4)))])
    for asked in (Search(), Search(q="claim")):
        everything = [row.position for row in store.claims(asked, limit=500).rows]
        assert everything == sorted(everything, reverse=True)
        assert len(everything) == 60
        for limit in (1, 7, 60):
            assert walked(store, asked, limit) == everything
            assert walked_up(store, asked, limit) == everything[::-1]


def walked(store: Store, asked: Search, limit: int) -> list[int]:
    found: list[int] = []
    page = store.claims(asked, limit=limit)
    while True:
        found += [row.position for row in page.rows]
        if page.next is None:
            return found
        page = store.claims(asked, before=page.next, limit=limit)


def walked_up(store: Store, asked: Search, limit: int) -> list[int]:
    found: list[int] = []
    at: int | None = 0
    while at is not None:
        page = store.claims_after(asked, at, limit=limit)
        found += [row.position for row in page.rows]
        at = page.next
    return found


@pytest.mark.parametrize("few", [1, 20, 1_000])
def test_pages_are_the_same_whether_few_rows_match_or_many(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """On PostgreSQL, few are sorted and many are read in order."""
    monkeypatch.setattr(reading, "_FEW", few)
    store.write([enriched(number, Said(f"Mill {number % 7} is open")) for number in range(0, 6_000, 60)])
    every = [row.position for row in store.claims(Search(), limit=200).rows if "3" in row.text]
    found, cursor, pages = list[int](), None, 0
    while pages == 0 or cursor is not None:
        page = store.claims(Search(q="3 open"), before=cursor, limit=4)
        found += [row.position for row in page.rows]
        cursor, pages = page.next, pages + 1
    assert (found, pages) == (every, 4)


def test_days_that_come_out_of_order_are_merged(store: Store) -> None:
    """An older day's article that is stored later comes first: newest is the order of storing."""
    for number in (3000, 10, 1500, 20, 3001):
        store.write([enriched(number, Said(f"Number {number}"))])
    for asked in (Search(), Search(q="number")):
        texts = [row.text for row in store.claims(asked, limit=3).rows]
        assert texts == ["Number 3001", "Number 20", "Number 1500"]


VOCABULARY = ["mill", "fire", "owner", "s", "mills"]
sentence = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join)
leaf = st.sampled_from([*VOCABULARY, "mil*", '"mill fire"', '"owner s"', "vane", "-fire"])
query = st.recursive(
    leaf,
    lambda inner: (
        st.builds("({} {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("({} NOT {})".format, inner, inner)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_query_finds_in_both_engines_what_the_matcher_does(store: Store, data: st.DataObject) -> None:
    if not store.last_position():
        texts = [
            " ".join(VOCABULARY[n % 5] for n in range(start, start + length))
            for start in range(5)
            for length in (1, 2, 3, 5)
        ]
        store.write(
            [enriched(n * 200, Said(text, ("Jon Vane", "Fire Mill")[n % 2])) for n, text in enumerate(texts)]
        )
    asked = Search(q=data.draw(query))
    plan = plan_claims(asked)
    expected = [row.position for row in store.claims(Search(), limit=100).rows if plan.matches(row)]
    assert [row.position for row in store.claims(asked, limit=100).rows] == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "' OR 1=1 --",
        '"; DROP TABLE claims; --',
        "%",
        "_",
        "*",
        "NEAR(a b)",
        "claims:x",
        "{a b}",
        "a^b",
        "\0",
        "🌉",
        "a" * 1999,
        "<->",
        "!!",
        "':*",
        "\\",
    ],
)
def test_metacharacters_are_no_syntax(filled: Store, hostile: str) -> None:
    """They are words, or nothing at all; and the claims are still there."""
    for asked in ({"q": hostile}, {"claimant": hostile}, {"speaker": hostile}, {"language": (hostile,)}):
        try:
            assert filled.claims(Search.model_validate(asked)).rows == ()
        except (InputError, ValueError):
            continue
    assert filled.names("speaker", part=hostile).rows == ()
    assert filled.name("speaker", hostile) is None
    assert filled.claim(hostile) is None
    assert filled.revisions(hostile) == []
    assert len(filled.claims(Search()).rows) == 6


def test_articles_are_found_by_their_words(filled: Store) -> None:
    def headlines(**asked: Any) -> list[str | None]:
        return [row.headline for row in filled.articles(Search(**asked)).rows]

    assert headlines() == ["Story 3000", "Story 1500", "Story 2", "Story 1"]
    assert headlines(q='"said jon vane"') == ["Story 2", "Story 1"]
    assert headlines(q="alarms", outlet="echo") == ["Story 1"]
    with pytest.raises(InputError, match="articles have no stance"):
        headlines(stance=("denies",))


def test_a_search_that_takes_too_long_is_ended(store: Store) -> None:
    slow = (
        "SELECT pg_sleep(5)"
        if "postgresql" in str(store._engine.url)
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    with pytest.raises(TooBroad, match="narrow it"), store._reading(within_s=0.1) as connection:
        connection.execute(text(slow))
    assert store.claims(Search()).rows == (), "and the store goes on"
