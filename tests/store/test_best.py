"""The best claims: the same order in both engines, among the newest hits alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claimwire.errors import InputError
from claimwire.store import Search, Store
from tests.store.articles import Said, enriched

ONCE = Said("The mill is open")
TWICE = Said("The mill is a paper mill")
DAY = 1440
"""Minutes: an article's number is its minute."""


def best(store: Store, *, limit: int = 50, **asked: Any) -> list[str]:
    """Return the texts of the best claims."""
    return [row.text for row in store.best_claims(Search.model_validate(asked), limit=limit).rows]


@pytest.fixture
def filled(store: Store) -> Store:
    """Mills on three days, each with more claims about other things."""
    store.write(enriched(number, Said(f"Rents fell by {number}")) for number in range(10, 3 * DAY, 130))
    store.write(
        [
            enriched(1, TWICE, Said("The ferry and the mill closed", "Jon Vane", "denies")),
            enriched(DAY + 1, ONCE, Said("The mill was sold", "Jon Vane", "denies", confidence=0.3)),
            enriched(2 * DAY + 1, Said("The ferry sank"), Said("The mill reopened"), outlet="Salt Courier"),
        ]
    )
    return store


def test_what_matches_better_comes_first_and_else_the_newest(filled: Store) -> None:
    found = best(filled, q="mill")
    assert found[0] == TWICE.text
    assert sorted(found) == sorted(row.text for row in filled.claims(Search(q="mill")).rows)
    assert best(filled, q="ferry OR mill")[0] == "The ferry and the mill closed"
    assert best(filled, q="olund")[0] == filled.claims(Search(q="olund")).rows[0].text
    assert best(filled, q="mill", limit=1) == [TWICE.text]


def test_a_page_says_how_many_hits_were_ranked_and_has_no_next(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = filled.best_claims(Search(q="mill"), limit=2)
    assert (len(page.rows), page.ranked, page.next) == (2, 5, None)
    assert filled.claims(Search(q="mill"), limit=2).ranked is None
    monkeypatch.setattr("claimwire.store.store.MOST_RANKED", 3)
    page = filled.best_claims(Search(q="mill"))
    assert (page.ranked, page.next) == (3, None)
    newest = filled.claims(Search(q="mill"), limit=3).rows
    assert {row.claim_id for row in page.rows} == {row.claim_id for row in newest}
    assert TWICE.text not in {row.text for row in page.rows}, "it is older"


def test_filters_leave_out_and_rank_nothing(filled: Store) -> None:
    """A stance that few claims have is no reason to put them first."""
    searches: tuple[dict[str, Any], ...] = (
        {"stance": ("denies",)},
        {"stance": ("denies", "asserts")},
        {"outlet": "courier"},
        {"claimant": "vane", "min_confidence": 0.5},
        {"seen_until": filled.claims(Search()).rows[0].seen - timedelta(hours=30)},
        {"outlet": "nobody"},
    )
    for asked in searches:
        newest = [row.text for row in filled.claims(Search(q="mill", **asked)).rows]
        expected = sorted(newest, key=lambda text: text != TWICE.text)
        assert sorted(best(filled, q="mill", **asked)) == sorted(newest)
        assert best(filled, q="mill", **asked)[:1] == expected[:1]


def test_superseded_claims_are_ranked_only_if_asked_for(filled: Store) -> None:
    filled.write([enriched(1, Said("The mill is closed"), revision=2)])
    assert TWICE.text not in best(filled, q="mill")
    assert TWICE.text in best(filled, q="mill", superseded=True)


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"claimant": "olund"}, {"stance": ("denies",)}])
def test_without_words_nothing_is_best(filled: Store, asked: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="give words"):
        best(filled, **asked)


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE claims; --",
        'mill") OR rowid > 0 --',
        "mill' | 'ferry' :* <-> !",
        "NOT mill",
        'mill* -(ferry OR "was sold")',
        "{0} :match mill %s",
    ],
)
def test_hostile_words_match_as_in_the_newest(filled: Store, words: str) -> None:
    newest = filled.claims(Search(q=words), limit=200).rows
    assert sorted(best(filled, q=words, limit=200)) == sorted(row.text for row in newest)
    assert len(filled.claims(Search(), limit=200).rows) == 40
