"""The states of the feeds on a feeder's partitions: a Faust table and its only writer."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, MutableMapping
from datetime import datetime
from typing import Protocol

import orjson
import structlog
from aiokafka.errors import KafkaError

from claimwire.errors import NotDelivered
from claimwire.kafka import Outgoing, Publisher
from claimwire.polling.feed_state import FeedState
from claimwire.settings import Settings
from claimwire_schemas import DecodeError, Feed

log = structlog.get_logger(__name__)


def feeder_group(settings: Settings) -> str:
    """Return the consumer group (Faust app id) of the feeders."""
    return f"{settings.group}-feeder"


def feeds_changelog_of(settings: Settings) -> str:
    """Return the topic in which the states of the feeds are kept."""
    return f"{feeder_group(settings)}-feeds-changelog"


class Table(Protocol):
    """The used part of a Faust table's interface."""

    @property
    def data(self) -> MutableMapping[bytes, bytes]:
        """The entries in memory; a change here is not written to the changelog."""


class FeedStates:
    """The states of feeds, in a Faust table that is written by itself.

    Faust restores the table from its changelog. Our own producer writes there and waits for the broker's
    confirmation. It sends one record at a time to a partition: if a log's last batch has more, the embedded
    broker reports a wrong end, and a restored table would lack its tail.
    """

    def __init__(self, table: Table, publisher: Publisher, *, changelog: str) -> None:
        self._table = table
        self._publisher = publisher
        self._changelog = changelog
        self._states: dict[str, FeedState] = {}
        self._writing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def __iter__(self) -> Iterator[FeedState]:
        return iter(self._states.values())

    def __len__(self) -> int:
        return len(self._states)

    def get(self, url: str) -> FeedState | None:
        """Return a feed's state."""
        return self._states.get(url)

    def open(self, partitions: Collection[int], *, at: datetime) -> None:
        """Load the feeds of these partitions from the table; forget all others."""
        restored = [state for key in self._table.data if (state := self._restored(key, at))]
        self._states = {state.feed.url: state for state in restored if state.partition in partitions}
        for state in restored:
            if state.partition not in partitions:
                del self._table.data[state.feed.url.encode()]

    async def add(self, feed: Feed, *, partition: int, at: datetime) -> None:
        """Store a feed. A known one keeps its history, and is polled at once at its own URL.

        Raises `NotDelivered` if the broker does not accept it, as all writing methods do.
        """
        # Not the states in memory, which may not be loaded yet or may differ from the table.
        known = self._restored(feed.url.encode(), at)
        if known is None:
            state = FeedState(feed=feed, partition=partition, added_at=at, next_at=at)
        else:
            changes = {"feed": feed, "partition": partition, "next_at": at, "strikes": 0}
            status = "waiting" if known.status in ("dead", "retired") else known.status
            state = known.unmoved().model_copy(update={**changes, "status": status})
        await self._write(state)

    async def remove(self, url: str, *, partition: int) -> None:
        """Drop a feed and its history."""
        self._states.pop(url, None)
        self._table.data.pop(url.encode(), None)
        await self._send(url, None, partition)

    async def save(self, state: FeedState) -> None:
        """Store a feed's progress, unless it was removed meanwhile; changed settings stay."""
        known = self._states.get(state.feed.url)
        if known is not None:
            await self._write(state.model_copy(update={"feed": known.feed, "partition": known.partition}))

    def put_off(self, url: str, *, until: datetime) -> None:
        """Delay a feed, in memory only."""
        known = self._states.get(url)
        if known is not None:
            self._states[url] = known.model_copy(update={"next_at": until})

    async def _write(self, state: FeedState) -> None:
        value = state.encode()
        self._states[state.feed.url] = state
        self._table.data[state.feed.url.encode()] = value
        await self._send(state.feed.url, value, state.partition)

    async def _send(self, url: str, value: bytes | None, partition: int) -> None:
        message = Outgoing(self._changelog, url.encode(), value, [], partition=partition)
        try:
            async with self._writing[partition]:
                await (await self._publisher.send(message))
        except KafkaError as error:
            raise NotDelivered(f"{url}: its state was not delivered: {error!r}") from None

    def _restored(self, key: bytes, at: datetime) -> FeedState | None:
        value = self._table.data.get(key)
        if value is None:
            return None
        try:
            return FeedState.decode(value)
        except DecodeError as error:
            # Knowing only a feed's URL is harmless; stopping is worse.
            log.warning("state_unreadable", feed=key.decode(errors="replace"), detail=str(error))
            return _begun_again(key, value, at)


def _begun_again(key: bytes, value: bytes, at: datetime) -> FeedState | None:
    """Return a new state for a feed from one of another version; None if it names no feed."""
    try:
        fields = orjson.loads(value)
        known = {"feed": fields["feed"], "partition": fields["partition"]}
        state = FeedState.model_validate({**known, "added_at": at, "next_at": at})
    except (ValueError, TypeError, KeyError):
        return None
    return state if state.feed.url.encode() == key else None


def due(states: FeedStates, *, at: datetime, busy: Callable[[str], bool]) -> list[FeedState]:
    """Return the feeds that are due and not being polled, the longest overdue first."""
    waiting = [
        (state.next_at, state.feed.url, state)
        for state in states
        if state.next_at is not None and state.next_at <= at and not busy(state.feed.url)
    ]
    return [state for _, _, state in sorted(waiting, key=lambda entry: entry[:2])]
