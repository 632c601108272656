"""A poll: what is new is published once, and the feed's state says what came of it."""

from __future__ import annotations

import asyncio
from asyncio import Future
from dataclasses import replace
from datetime import timedelta

import pytest

from claimwire.kafka import Outgoing
from claimwire.polling.feed_state import Counts, FeedState
from claimwire.polling.fetch import Client
from claimwire.sources.reader import DocumentReader
from claimwire.web.answers import Answer
from claimwire.web.client import Ask
from claimwire.web.failures import FetchLimits
from tests.polling.world import LONG, NOON, SmallWorld, item, new_world, page, rss

SHORT = "The ferry will stop …"


async def test_new_items_are_published_oldest_first_with_what_the_feed_says(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(2), item(1)))
    after = await world.poll(world.feed("/feed"))
    assert world.wire.urls() == ["http://courier.example/story/1", "http://courier.example/story/2"]
    article = world.wire.articles()[0]
    assert (article.outlet, article.headline, article.guid) == ("Quenby Courier", "Story 1", "story-1")
    assert (article.extent, article.feed) == ("full", world.site.url("/feed"))
    assert article.published_at == "Mon, 02 Mar 2026 09:01:00 +0000"
    assert (after.status, after.counts, after.title) == ("healthy", Counts(new=2), "Quenby Courier")
    assert after.news_at == after.succeeded_at == NOON


async def test_what_was_seen_is_known_and_what_comes_is_new(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1), item(2)))
    state = await world.poll(world.feed("/feed"))
    world.site.serve("/feed", rss(item(2), item(3)))
    state = await world.poll_when_due(state)
    assert world.wire.urls()[2:] == ["http://courier.example/story/3"]
    assert state.counts == Counts(new=3, known=1)


async def test_an_item_that_was_changed_is_published_again(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1)))
    state = await world.poll(world.feed("/feed"))
    world.site.serve("/feed", rss(item(1, body=LONG + "It was corrected.")))
    await world.poll_when_due(state)
    assert world.wire.urls() == ["http://courier.example/story/1"] * 2
    assert world.wire.sent[0].key == world.wire.sent[1].key


async def test_duplicate_guids_at_two_addresses_are_two_articles(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1, guid="same"), item(2, guid="same"), item(2, guid="same")))
    state = await world.poll(world.feed("/feed"))
    assert state.counts == Counts(new=2, known=1)


async def test_a_feed_that_breaks_off_is_in_trouble_and_its_whole_items_are_published(
    world: SmallWorld,
) -> None:
    whole = rss(item(1), item(2))
    world.site.serve("/feed", whole[: whole.index(b"</channel>")])
    state = await world.poll(world.feed("/feed"))
    assert len(world.wire.sent) == 2
    assert (state.status, state.trouble and state.trouble.reason) == ("failing", "document_cut")
    world.site.serve("/feed", whole)
    state = await world.poll_when_due(state)
    assert (state.status, state.trouble, len(world.wire.sent)) == ("healthy", None, 2)


async def test_nothing_is_asked_for_twice_that_has_an_etag(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1)), etag='"1"')
    state = await world.poll(world.feed("/feed"))
    state = await world.poll_when_due(state)
    assert world.site.asked[-1][1]["if-none-match"] == '"1"'
    assert (state.status, state.counts, state.polls) == ("healthy", Counts(new=1), 2)


async def test_a_body_that_is_the_same_is_not_read_again(world: SmallWorld) -> None:
    """Many servers have no validators, or change them for nothing."""
    world.site.serve("/feed", rss(item(1)))
    state = await world.poll(world.feed("/feed"))
    state = await world.poll_when_due(state)
    assert state.counts == Counts(new=1)


async def test_a_304_that_lies_is_found_out_within_a_day(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1)), etag='"for ever"')
    state = await world.poll(world.feed("/feed"))
    world.site.serve("/feed", rss(item(2), item(1)), etag='"for ever"')
    state = await world.poll_when_due(state)
    assert state.counts.new == 1
    world.wait(days=1)
    state = await world.poll(state)
    assert state.counts.new == 2


async def test_a_summary_is_published_as_its_page(world: SmallWorld) -> None:
    world.site.serve("/story/1", page(1), content_type="text/html; charset=utf-8")
    world.site.serve("/feed", rss(item(1, url=world.site.url("/story/1"), body=SHORT)))
    await world.poll(world.feed("/feed"))
    [article] = world.wire.articles()
    assert (article.content_type, article.headline, article.extent) == ("text/html", "Story 1", None)
    assert article.body.encode() == page(1)


@pytest.mark.parametrize(("full_text", "kind"), [("never", "text/html"), ("always", "text/html")])
async def test_whether_pages_are_fetched_can_be_said(world: SmallWorld, full_text: str, kind: str) -> None:
    world.site.serve("/story/1", page(1), content_type="text/html")
    world.site.serve("/feed", rss(item(1, url=world.site.url("/story/1"))))
    await world.poll(world.feed("/feed", full_text=full_text))
    assert world.site.count("/story/1") == (full_text == "always")
    assert [article.content_type for article in world.wire.articles()] == [kind]


@pytest.mark.parametrize(
    "path", ["/status/404", "/status/403", "/status/451", "/type/none", "/circle", "/to/script", "/bomb/gzip"]
)
async def test_a_page_that_is_refused_leaves_the_summary(world: SmallWorld, path: str) -> None:
    world.site.serve("/feed", rss(item(1, url=world.site.url(path), body=SHORT)))
    state = await world.poll(world.feed("/feed"))
    [article] = world.wire.articles()
    assert (article.extent, state.counts) == ("summary", Counts(new=1))
    assert SHORT in article.body


async def test_a_page_that_fails_is_tried_in_three_polls_and_then_left(world: SmallWorld) -> None:
    world.site.serve("/feed", rss(item(1, url=world.site.url("/status/500"), body=SHORT)), etag='"1"')
    state = world.feed("/feed")
    for failed in (1, 2):
        state = await world.poll_when_due(state)
        assert (state.counts, world.wire.sent) == (Counts(failed=failed), [])
    state = await world.poll_when_due(state)
    assert state.counts == Counts(failed=2, new=1)
    assert [article.extent for article in world.wire.articles()] == ["summary"]
    state = await world.poll_when_due(state)
    assert world.site.count("/status/500") == 3, "settled: not asked for again"


async def test_an_item_without_text_and_page_is_refused_once(world: SmallWorld) -> None:
    world.site.serve("/feed", rss("<item><title>Only a headline</title></item>", item(1)))
    state = await world.poll(world.feed("/feed"))
    assert state.counts == Counts(new=1, refused=1)
    world.site.serve("/feed", rss("<item><title>Only a headline</title></item>", item(1), item(2)))
    state = await world.poll_when_due(state)
    assert state.counts == Counts(new=2, refused=1, known=2)


async def test_more_pages_than_one_poll_fetches_are_left_to_the_next_soon(documents: DocumentReader) -> None:
    async with new_world(documents, pages=2) as world:
        for number in range(5):
            world.site.serve(f"/story/{number}", page(number), content_type="text/html")
        entries = [item(n, url=world.site.url(f"/story/{n}"), body=SHORT) for n in range(5)]
        world.site.serve("/feed", rss(*entries), etag='"1"')
        state, waits = world.feed("/feed"), []
        for _ in range(3):
            state = await world.poll_when_due(state)
            assert state.next_at
            waits.append(state.next_at - world.clock[0])
        assert state.counts == Counts(new=5, known=2 + 4)
        assert waits[:2] == [timedelta(minutes=1)] * 2
        assert waits[2] > timedelta(minutes=1)


async def test_a_feed_that_moved_is_asked_for_there(world: SmallWorld) -> None:
    world.site.serve("/calm", rss(item(1)))
    state = await world.poll(world.feed("/moved"))
    assert state.address == world.site.url("/calm")
    await world.poll_when_due(state)
    assert world.site.count("/moved") == 1
    assert state.feed.url == world.site.url("/moved"), "its identity stays"


@pytest.mark.parametrize("path", ["/status/410", "/status/404"])
async def test_a_feed_that_moved_to_what_is_gone_is_asked_for_at_its_own_url(
    world: SmallWorld, path: str
) -> None:
    world.site.serve("/old", rss(item(1)), etag='"1"')
    moved = {"address": world.site.url(path), "etag": '"1"', "read_at": NOON, "succeeded_at": NOON}
    state = await world.poll(world.feed("/old").model_copy(update=moved))
    assert (state.status, state.address, state.strikes) == ("failing", None, 2)
    state = await world.poll_when_due(state)
    assert (state.status, state.counts) == ("healthy", Counts(new=1))


async def test_a_feed_that_is_gone_is_never_asked_for_again(world: SmallWorld) -> None:
    state = await world.poll(world.feed("/status/410"))
    assert (state.status, state.next_at) == ("retired", None)


async def test_robots_are_kept_to(world: SmallWorld) -> None:
    world.site.serve("/robots.txt", b"User-agent: *\nDisallow: /story", content_type="text/plain")
    url = world.site.url("/story/1")
    world.site.serve("/feed", rss(item(1, url=url, body=SHORT)))
    state = await world.poll(world.feed("/feed"))
    assert world.site.count("/story/1") == 0
    assert [article.extent for article in world.wire.articles()] == ["summary"]
    state = await world.poll(world.feed("/story/feed"))
    assert state.trouble
    assert state.trouble.reason == "robots"


async def test_ten_thousand_items_are_each_counted_once(documents: DocumentReader) -> None:
    async with new_world(documents, limits=FetchLimits()) as world:
        world.site.serve("/feed", rss(*(item(number, body=SHORT) for number in range(10_000))))
        state = await world.poll(world.feed("/feed", full_text="never"))
        assert state.counts == Counts(new=10_000)
        assert len(set(world.wire.urls())) == 10_000
        world.wait(days=2)
        state = await world.poll(state)
        assert state.counts == Counts(new=10_000, known=10_000)
        assert len(state.encode()) < 400_000


class SlowWire:
    """A publisher whose broker takes a moment."""

    async def send(self, message: Outgoing) -> Future[object]:
        return asyncio.ensure_future(asyncio.sleep(0.05, result=message))


class BrokenClient:
    """A client with a defect, which shows at stories."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def ask(self, ask: Ask) -> Answer:
        if "/story/" in ask.url:
            raise IndexError("a defect")
        return await self._client.ask(ask)


async def test_a_poll_that_a_defect_ends_saves_what_is_delivered(world: SmallWorld) -> None:
    """What is under way then, too: the next poll ends in the same place."""
    client = BrokenClient(world.given.client)
    world.given = replace(world.given, client=client, publisher=SlowWire())
    world.site.serve("/feed", rss(item(3), item(2, url=world.site.url("/story/2"), body=SHORT), item(1)))
    with pytest.raises(IndexError):
        await world.poll(world.feed("/feed"))
    assert [state.counts for state in world.saved] == [Counts(new=1)]
    with pytest.raises(IndexError):
        await world.poll(world.saved[0])
    assert world.saved[1].counts == Counts(new=1, known=1)


async def test_a_poll_that_is_cut_short_saves_what_is_settled(world: SmallWorld) -> None:
    world.site.serve("/story/1", page(1), content_type="text/html")
    late = [item(n, url=world.site.url("/silent" if n else "/story/1"), body=SHORT) for n in (0, 1)]
    world.site.serve("/feed", rss(late[1], late[0]))
    task = asyncio.create_task(world.poll(world.feed("/feed")))
    while not world.site.count("/silent"):  # noqa: ASYNC110 # the server has no event for it
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [state.counts for state in world.saved] == [Counts(new=1)]
    again = await world.poll(FeedState.decode(world.saved[0].encode()))
    assert again.counts == Counts(new=1, known=1, failed=1)
    assert len(world.wire.sent) == 1
