"""The world for polls under test: feeds written here, a wire that keeps what is sent, a clock that is set."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import ClassVar

from claimwire.kafka import Outgoing
from claimwire.polling.feed_state import FeedState
from claimwire.polling.poll import poll
from claimwire.polling.schedule import Bounds
from claimwire.polling.world import World
from claimwire.sources.reader import DocumentReader
from claimwire.web.client import WebClient
from claimwire.web.failures import FetchLimits
from claimwire.web.polite import PoliteClient
from claimwire.web.turns import Turns
from claimwire_schemas import Feed, RawArticle
from tests.web.server import Site, misbehaving_server

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOUNDS = Bounds(600, 86_400)
LONG = "The harbour board of Quenby said on Monday that the ferry will stop for the winter. " * 30
QUICK = FetchLimits(connect_s=1, read_s=0.4, total_s=1.2)


def rss(*items: str, title: str = "Quenby Courier", extra: str = "") -> bytes:
    """Return an RSS feed of items."""
    head = f"<channel><title>{title}</title><link>http://courier.example/</link><description>d</description>"
    return f'<rss version="2.0">{head}{extra}{"".join(items)}</channel></rss>'.encode()


def item(number: int, *, url: str = "", guid: str = "", body: str = LONG) -> str:
    """Return an item of an RSS feed, with a full text unless told otherwise."""
    url = url or f"http://courier.example/story/{number}"
    return (
        f"<item><title>Story {number}</title><link>{escape(url)}</link>"
        f'<guid isPermaLink="false">{guid or f"story-{number}"}</guid>'
        f"<pubDate>Mon, 02 Mar 2026 09:{number % 60:02}:00 +0000</pubDate>"
        f"<description>{escape(body)}</description></item>"
    )


def page(number: int) -> bytes:
    """Return the page of a story."""
    paragraphs = f"<p>{LONG}</p>" * 2
    return f"<html><body><article><h1>Story {number}</h1>{paragraphs}</article></body></html>".encode()


@dataclass
class Wire:
    """A publisher that keeps what is sent."""

    sent: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing) -> Future[object]:
        self.sent.append(message)
        done: Future[object] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    def articles(self) -> list[RawArticle]:
        return [RawArticle.decode(message.value or b"") for message in self.sent]

    def urls(self) -> list[str | None]:
        return [article.url for article in self.articles()]


class NoTable:
    """A table without entries."""

    data: ClassVar[dict[bytes, bytes]] = {}


@dataclass
class KeptTable:
    """A table in memory only."""

    data: dict[bytes, bytes] = field(default_factory=dict)


@dataclass
class SmallWorld:
    """A server, a wire, a clock; and the states that were saved."""

    site: Site
    wire: Wire
    given: World
    saved: list[FeedState]
    clock: list[datetime]

    def feed(self, path: str, *, host: str = "127.0.0.1", **fields: object) -> FeedState:
        """Return the state of a feed that was added just now."""
        feed = Feed.model_validate({"url": self.site.url(path, host=host), **fields})
        return FeedState(feed=feed, partition=0, added_at=self.clock[0], next_at=self.clock[0])

    async def poll(self, state: FeedState) -> FeedState:
        """Poll a feed once."""

        async def save(state: FeedState) -> None:
            self.saved.append(state)

        return await poll(state, self.given, save)

    async def poll_when_due(self, state: FeedState) -> FeedState:
        """Poll a feed at the time that it is due."""
        assert state.next_at
        self.clock[0] = state.next_at
        return await self.poll(state)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock[0] += timedelta(**time)


@asynccontextmanager
async def new_world(
    documents: DocumentReader, *, pages: int = 50, limits: FetchLimits = QUICK
) -> AsyncIterator[SmallWorld]:
    """Give a world whose server misbehaves as `tests.web.server` says."""
    wire, clock = Wire(), [NOON]
    async with misbehaving_server() as site, WebClient(allow_private=True, limits=limits) as web:
        client = PoliteClient(web, turns=Turns(spacing_s=0))
        given = World(client, documents, wire, lambda: clock[0], BOUNDS, pages)
        yield SmallWorld(site, wire, given, [], clock)
