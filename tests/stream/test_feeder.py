"""The feeder on a broker: feeds are shared out, taken over, remembered; no item is lost to a kill."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from claimwire.kafka import Outgoing, start_consumer
from claimwire.polling.admin import Listed, add_feeds, feed_of, listed_feeds, remove_feeds
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from claimwire_schemas import DeadLetter, RawArticle
from claimwire_schemas.topics import DEAD_LETTERS, FEEDS, RAW
from tests.polling.world import item, rss
from tests.stream.wire import Workers, feed, workers
from tests.web.server import Site, misbehaving_server

pytestmark = pytest.mark.broker
COMMAND = ("feeds", "run")
FEEDERS_S = 90


@dataclass
class News:
    """A site of feeds, and all that came of them on the raw topic."""

    site: Site
    settings: Settings
    feeders: Workers
    times: Counter[str] = field(default_factory=Counter)

    def serve(self, feeds: int, items: range) -> list[str]:
        """Let so many feeds, each on a host of its own, have these items; return the feeds' URLs."""
        for number in range(feeds):
            entries = (item(n, url=story(number, n)) for n in reversed(items))
            self.site.serve(f"/feed/{number}", rss(*entries, title=f"Courier {number}"))
        return [self.site.url(f"/feed/{number}", host=f"127.0.2.{number + 1}") for number in range(feeds)]

    async def until(self, enough: Callable[[], bool]) -> float:
        """Wait until enough has come; return how many seconds that took."""
        begun = monotonic()
        while not enough():
            assert monotonic() - begun < FEEDERS_S, self.said()
            await asyncio.sleep(0.05)
        return monotonic() - begun

    async def listed(self, enough: Callable[[list[Listed]], bool]) -> list[Listed]:
        """Return the feeds once they are as they should be."""
        begun = monotonic()
        while not enough(found := list((await listed_feeds(self.settings)).values())):
            assert monotonic() - begun < FEEDERS_S, found
            await asyncio.sleep(0.2)
        return found

    async def polls(self, path: str, more: int) -> None:
        """Wait until a feed has been asked for so many times more."""
        before = self.site.count(path)
        await self.until(lambda: self.site.count(path) >= before + more)

    def said(self) -> str:
        return "\n".join(feeder.log.read_text()[-2000:] for feeder in self.feeders.all)


def story(number: int, n: int) -> str:
    return f"http://courier-{number}.example/{n}"


def stories(feeds: int, items: range) -> set[str]:
    return {story(number, n) for number in range(feeds) for n in items}


@pytest.fixture
async def news(bootstrap: str, shortest_session_s: float, tmp_path: Path) -> AsyncIterator[News]:
    settings = Settings(
        bootstrap_servers=bootstrap,
        session_timeout_s=shortest_session_s,
        allow_private=True,
        host_spacing_s=0,
        feed_min_interval_s=1,
        feed_max_interval_s=2,
    )
    await create_topics(settings)
    with workers(settings, tmp_path, command=COMMAND) as feeders:
        async with misbehaving_server() as site:
            found = News(site, settings, feeders)
            reading = asyncio.create_task(_count(found))
            yield found
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _count(news: News) -> None:
    consumer = await start_consumer(news.settings, RAW.name, from_beginning=True)
    try:
        async for message in consumer:
            news.times[RawArticle.decode(message.value).url or ""] += 1
    finally:
        await consumer.stop()


@pytest.mark.slow
async def test_a_feeder_that_is_killed_loses_nothing_and_another_takes_over(news: News) -> None:
    feeds = 24
    await news.feeders.start(2)
    await add_feeds([feed_of(url) for url in news.serve(feeds, range(10))], news.settings)
    await news.until(lambda: len(news.times) >= feeds * 10 / 2)
    news.feeders.all[0].kill()
    await news.until(lambda: set(news.times) == stories(feeds, range(10)))

    news.serve(feeds, range(5, 15))
    await news.until(lambda: set(news.times) == stories(feeds, range(15)))
    # One whose first items came from the feeder that was killed, before it wrote them down, has ten.
    await news.listed(lambda all_: all(one.state and one.state.counts.new >= 10 for one in all_))
    assert news.feeders.all[1].terminate() == 0


async def test_what_was_seen_is_remembered_when_all_feeders_stop(news: News) -> None:
    feeds = 7
    urls = news.serve(feeds, range(10))
    await add_feeds([feed_of(url) for url in urls], news.settings)
    [first] = await news.feeders.start(1)
    await news.listed(lambda all_: all(one.state and one.state.polls for one in all_))
    assert first.terminate() == 0

    news.serve(feeds, range(11))
    await news.feeders.start(1)
    await news.until(lambda: set(news.times) == stories(feeds, range(11)))
    await asyncio.sleep(2)
    assert set(news.times.values()) == {1}, "each was published once"


async def test_a_feed_that_is_removed_is_not_polled_and_one_that_is_added_again_is(news: News) -> None:
    urls = news.serve(3, range(2))
    await add_feeds([feed_of(url) for url in urls], news.settings)
    await news.feeders.start(1)
    await news.until(lambda: set(news.times) == stories(3, range(2)))
    assert await remove_feeds([urls[0], "http://nowhere.example/"], news.settings) == (urls[0],)
    await news.listed(lambda all_: [one.feed.url for one in all_] == urls[1:])
    await news.polls("/feed/1", 1)  # or a poll was under way when it was removed
    asked = news.site.count("/feed/0")
    await news.polls("/feed/1", 2)
    assert news.site.count("/feed/0") == asked
    assert len(await add_feeds([feed_of(urls[0])], news.settings)) == 1
    await news.until(lambda: news.site.count("/feed/0") > asked)


async def test_a_message_that_is_no_feed_is_a_dead_letter(news: News) -> None:
    bad = [
        Outgoing(FEEDS.name, b"http://a.example/", b"{", []),
        Outgoing(FEEDS.name, b"http://b.example/", feed_of("http://a.example/").encode(), []),
        Outgoing(FEEDS.name, b"file:///etc/passwd", b'{"url": "file:///etc/passwd"}', []),
        # Three times as many bytes when it is read as text with replacements: more than the changelog takes.
        Outgoing(FEEDS.name, b"\xff" * 400_000, None, []),
    ]
    await feed(news.settings, bad)
    await news.feeders.start(1)
    consumer = await start_consumer(news.settings, DEAD_LETTERS.name, from_beginning=True)
    try:
        letters = [
            DeadLetter.decode((await asyncio.wait_for(consumer.getone(), 60)).value) for _ in range(len(bad))
        ]
    finally:
        await consumer.stop()
    assert Counter((letter.stage, letter.reason) for letter in letters) == {
        ("register", "bad_json"): 1,
        ("register", "wrong_key"): 2,
        ("register", "invalid_record"): 1,
    }
