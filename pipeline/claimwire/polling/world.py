"""The world that feeds are polled in: the web, a reader of documents, the broker and the time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from claimwire.kafka import Publisher
from claimwire.polling.fetch import Client, FeedReader
from claimwire.polling.schedule import Bounds
from claimwire.settings import Settings
from claimwire.web.client import WebClient
from claimwire.web.polite import PoliteClient
from claimwire.web.turns import Turns


@dataclass(frozen=True)
class World:
    """All that a poll needs beside a feed's state: `pages` is how many pages one poll may fetch."""

    client: Client
    reader: FeedReader
    publisher: Publisher
    now: Callable[[], datetime]
    bounds: Bounds
    pages: int


@asynccontextmanager
async def polite_client(settings: Settings) -> AsyncIterator[PoliteClient]:
    """Give the client that feeds and pages are fetched with."""
    async with WebClient(contact=settings.contact, allow_private=settings.allow_private) as client:
        yield PoliteClient(client, turns=Turns(spacing_s=settings.host_spacing_s))
