"""Matches are told as asked: of contradicted, denied and repeated claims, once each, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from claimwire.alerts.atom import atom
from claimwire.alerts.hits import newest
from claimwire.alerts.messages import Told, as_chat, as_mail
from claimwire.alerts.saved import SavedSearch, every_search
from claimwire.alerts.trying import put_trial
from claimwire.desk.records import ClaimItem, claim_item
from claimwire.errors import StoreError
from claimwire.match.engine import begin_again, step
from claimwire.match.settling import settle_link
from claimwire.store import LinkState, MatchEvent, Store
from claimwire_schemas import EnrichedArticle, Publication
from tests.alerts.world import NOW, World
from tests.store.articles import Said, enriched
from tests.store.matched import claim_of, linked

PLAN = "The Tarn Valley dam will be closed for repairs in April"
AGAINST = "The Tarn Valley dam will not be closed for repairs in April"
CANNOT = "The Tarn Valley dam cannot be closed for repairs in April"
FERRY = "The Skerry harbour lost thirty ferries in the winter storm"


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def article(number: int, text: str, speaker: str, stance: str = "asserts", **given: Any) -> EnrichedArticle:
    """Return an article of one claim, seen some minutes from now."""
    seen = NOW + timedelta(minutes=number)
    at = Publication(at=given.get("seen", seen), utc_offset=None, precision="second", origin="raw")
    told: dict[str, Any] = {"seen": seen, "published": at, "outlet": f"Outlet {number}"} | given
    return enriched(number, Said(text, speaker, stance), **told)


def come(world: World, *articles: EnrichedArticle) -> None:
    """Store articles one after the other, and match them."""
    for one in articles:
        world.come(one)
    while step(world.store, alert=world.alerting.matched):
        pass


def told(store: Store) -> list[tuple[str, str, str, str]]:
    """Return what waits: when, the claim's speaker, the other claim's speaker, and its text."""
    found = []
    for row in store.deliveries.listed(state="waiting", limit=1_000):
        for item in orjson.loads(f"[{row.body}]"):
            why = item["why"]
            by = why["claim"]["claim"]
            ClaimItem.model_validate(why["claim"], strict=False)
            found.append((why["when"], _name(item["claim"]), _name(by), by["text"]))
    return sorted(found)


def _name(claim: Any) -> str:
    return str(claim["claimant"]["name"])


def contradiction(store: Store) -> str:
    """Return the id of the contradiction that was found."""
    [link] = store.links.latest("contradicts")
    assert link.tier == "suggested"
    return link.link_id


def judge(world: World, store: Store, link_id: str, state: LinkState) -> None:
    """Let a reader judge a link."""
    with store.matching() as matching:
        settle_link(matching, link_id, state, alert=world.alerting.matched)


def test_a_contradiction_is_told_once_it_is_sure(world: World, store: Store) -> None:
    """By the first of its claims that the search wants; a suggestion only if the search asks for those."""
    world.save("dam", when="contradicted")
    world.save("dam", when="contradicted", search={"q": "dam", "claimant": "Una"}, suggested=True)
    world.save("ferries", when="contradicted", suggested=True)
    come(world, article(1, PLAN, "Ida Holm"), article(2, FERRY, "Bo Lindh"), article(3, AGAINST, "Una Marsh"))
    assert told(store) == [("contradicted", "Una Marsh", "Ida Holm", PLAN)]
    for _ in range(2):
        judge(world, store, contradiction(store), "right")
    expected = [("contradicted", "Ida Holm", "Una Marsh", AGAINST), *told(store)[1:]]
    assert told(store) == expected
    assert len(expected) == 2


def test_of_a_contradiction_the_claim_is_told_that_was_not_told_before(world: World, store: Store) -> None:
    """So a second contradicted claim is not lost because the first of the same search was told."""
    world.save("dam", when="contradicted")
    world.save("dam", when="contradicted", search={"q": "dam", "claimant": "Ida"})
    world.save("dam", when="denied")
    said = {"Ida Holm": "asserts", "Una Marsh": "denies", "Bo Lindh": "asserts"}
    for number, (speaker, stance) in enumerate(said.items()):
        world.come(article(number, f"{speaker} knows of the dam", speaker, stance))
    ida, una, bo = (claim_of(store, f"{speaker} knows of the dam") for speaker in said)
    for earlier, later in ((ida, una), (ida, una), (ida, bo), (una, bo), (ida, bo)):
        found = store.links.link(linked(store, "contradicts", earlier, later))
        with store.matching() as matching:
            world.alerting.matched(matching, [MatchEvent.contradiction(found)] if found else [])
    assert [one[:3] for one in told(store)] == [
        ("contradicted", "Bo Lindh", "Ida Holm"),
        ("contradicted", "Ida Holm", "Una Marsh"),
        ("contradicted", "Ida Holm", "Una Marsh"),
        ("denied", "Bo Lindh", "Una Marsh"),
        ("denied", "Ida Holm", "Una Marsh"),
    ]


def test_what_says_the_same_as_a_claim_that_was_told_is_not_told(world: World, store: Store) -> None:
    """Whichever of the two claims was the one told of, and which was the other."""
    world.save("dam", when="contradicted", suggested=True)
    come(world, article(1, PLAN, "Ida Holm"), article(2, AGAINST, "Una Marsh"))
    assert len(told(store)) == 1
    come(world, article(3, PLAN, "Bo Lindh"), article(4, AGAINST, "Cy Moss"))
    assert len(store.links.latest("contradicts")) > 1
    assert len(told(store)) == 1


def test_a_denial_is_told_of_what_it_denies_whichever_came_first(world: World, store: Store) -> None:
    world.save("dam", when="denied", suggested=True)
    come(world, article(1, AGAINST, "Una Marsh", "denies"), article(2, PLAN, "Ida Holm"))
    assert told(store) == [("denied", "Ida Holm", "Una Marsh", AGAINST)]


def test_a_contradiction_without_a_denial_denies_nothing(world: World, store: Store) -> None:
    world.save("dam", when="denied", suggested=True)
    come(world, article(1, PLAN, "Ida Holm"), article(2, AGAINST, "Una Marsh"))
    assert contradiction(store)
    assert told(store) == []


def test_a_suggestion_about_a_doubtful_claim_is_not_told(world: World, store: Store) -> None:
    """As on the front page; a reader's word makes it sure."""
    world.save("dam", when="contradicted", suggested=True)
    doubtful = enriched(2, Said(AGAINST, "Una Marsh", confidence=0.3), seen=NOW)
    come(world, article(1, PLAN, "Ida Holm"), doubtful)
    assert told(store) == []
    judge(world, store, contradiction(store), "right")
    assert len(told(store)) == 1


def test_a_claim_is_told_when_it_has_as_many_sources_as_asked(world: World, store: Store) -> None:
    """Of a cluster, one claim is told of: the first that the search wants."""
    for sources in (2, 3, 4):
        world.save("dam", when="repeated", sources=sources)
    world.save("dam", when="repeated", search={"q": "dam", "claimant": "Bo"}, sources=3)
    come(world, article(1, PLAN, "Ida Holm"), article(2, PLAN, "Bo Lindh"))
    assert told(store) == [("repeated", "Ida Holm", "Bo Lindh", PLAN)]
    come(world, article(3, PLAN, "Cy Moss"))
    assert [one[:3] for one in told(store)] == [
        ("repeated", "Bo Lindh", "Cy Moss"),
        ("repeated", "Ida Holm", "Bo Lindh"),
        ("repeated", "Ida Holm", "Cy Moss"),
    ]


def test_the_other_claim_is_of_another_text(world: World, store: Store) -> None:
    """Not of the copy that came last."""
    world.save("dam", when="repeated")
    said = [
        Said(PLAN, "Ida Holm"),
        *(Said(f"{FERRY} of the year {year}", "Ida Holm") for year in range(1990, 2000)),
    ]
    first, copy = (
        enriched(number, *said, seen=NOW + timedelta(minutes=number), outlet=f"Outlet {number}")
        for number in (1, 3)
    )
    come(world, first, copy)
    assert told(store) == []
    come(world, article(2, PLAN, "Bo Lindh"))
    assert [one[:3] for one in told(store)] == [("repeated", "Ida Holm", "Bo Lindh")]


def test_what_is_matched_again_is_not_told_again(world: World, store: Store) -> None:
    """Nor if all is forgotten, and not for a claim that a revision repeats."""
    world.save("dam", when="repeated")
    world.save("dam", when="contradicted", suggested=True)
    some = article(1, PLAN, "Ida Holm"), article(2, PLAN, "Bo Lindh"), article(3, AGAINST, "Una Marsh")
    come(world, *some)
    before = told(store)
    assert [one[0] for one in before] == ["contradicted", "repeated"]
    begin_again(store)
    come(world, *some)
    assert told(store) == before
    again: dict[str, Any] = {"published": some[0].article.published, "outlet": "Outlet 1", "revision": 2}
    revised = enriched(
        1, Said(PLAN, "Ida Holm"), Said(FERRY, "Ida Holm"), seen=NOW + timedelta(hours=1), **again
    )
    come(world, revised)
    assert told(store) == before


def test_what_came_before_the_search_was_saved_is_not_told(world: World, store: Store) -> None:
    """But an old claim that is contradicted now is."""
    saved = world.save("dam", when="contradicted", suggested=True)
    old: dict[str, Any] = {"seen": NOW - timedelta(hours=2)}
    come(world, article(1, PLAN, "Ida Holm", **old), article(2, AGAINST, "Una Marsh", **old))
    assert told(store) == []
    come(world, article(3, AGAINST, "Bo Lindh", "denies"))
    assert [one[:3] for one in told(store)] == [("contradicted", "Ida Holm", "Bo Lindh")]
    assert [hit.row.text for hit in newest(store, saved, limit=9)] == [PLAN]


def test_what_a_reader_confirms_is_told_although_its_claims_came_before_the_search(
    world: World, store: Store
) -> None:
    """It is news from then on: not for a search that is saved afterwards, but that one's feed shows it."""
    old: dict[str, Any] = {"seen": NOW - timedelta(hours=2)}
    come(
        world,
        article(1, PLAN, "Ida Holm", **old),
        article(2, AGAINST, "Una Marsh", **old),
        article(3, CANNOT, "Bo Lindh", **old),
    )
    [agreement] = store.links.latest("agrees")
    assert agreement.tier == "suggested"
    world.save("dam", when="contradicted")
    world.save("dam", when="repeated")
    disputed = store.links.latest("contradicts")[0]
    judge(world, store, disputed.link_id, "wrong")
    assert told(store) == []
    for one in (disputed, agreement):
        judge(world, store, one.link_id, "right")
    expected = told(store)
    assert [one[:2] for one in expected] == [("contradicted", "Ida Holm"), ("repeated", "Una Marsh")]
    after = World(store, now=datetime.now(UTC) + timedelta(hours=2))
    later = [after.save("dam", when=when) for when in ("contradicted", "repeated")]
    assert told(store) == expected
    assert [[hit.row.text for hit in newest(store, one, limit=9)] for one in later] == [[PLAN], [AGAINST]]


def test_a_cluster_that_a_reader_parts_repeats_nothing_new(world: World, store: Store) -> None:
    """Although each of its parts has two texts and is a cluster that was not there before."""
    said = {"Ida Holm": AGAINST, "Una Marsh": AGAINST, "Bo Lindh": CANNOT, "Cy Moss": CANNOT}
    come(world, *(article(number, text, speaker) for number, (speaker, text) in enumerate(said.items(), 1)))
    between = [one.link_id for one in store.links.latest("agrees") if one.tier == "suggested"]
    judge(world, store, between[0], "right")
    assert len(store.groups.latest(families=4)) == 1
    world.save("dam", when="repeated")
    judge(world, store, between[0], "wrong")
    assert len(store.groups.latest(families=2)) == 2
    assert told(store) == []


def test_a_step_that_fails_tells_nothing(world: World, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: links, position and messages."""
    world.save("dam", when="repeated")
    for number, speaker in enumerate(("Ida Holm", "Bo Lindh"), 1):
        world.come(article(number, PLAN, speaker))

    def fail(*_: object) -> None:
        raise StoreError("store: gone")

    monkeypatch.setattr("claimwire.store.matching.Matching.advance", fail)
    with pytest.raises(StoreError):
        step(store, alert=world.alerting.matched)
    assert told(store) == []
    monkeypatch.undo()
    come(world)
    assert len(told(store)) == 1


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_messages_and_feeds_say_why(world: World, store: Store) -> None:
    world.save("dam", when="denied", suggested=True)
    world.save("dam", when="repeated", delivery={"emails": ["ada@desk.example"]})
    come(
        world,
        article(1, PLAN, "Ida Holm"),
        article(2, AGAINST, "Una <Marsh>", "denies"),
        article(3, PLAN, "Bo Lindh"),
    )
    denied, repeated = every_search(store)
    said = {row.search_id: row for row in store.deliveries.listed()}
    chat = orjson.loads(as_chat(Told.of(said[denied.id], denied, desk="http://d")))["text"].split("\n")
    assert chat[0] == "*Mill: 1 denied claim*"
    assert chat[1].startswith(f"• *Ida Holm asserted:* {PLAN}")
    assert chat[2].startswith(f"    Perhaps denied by: *Una &lt;Marsh&gt; denied:* {AGAINST}")
    whole = Told.of(said[repeated.id], repeated, desk="http://d")
    mail = as_mail(whole, sender="desk@d.example", to="ada@desk.example")
    assert mail["Subject"] == "Mill: 1 claim repeated in 2 texts"
    lines = mail.get_content().splitlines()
    assert lines.index("  Also said by:") < lines.index(f"  Bo Lindh asserted: {PLAN}")
    entries = [entry_of(store, search) for search in (denied, repeated)]
    assert "\nPerhaps denied by: Una <Marsh> denied: " in str(entries[0]["content"])
    assert "\nAlso said by: Bo Lindh asserted: " in str(entries[1]["content"])
    assert all("Ida Holm asserted" in str(one["title"]) for one in entries)
    assert len({one["id"] for one in entries}) == 2
    assert len(put_trial(store, repeated, claim_item)) == 1


def entry_of(store: Store, search: SavedSearch) -> dict[str, str | None]:
    """Return the one entry of a search's feed, by element."""
    feed = ElementTree.fromstring(atom(search, newest(store, search, limit=9), desk="http://d"))
    name = "{http://www.w3.org/2005/Atom}"
    [entry] = feed.findall(f"{name}entry")
    return {one.tag.removeprefix(name): one.text for one in entry}
