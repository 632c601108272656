"""Delivery: entries go to the broker in order, so many at a time, and it is known how far they have come."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka.errors import InvalidMessageError, KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from claimwire.envelope import outgoing
from claimwire.errors import NotDelivered, Refused
from claimwire.feed.entries import Entry, Position, Unreadable
from claimwire.kafka import Outgoing, Publisher
from claimwire.normalize import raw_article_id
from claimwire_schemas import RawArticle

IN_FLIGHT = 512
IN_FLIGHT_BYTES = 64 * 1024 * 1024
LAST_WORDS_S = 5.0
"""How long an interrupted feed waits for what it has already sent."""
SOURCE = "/claimwire/feed"
REFUSED_BY_BROKER = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidMessageError)
"""What a broker says of one record; anything else would be said of the next one too."""


@dataclass(frozen=True)
class Sendable:
    """An article as a message."""

    where: str
    after: Position
    message: Outgoing

    @property
    def size(self) -> int:
        """Bytes of the message's value."""
        return len(self.message.value or b"")


Item = Sendable | Unreadable
Settled = Callable[[Item, str | None], None]
"""Called for each item in order with what was wrong with it; nothing is with one that the broker has."""


def sendable(entries: Iterable[Entry]) -> Iterator[Item]:
    """Yield each article as a message; one that the topic would not take becomes unreadable."""
    for entry in entries:
        if isinstance(entry, Unreadable):
            yield entry
            continue
        try:
            message = article_message(entry.article, time=datetime.now(UTC))
        except Refused as refused:
            yield Unreadable(entry.where, entry.after, str(refused))
        else:
            yield Sendable(entry.where, entry.after, message)


def article_message(article: RawArticle, *, time: datetime) -> Outgoing:
    """Return a raw article as a message whose key is its id; raises `Refused` for one too large."""
    name = raw_article_id(article)
    return outgoing(article, key=name.encode(), record_id=name, source=SOURCE, time=time, trace=[])


class Outbox:
    """Sends messages in order, `most` of them and `most_bytes` at a time, and settles them in order."""

    def __init__(
        self,
        publisher: Publisher,
        settled: Settled,
        *,
        most: int = IN_FLIGHT,
        most_bytes: int = IN_FLIGHT_BYTES,
    ) -> None:
        self._publisher = publisher
        self._settled = settled
        self._most = most
        self._most_bytes = most_bytes
        self._waiting: deque[tuple[Item, Future[object]]] = deque()
        self._bytes = 0

    async def put(self, item: Item) -> None:
        """Send a message once there is room; raises `NotDelivered` when the broker takes no more."""
        while self._waiting and self._is_full(item):
            await self._settle_first()
        self._waiting.append((item, await self._sent(item)))
        self._bytes += _size(item)
        while self._waiting and self._waiting[0][1].done():
            await self._settle_first()

    async def drain(self) -> None:
        """Wait until everything is settled; raises `NotDelivered`."""
        while self._waiting:
            await self._settle_first()

    def _is_full(self, item: Item) -> bool:
        return len(self._waiting) >= self._most or self._bytes + _size(item) > self._most_bytes

    async def _sent(self, item: Item) -> Future[object]:
        done: Future[object] = asyncio.get_running_loop().create_future()
        if isinstance(item, Unreadable):
            done.set_result(None)
            return done
        try:
            done = await self._publisher.send(item.message)
        except KafkaError as error:
            done.set_exception(error)
        done.add_done_callback(_note_failure)
        return done

    async def _settle_first(self) -> None:
        item, done = self._waiting[0]
        problem = item.problem if isinstance(item, Unreadable) else await _refusal(item.where, done)
        self._waiting.popleft()
        self._bytes -= _size(item)
        self._settled(item, problem)


async def _refusal(where: str, done: Future[object]) -> str | None:
    try:
        # Shielded: an interrupted wait must not cancel the delivery, which is waited for once more.
        await asyncio.shield(done)
    except REFUSED_BY_BROKER as error:
        return f"refused by the broker: {error}"
    except KafkaError as error:
        raise NotDelivered(f"{where}: not delivered: {error}") from None
    return None


def _note_failure(done: Future[object]) -> None:
    """Mark a failure as seen: after the first one, nobody waits for the others."""
    if not done.cancelled():
        done.exception()


def _size(item: Item) -> int:
    return 0 if isinstance(item, Unreadable) else item.size


async def deliver(items: AsyncIterable[Item], outbox: Outbox) -> None:
    """Send all items and wait until all are settled; an interrupted one settles what it can first.

    Raises `NotDelivered` when the broker takes no more.
    """
    try:
        async for item in items:
            await outbox.put(item)
        await outbox.drain()
    except asyncio.CancelledError:
        with suppress(TimeoutError, NotDelivered):
            async with asyncio.timeout(LAST_WORDS_S):
                await outbox.drain()
        raise
