"""Administration: feeds are added, removed and listed on their topic; the feeders do the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from aiokafka.errors import KafkaError
from pydantic import ValidationError
from yarl import URL

from claimwire.envelope import cloud_event_headers
from claimwire.errors import InputError, NotDelivered
from claimwire.kafka import KafkaPublisher, Outgoing, partitioner, require_topic, start_producer
from claimwire.polling.feed_state import FeedState
from claimwire.polling.states import feeds_changelog_of
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import DecodeError, Feed, Message
from claimwire_schemas.topics import FEEDS, Topic

M = TypeVar("M", bound=Message)
_SOURCE = "/claimwire/feeds"


@dataclass(frozen=True)
class Listed:
    """A feed as it is registered, on which partition, and its state; None where no feeder has it yet."""

    feed: Feed
    partition: int
    state: FeedState | None = None


def feed_of(url: str, **fields: object) -> Feed:
    """Return the feed at an address, which may have any letters; raises `InputError` for what is none."""
    try:
        return Feed.model_validate({"url": str(URL(url.strip()).with_fragment(None)), **fields})
    except ValidationError as error:
        item = error.errors(include_url=False, include_input=False)[0]
        if item["loc"] != ("url",):
            raise InputError(f"{url}: {item['loc'][0]}: {item['msg']}") from None
        raise InputError(
            f"{url}: give a full address, such as https://example.org/feed, without a user or password"
        ) from None
    except ValueError as error:
        raise InputError(f"{url}: not a URL: {error}") from None


async def listed_feeds(settings: Settings) -> dict[str, Listed]:
    """Return the registered feeds by URL, in the order of their URLs.

    Raises `BrokerError` when no broker answers or a topic is missing.
    """
    changelog = Topic(feeds_changelog_of(settings), FeedState, "", None, FEEDS.max_message_bytes)
    feeds, states = await asyncio.gather(
        _latest(FEEDS, Feed, settings), _latest(changelog, FeedState, settings)
    )
    found = {
        url: Listed(feed, partition, states[url][0] if url in states else None)
        for url, (feed, partition) in feeds.items()
    }
    return dict(sorted(found.items()))


async def add_feeds(
    feeds: Sequence[Feed], settings: Settings, *, keeps_known: bool = False
) -> tuple[Feed, ...]:
    """Register feeds, and return those that are new; one that is there takes what is said of it now.

    With `keeps_known` it stays as it is.

    All feeds of a host go to one partition, so that one feeder asks that host. Raises `NotDelivered`.
    """
    known = await listed_feeds(settings)
    async with _publisher(settings) as (publisher, partitions):
        place = partitioner(partitions)
        for feed in feeds:
            there = known.get(feed.url)
            if there and keeps_known:
                continue
            at = there.partition if there else place((URL(feed.url).host or "").encode())
            await _send(publisher, feed.url, feed, partition=at)
    return tuple(feed for feed in feeds if feed.url not in known)


async def remove_feeds(urls: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """End the polling of feeds, and return those that were registered; raises `NotDelivered`."""
    known = await listed_feeds(settings)
    there = tuple(dict.fromkeys(url for url in urls if url in known))
    async with _publisher(settings) as (publisher, _):
        for url in there:
            await _send(publisher, url, None, partition=known[url].partition)
    return there


async def _latest(topic: Topic, record: type[M], settings: Settings) -> dict[str, tuple[M, int]]:
    """Return the last record of each key with its partition; what cannot be read is as if removed."""
    found: dict[str, tuple[M, int]] = {}
    async with aclosing(snapshot(topic, settings)) as messages:
        async for message in messages:
            key = (message.key or b"").decode("utf-8", "replace")
            found.pop(key, None)
            try:
                if message.value is not None:
                    found[key] = record.decode(message.value), message.partition
            except DecodeError:
                continue
    return found


async def _send(publisher: KafkaPublisher, url: str, feed: Feed | None, *, partition: int) -> None:
    headers = cloud_event_headers(FEEDS, record_id=url, source=_SOURCE, time=datetime.now(UTC))
    value = feed.encode() if feed else None
    try:
        await (await publisher.send(Outgoing(FEEDS.name, url.encode(), value, headers, partition=partition)))
    except KafkaError as error:
        raise NotDelivered(f"{url}: not delivered: {error!r}") from None


@asynccontextmanager
async def _publisher(settings: Settings) -> AsyncIterator[tuple[KafkaPublisher, int]]:
    producer = await start_producer(settings)
    try:
        require_topic(FEEDS.name, (await producer.client.fetch_all_metadata()).topics(), settings)
        yield KafkaPublisher(producer), len(await producer.partitions_for(FEEDS.name))
    finally:
        await producer.stop()
