"""The front page, clusters, stories, actors, and what articles and speakers have to do with others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claimwire.desk.people import actors_named
from claimwire.store import ClaimRow, Store
from claimwire_schemas import LinkTier
from tests.desk.conftest import Desks
from tests.desk.test_matches import a_world, page_of, words_of
from tests.desk.test_pages import BROWSER, HOSTILE
from tests.store.articles import Said, enriched
from tests.store.matched import article_of, claim_of, clustered, keep, known, linked, related, told

NOW = datetime.now(UTC).replace(microsecond=0)


def lately(store: Store, number: int, said: Said, *, hours: float, outlet: str = "Wend Post") -> ClaimRow:
    """Store an article of one claim that came some hours ago."""
    store.write([enriched(number, said, seen=NOW - timedelta(hours=hours), outlet=outlet)])
    return claim_of(store, said.text)


def a_front(store: Store) -> dict[str, ClaimRow]:
    """Store something for each part of the front page."""
    rows = {
        "shut": lately(store, 1, Said("The ferry is shut"), hours=3),
        "closed": lately(store, 2, Said("The ferry is closed", "Ada Byron"), hours=2, outlet="Echo"),
        "runs": lately(store, 3, Said("The ferry runs", "Jon Vane", "denies"), hours=1),
        "took": lately(store, 4, Said("It took ten", stance="accuses", accused="Cy Marr"), hours=1),
        "four": lately(store, 5, Said("Four are missing"), hours=30),
        "five": lately(store, 6, Said("Five are missing"), hours=29),
    }
    clustered(store, rows["shut"], rows["closed"], families=2, contradicted_by=[rows["runs"]])
    linked(store, "contradicts", rows["shut"], rows["runs"], "is shut, then runs", tier="suggested")
    linked(store, "contradicts", rows["closed"], rows["runs"], "is closed, then runs", tier="suggested")
    linked(store, "updates", rows["four"], rows["five"], "4, then 5", tier="suggested")
    told(store, article_of(store, rows["shut"]), article_of(store, rows["closed"]), families=2)
    return rows


def parts_of(page: str) -> dict[str, str]:
    """Return the text of each part of the front page."""
    text = words_of(page)
    titles = ["Newly contested", "Most repeated in", "Newly accused", "Numbers that moved", "Stories"]
    starts = [text.index(title) for title in titles]
    return {
        title: text[start:end]
        for title, start, end in zip(titles, starts, [*starts[1:], len(text)], strict=True)
    }


async def test_the_front_page_tells_what_changed(store: Store, desk: Desks) -> None:
    a_front(store)
    client = await desk()
    day, week = [parts_of(await page_of(client, f"/front{one}")) for one in ("", "?period=7d")]
    contested = day["Newly contested"]
    assert "Jon Vane denied" in contested
    assert contested.count("The ferry runs") == 1  # two links of one cluster are one contradiction
    assert "1 other link between claims that say the same" in contested
    assert "then runs" in contested
    assert "2 independent texts in 2 articles" in day["Most repeated in"]
    assert "Said by Petra Olund, Ada Byron" in day["Most repeated in"]
    assert "contradicted by 1 claim" in day["Most repeated in"]
    assert "Cy Marr accused or criticized in 1 claim, in none before" in day["Newly accused"]
    assert "No claim gave a new number or state in the last 24 h." in day["Numbers that moved"]
    assert "May update Petra Olund asserted: Four are missing" in week["Numbers that moved"]
    assert "4, then 5" in week["Numbers that moved"]
    assert "Story 1" in day["Stories"]
    assert (await client.get("/front?period=1y", headers=BROWSER)).status == 422


@pytest.mark.parametrize(("tier", "times"), [("suggested", 0), ("confirmed", 1)])
async def test_a_suggestion_about_a_doubtful_claim_is_not_news(
    store: Store, desk: Desks, tier: LinkTier, times: int
) -> None:
    """Nobody could tell what it is about; its claim's page shows it all the same."""
    sure = lately(store, 1, Said("The mill is open"), hours=2)
    doubtful = lately(store, 2, Said("The mill is shut", confidence=0.3), hours=1)
    linked(store, "contradicts", sure, doubtful, "is open, then shut", tier=tier)
    client = await desk()
    contested = parts_of(await page_of(client, "/front"))["Newly contested"]
    assert contested.count("The mill is shut") == times
    assert "The mill is shut" in words_of(await page_of(client, f"/claims/{sure.claim_id}"))


async def test_a_contested_cluster_without_a_late_link_is_told(store: Store, desk: Desks) -> None:
    rows = [lately(store, 1, Said("Old news"), hours=100), lately(store, 2, Said("Still news"), hours=1)]
    late = lately(store, 3, Said("No news"), hours=90)
    clustered(store, *rows, families=2, contradicted_by=[late])
    linked(store, "contradicts", rows[0], late)
    page = parts_of(await page_of(await desk(), "/front"))
    assert "Old news 2 independent texts" in page["Newly contested"]
    assert "Contradicted by Petra Olund asserted: No news" in page["Newly contested"]


async def test_an_empty_front_page_says_what_to_run(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill closes"))])
    client = await desk()
    assert "Run claimwire match beside this desk" in words_of(await page_of(client, "/front"))
    with store.matching() as matching:
        matching.advance(store.last_position())
    page = words_of(await page_of(client, "/front?period=14d"))
    assert "claimwire match" not in page
    assert "No claim was contradicted in the last 14 days." in page


async def test_a_cluster_has_sources_timeline_and_contradictions(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    cluster = store.groups.clusters_with([rows["closes"].claim_id])[rows["closes"].claim_id]
    client = await desk()
    page = words_of(await page_of(client, f"/clusters/{cluster}"))
    assert "Said by Petra Olund 1 claim Jon Vane 2 claims" in page
    assert "linked with what Jon Vane said" in page[page.index("Contradicted by") :]
    assert page.index("Updated by") < page.index("Timeline")
    assert "Same text as Saltmere Courier" in page


async def test_a_story_lists_its_articles(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    articles = [article_of(store, rows[name]) for name in ("closes", "closing", "printed")]
    story = told(store, *articles, families=2)
    client = await desk()
    page = words_of(await page_of(client, f"/stories/{story}"))
    assert "2 independent texts in 3 articles of 3 outlets." in page
    assert "Story 3 same text as one above" in page
    assert "Story 1" in words_of(await page_of(client, f"/articles/{articles[1].article_id}"))


async def test_an_article_shows_its_family(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    articles = [article_of(store, rows[name]) for name in ("closing", "printed")]
    related(store, *articles, agency="AP", kinship="excerpt", share=0.87)
    client = await desk()
    page = words_of(await page_of(client, f"/articles/{articles[1].article_id}"))
    family = page[page.index("Same text as") :]
    assert "2 articles of 2 outlets from one text, credited to AP." in family
    assert "Origin: Story 2, Saltmere Courier." in family
    assert "this article Wend Post excerpt 87% of its text" in family
    origin = words_of(await page_of(client, f"/articles/{articles[0].article_id}"))
    assert "Origin: this article." in origin


async def test_a_speaker_has_other_names_and_what_they_said_before(store: Store, desk: Desks) -> None:
    before = lately(store, 1, Said("I will stay", "Petra Olund"), hours=50)
    after = lately(store, 2, Said("I will go", "P. Olund"), hours=2)
    other = lately(store, 3, Said("She will go", "Jon Vane"), hours=1)
    linked(store, "contradicts", before, after, "stay, then go", tier="suggested")
    linked(store, "contradicts", before, other, "another speaker")
    linked(store, "updates", before, after, state="wrong")
    actor = known(store, before, "Petra Olund", "P. Olund", roles=["Chief"])
    client = await desk()
    for path in ("/speakers/petra-olund", "/speakers/p-olund"):
        page = words_of(await page_of(client, path))
        assert "Contradicts what they said before" in page
        assert "Before: Petra Olund asserted: I will stay" in page
        assert "stay, then go" in page
        assert "another speaker" not in page
        assert "Chief (" in page
        assert "Updates what" not in page
    assert "also named P. Olund" in words_of(await page_of(client, "/speakers/petra-olund"))
    page = words_of(await page_of(client, f"/actors/{actor.actor_id}"))
    assert "5 mentions in 2 articles" in page
    assert "as Petra Olund 1 claim as P. Olund 1 claim" in page
    assert "Contradicts what they said before" not in words_of(await page_of(client, "/speakers/jon-vane"))


@pytest.mark.parametrize(
    "name", ["Ann-Marie O’Hara", "Zoë Ólund", "Ada Vane Jr.", "the Wend Salt Board", "Quay and Sons Inc."]
)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_the_actor_of_a_speaker_is_found_by_the_keys_of_match(store: Store, name: str) -> None:
    row = lately(store, 1, Said("It is so", name), hours=1)
    actor = known(store, row, name, sort="body" if name.startswith(("the", "Quay")) else "person")
    assert actors_named(store, name) == [actor]
    assert actors_named(store, "Somebody Else") == []


async def test_a_merged_actor_leads_to_the_one_it_goes_by(store: Store, desk: Desks) -> None:
    row = lately(store, 1, Said("I will stay", "Petra Olund"), hours=50)
    one, other = known(store, row, "Petra Olund"), known(store, row, "Chief Olund", "Petra Lund")
    keep(store, one.model_copy(update={"merged_into": other.actor_id}))
    client = await desk()
    assert "Merged into Chief Olund." in words_of(await page_of(client, f"/actors/{one.actor_id}"))
    page = await page_of(client, "/speakers/petra-olund")
    assert f"/actors/{other.actor_id}" in page
    keep(store, other.model_copy(update={"merged_into": one.actor_id}))  # a circle, which nobody may make
    assert "Merged into another actor." in words_of(await page_of(client, f"/actors/{one.actor_id}"))
    assert "/actors/" not in await page_of(client, "/speakers/petra-olund")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_everything_is_escaped(store: Store, desk: Desks) -> None:
    paths = match_paths(store)
    client = await desk()
    for path in paths:
        assert HOSTILE[:20] in words_of(await page_of(client, path)), path


def match_paths(store: Store) -> list[str]:
    """Store matches of hostile and long names and texts; return the paths of the pages that show them."""
    long = "A" * 200
    one = lately(store, 1, Said(long, HOSTILE, "accuses", accused=HOSTILE), hours=2, outlet=HOSTILE)
    two = lately(store, 2, Said(HOSTILE, HOSTILE), hours=1, outlet=long)
    actor = known(store, one, HOSTILE, HOSTILE + "2", long, roles=[HOSTILE])
    cluster = clustered(store, one, two, families=2, contradicted_by=[two])
    for kind in ("agrees", "contradicts", "updates"):
        linked(store, kind, one, two, HOSTILE, long, tier="suggested")
    linked(store, "repeats", one, two, HOSTILE, state="wrong")
    articles = article_of(store, one), article_of(store, two)
    related(store, *articles, agency=HOSTILE)
    story = told(store, *articles, families=2)
    pages = ["/front", f"/clusters/{cluster}", f"/stories/{story}", f"/actors/{actor.actor_id}"]
    return [*pages, f"/articles/{one.article_id}", f"/claims/{one.claim_id}", f"/speakers/{one.claimant_key}"]


async def test_what_is_not_there_is_not_found(desk: Desks) -> None:
    client, unknown = await desk(), "0" * 8 + "-0000-0000-0000-" + "0" * 12
    for kind in ("clusters", "stories", "actors"):
        assert (await client.get(f"/{kind}/{unknown}", headers=BROWSER)).status == 404
        assert (await client.get(f"/{kind}/x", headers=BROWSER)).status == 404
