"""An index of sitemaps: what can be read is, within bounds, and the rest is told."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from claimwire.polling import fetch
from claimwire.polling.feed_state import Counts
from claimwire.polling.fetch import request_feed
from claimwire.polling.items import PolledItems
from claimwire.polling.pages import Source
from claimwire.sources.items import Document, Problem
from tests.polling.world import NOON, SmallWorld, page

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(world: SmallWorld, number: int, *stories: int) -> str:
    """Serve a sitemap of stories and their pages; return its path."""
    for story in stories:
        world.site.serve(f"/story/{story}", page(story), content_type="text/html")
    urls = "".join(f"<url><loc>{world.site.url(f'/story/{story}')}</loc></url>" for story in stories)
    world.site.serve(f"/map/{number}", f"<urlset {SPACE}>{urls}</urlset>".encode())
    return f"/map/{number}"


def index(world: SmallWorld, *paths: str) -> None:
    """Serve an index of sitemaps."""
    maps = "".join(f"<sitemap><loc>{world.site.url(path)}</loc></sitemap>" for path in paths)
    world.site.serve("/index", f"<sitemapindex {SPACE}>{maps}</sitemapindex>".encode(), etag='"1"')


async def document(world: SmallWorld) -> Document:
    """Return what is read of the index."""
    given = world.given
    found = (await request_feed(world.feed("/index"), given.client, given.reader, at=NOON)).document
    assert found
    return found


async def test_a_sitemap_index_leads_to_the_articles_of_its_sitemaps(world: SmallWorld) -> None:
    index(world, sitemap(world, 1, 1), sitemap(world, 2, 2))
    state = await world.poll(world.feed("/index"))
    assert sorted(world.wire.urls(), key=str) == [world.site.url("/story/1"), world.site.url("/story/2")]
    assert state.counts == Counts(new=2)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("/status/410", "http_410"),
        ("/status/404", "http_404"),
        ("/secret", "robots"),
        ("/noise", "damaged"),
        ("/malformed", "document_unknown_kind"),
        ("/index", "not_a_sitemap"),
    ],
)
async def test_a_sitemap_that_cannot_be_read_is_told_and_the_others_are_read(
    world: SmallWorld, bad: str, reason: str
) -> None:
    world.site.serve("/robots.txt", b"User-agent: *\nDisallow: /secret", content_type="text/plain")
    world.site.serve("/malformed", b"no markup at all")
    index(world, bad, sitemap(world, 1, 1))
    with capture_logs() as logs:
        state = await world.poll(world.feed("/index"))
    assert (state.status, state.counts) == ("healthy", Counts(new=1, refused=1))
    [told] = [entry for entry in logs if entry["event"] == "item_refused"]
    assert (told["item"], told["detail"]) == (
        world.site.url(bad),
        f"a sitemap that could not be read: {reason}",
    )


async def test_an_index_of_which_all_sitemaps_are_gone_fails_and_is_not_gone(world: SmallWorld) -> None:
    index(world, "/status/410", "/status/404")
    state = await world.poll(world.feed("/index"))
    assert state.trouble
    assert (state.status, state.trouble.reason) == ("failing", "http_410")
    assert "no sitemap could be read" in state.trouble.detail


async def test_sitemaps_are_read_again_though_their_index_does_not_change(world: SmallWorld) -> None:
    index(world, sitemap(world, 1, 1))
    state = await world.poll(world.feed("/index"))
    sitemap(world, 1, 1, 2)
    state = await world.poll_when_due(state)
    assert state.counts == Counts(new=2, known=1)


async def test_sitemaps_are_read_until_there_are_items_enough(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_ITEMS", 3)
    index(world, sitemap(world, 1, 1, 2), sitemap(world, 2, 3, 4), sitemap(world, 3, 5))
    found = await document(world)
    assert [item.url for item in found.items] == [world.site.url(f"/story/{n}") for n in (1, 2, 3)]
    assert [problem.where for problem in found.problems] == ["item 4"]
    assert world.site.count("/map/3") == 0


async def test_sitemaps_that_are_too_many_are_told(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_SITEMAPS", 2)
    index(world, *(sitemap(world, n, n) for n in (1, 2, 3)))
    found = await document(world)
    assert len(found.items) == 2
    assert found.problems == (Problem("sitemap 3", "more than 2 sitemaps: the rest is left out"),)


async def test_problems_are_told_up_to_a_hundred_and_then_counted(world: SmallWorld) -> None:
    for number in (1, 2):
        bad = "".join(f"<url><loc>ftp://{number}.example/{n}</loc></url>" for n in range(80))
        world.site.serve(f"/map/{number}", f"<urlset {SPACE}>{bad}</urlset>".encode())
    index(world, "/map/1", "/map/2")
    found = await document(world)
    assert len(found.problems) == 101
    assert found.problems[-1] == Problem("sitemaps", "60 problems more")


async def test_problems_without_end_do_not_hold_up_others(world: SmallWorld) -> None:
    state = world.feed("/feed")
    source = Source(state.feed.url, None, None, NOON)
    items = PolledItems(state, source, world.given.client, world.wire)
    problems = tuple(Problem(f"item {number}", "bad") for number in range(1000))
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def between() -> None:
        raise AssertionError

    other = asyncio.create_task(count_turns())
    await items.take_all(Document("rss", problems=problems), pages=50, between=between)
    other.cancel()
    assert items.counts == Counts(refused=1000)
    assert turns > 10
