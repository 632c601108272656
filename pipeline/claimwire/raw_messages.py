"""Raw articles as messages: what everything that feeds the wire puts on the raw topic."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from claimwire.envelope import HEADROOM, outgoing
from claimwire.errors import Refused
from claimwire.kafka import KafkaPublisher, require_topic, start_producer
from claimwire.normalize import raw_article_id
from claimwire.outbox import LAST_WORDS_S, Content
from claimwire.settings import Settings
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW

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
async def raw_publisher(settings: Settings) -> AsyncIterator[KafkaPublisher]:
    """Give a publisher of raw articles while the context lasts.

    Raises `BrokerError` when no broker answers or the topic is missing.
    """
    producer = await start_producer(settings, idempotent=False)  # a repeat leads to nothing
    try:
        require_topic(RAW.name, (await producer.client.fetch_all_metadata()).topics(), settings)
        yield KafkaPublisher(producer)
    finally:
        # It has nothing left to send, or waits for a broker that does not answer.
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_S):
                await producer.stop()
