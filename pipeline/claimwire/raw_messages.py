"""Raw articles as messages: what everything that feeds the wire puts on the raw topic."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import structlog

from claimwire.envelope import HEADROOM, outgoing
from claimwire.errors import Refused
from claimwire.kafka import KafkaPublisher, require_topic, start_producer
from claimwire.normalize import raw_article_id
from claimwire.outage import outages_told
from claimwire.outbox import LAST_WORDS_S, Content
from claimwire.settings import Settings
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW

log = structlog.get_logger(__name__)

MAX_BYTES = RAW.max_message_bytes - HEADROOM
"""The largest article that the raw topic takes."""

_SOURCE = "/claimwire/feed"


def raw_message(article: RawArticle, *, time: datetime) -> Content:
    """Return a raw article as a message whose key is its id, or why its topic would not take it."""
    name = raw_article_id(article)
    try:
        return outgoing(article, key=name.encode(), record_id=name, source=_SOURCE, time=time, trace=[])
    except Refused as refused:
        return str(refused)


@asynccontextmanager
async def raw_publisher(
    settings: Settings, *, tell: Callable[[str], None] | None = None
) -> AsyncIterator[KafkaPublisher]:
    """Give a publisher of raw articles while the context lasts.

    `tell` hears when the broker goes, and when it is back; without it, the log does.

    Raises `BrokerError` when no broker answers or the topic is missing.
    """
    producer = await start_producer(settings, idempotent=False)  # a repeat leads to nothing
    try:
        require_topic(RAW.name, (await producer.client.fetch_all_metadata()).topics(), settings)
        async with outages_told(producer, settings.bootstrap_servers, tell or log.warning):
            yield KafkaPublisher(producer)
    finally:
        # It has nothing left to send, or waits for a broker that does not answer.
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_S):
                await producer.stop()
