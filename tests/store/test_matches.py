"""Matches as people ask for them: links, claims by their articles, who is accused for the first time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import pytest
from sqlalchemy import event

from claimwire.match.links.book import record_of
from claimwire.store import LinkState, Search, Store
from claimwire.store.match_search import LinkSearch
from claimwire.store.words import milliseconds
from claimwire_schemas import LinkTier
from tests.store.articles import Said, enriched
from tests.store.matched import article_of, claim_of, clustered, linked, related

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


def test_claims_are_found_by_their_articles(store: Store) -> None:
    store.write([enriched(1, Said("One"), Said("Two")), enriched(2, Said("Three"))])
    rows = [claim_of(store, text) for text in ("One", "Two", "Three")]
    store.write([enriched(1, Said("Four"), revision=2)])
    places = {row.claim_id: row.article_id for row in rows}
    found = store.claims_at(places | {rows[0].claim_id.replace("-", "0"): rows[0].article_id})
    assert {one: found[one].text for one in found} == {row.claim_id: row.text for row in rows}
    assert found[rows[0].claim_id].superseded
    assert store.claims_at({rows[0].claim_id: rows[2].article_id}) == {}
    swapped = {rows[0].claim_id: rows[2].article_id, rows[2].claim_id: rows[0].article_id}
    assert store.claims_at(swapped) == {}
    assert store.claims_at({}) == {}


def test_claims_of_many_articles_are_found_in_a_few_queries(store: Store) -> None:
    """On several days and of several revisions; each query asks for a hundred claims."""
    store.write(
        [
            enriched(number, Said(f"{number} of {revision}"), seen=NOW - number % 3 * DAY, revision=revision)
            for revision in (1, 2)
            for number in range(130)
        ]
    )
    rows = store.claims(Search(superseded=True), limit=500).rows
    asked = list[str]()
    engine = store._engine  # no other way to see what is asked
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    found = store.claims_at({row.claim_id: row.article_id for row in rows})
    assert found == {row.claim_id: row for row in rows}
    assert (len(rows), len([one for one in asked if "\nFROM " in one])) == (260, 6)


def test_the_links_of_claims_are_the_latest_of_them(store: Store) -> None:
    texts = [f"The mill has {number} looms" for number in range(5)]
    store.write([enriched(number, Said(text)) for number, text in enumerate(texts, 1)])
    first, *others = (claim_of(store, text) for text in texts)
    ids = [linked(store, "agrees", first, other) for other in others]
    linked(store, "contradicts", first, others[0], state="gone")
    found = store.links.of_claims([first.claim_id], limit=3)
    assert [one.link_id for one in found] == ids[:0:-1]
    assert [one.link_id for one in store.links.of_claims([others[0].claim_id])] == ids[:1]


def test_clusters_and_families_of_several(store: Store) -> None:
    store.write([enriched(1, Said("One")), enriched(2, Said("Two")), enriched(3, Said("Three"))])
    one, two, three = (claim_of(store, text) for text in ("One", "Two", "Three"))
    cluster = clustered(store, one, two, families=2)
    family = related(store, article_of(store, one), article_of(store, two))
    articles = [one.article_id, two.article_id]
    asked = [one.claim_id, two.claim_id, three.claim_id]
    assert store.groups.clusters_with(asked) == {one.claim_id: cluster, two.claim_id: cluster}
    found = store.groups.families_with([*articles, three.article_id])
    assert found == dict.fromkeys(articles, family)


@pytest.mark.parametrize("revises", [False, True])
def test_who_is_accused_for_the_first_time(store: Store, *, revises: bool) -> None:
    """Only who was never accused before; a claim that a revision drops accuses nobody."""

    def accusing(number: int, whom: str, seen: datetime, revision: int = 1) -> None:
        said = Said(f"{whom} took it", stance="accuses", accused=whom)
        store.write([enriched(number, said, seen=seen, revision=revision)])

    accusing(1, "Ada Vane", NOW - 9 * DAY)
    accusing(2, "Ada Vane", NOW)
    accusing(3, "Bo Lindh", NOW)
    accusing(4, "Bo Lindh", NOW)
    accusing(5, "Cy Marr", NOW)
    if revises:
        accusing(5, "Bo Lindh", NOW, revision=2)
    found = store.first_accused(since_ms=milliseconds(NOW - 2 * DAY))
    assert [one.name for one in found] == ["Bo Lindh", *([] if revises else ["Cy Marr"])]
    assert len(store.first_accused(since_ms=0, limit=1)) == 1


def test_a_link_is_sure_in_sql_as_in_python(store: Store) -> None:
    """Whatever the model and readers say: in lists, exports and clusters."""
    said: list[tuple[LinkTier, LinkState]] = list(product(get_args(LinkTier), get_args(LinkState)))
    store.write([enriched(number, Said(f"The mill has {number} looms")) for number in range(len(said) + 1)])
    first, *others = (claim_of(store, f"The mill has {number} looms") for number in range(len(said) + 1))
    of_link = {
        linked(store, "contradicts", first, other, tier=tier, state=state): other.claim_id
        for other, (tier, state) in zip(others, said, strict=True)
    }
    rows = [row for one in of_link if (row := store.links.link(one))]
    sure = {row.link_id for row in rows if row.counts}
    holds = {row.link_id for row in rows if row.state in ("", "right")}
    assert (len(rows), len(holds), len(sure)) == (8, 4, 3)
    assert {row.link_id for row in store.links.latest("contradicts", only_sure=True)} == sure
    assert {row.link_id for row in store.links.latest("contradicts")} == holds
    with store.matching() as matching:
        assert set(matching.links.contradicting([first.claim_id])) == {of_link[one] for one in sure}
    for rejected in (False, True):
        shown = {
            row.link_id: record_of(row).tier
            for row in rows
            if row.link_id in holds or (rejected and row.state == "wrong")
        }
        for tier in get_args(LinkTier):
            pages = store.links.every(LinkSearch(tier=tier, rejected=rejected), pages_of=3)
            assert {row.link_id for page in pages for row in page} == {
                one for one, is_of in shown.items() if is_of == tier
            }
