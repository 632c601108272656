"""Wait for the workers: until every fed article is enriched, unchanged or a dead letter.

A worker commits a message after all its output is on the broker. So an article is done once the workers'
group has committed it on the raw topic, and then everything that was on the next topic by then.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import RecordMetadata

from claimwire.errors import BrokerError
from claimwire.kafka import Outgoing, Publisher, start_consumer
from claimwire.outage import outages_told
from claimwire.settings import Settings
from claimwire.subscribe.scout import Offsets, scout
from claimwire.subscribe.snapshot import Stretch, messages_in
from claimwire_schemas.topics import ARTICLES, DEAD_LETTERS

_LOOK_EVERY_S = 0.5
_PATIENCE_S = 30.0


@dataclass
class Sent:
    """What a feed has sent: the ids of its articles, and where they end on each raw partition.

    `dead_before` is where the dead letters ended before the feed.
    """

    dead_before: Offsets
    ids: set[bytes] = field(default_factory=set)
    ends: Offsets = field(default_factory=dict)

    def note(self, message: Outgoing, done: Future[object]) -> None:
        """Note a message that the broker has confirmed."""
        if done.cancelled() or done.exception():
            return
        where = done.result()
        if isinstance(where, RecordMetadata):
            at = TopicPartition(where.topic, where.partition)
            self.ends[at] = max(self.ends.get(at, 0), where.offset + 1)
            self.ids.add(message.key or b"")


@dataclass(frozen=True)
class NotingPublisher:
    """Sends messages, and notes each one that the broker confirms."""

    publisher: Publisher
    sent: Sent

    async def send(self, message: Outgoing) -> Future[object]:
        """Send a message; await the future for the broker's answer."""
        done = await self.publisher.send(message)
        done.add_done_callback(partial(self.sent.note, message))
        return done


async def nothing_sent(settings: Settings) -> Sent:
    """Return a `Sent` to fill; raises `BrokerError`."""
    async with scout(DEAD_LETTERS, settings) as about:
        return Sent(await about.ends())


async def wait_for_workers(
    sent: Sent, settings: Settings, *, progressed: Callable[[int], None], reported: Callable[[str], None]
) -> None:
    """Wait until the workers have finished what was sent. `progressed` hears how many messages are left.

    Raises `BrokerError` when the broker refuses.
    """
    consumer = await start_consumer(settings, group=settings.group)  # it asks, and joins no group
    waiting = partial(_reached, consumer, progressed=progressed, reported=reported)
    try:
        async with outages_told(consumer, settings.bootstrap_servers, reported):
            await waiting(sent.ends)
            async with scout(ARTICLES, settings) as about:
                ends = await about.ends()
            await waiting(ends)
    except KafkaError as error:
        raise BrokerError(f"group {settings.group} on {settings.bootstrap_servers}: {error!r}") from None
    finally:
        await consumer.stop()


async def _reached(
    consumer: AIOKafkaConsumer,
    ends: Offsets,
    *,
    progressed: Callable[[int], None],
    reported: Callable[[str], None],
) -> None:
    least, since = None, monotonic()
    while left := await _left(consumer.committed, ends):
        progressed(left)
        if least is None or left < least:
            least, since = left, monotonic()
        elif monotonic() - since > _PATIENCE_S:
            reported(
                f"no worker has finished an article for {_PATIENCE_S:.0f} s: `claimwire doctor` tells why"
            )
            since = float("inf")
        await asyncio.sleep(_LOOK_EVERY_S)


async def _left(committed: Callable[[TopicPartition], Awaitable[int | None]], ends: Offsets) -> int:
    return sum([max(end - (await committed(at) or 0), 0) for at, end in ends.items()])


async def count_dead_letters(sent: Sent, settings: Settings) -> int:
    """Return how many of the articles sent became dead letters; raises `BrokerError`."""
    async with scout(DEAD_LETTERS, settings) as about:
        ends = await about.ends()
    stretch = Stretch(dict.fromkeys(ends, 0) | sent.dead_before, ends)
    async with aclosing(messages_in(stretch, settings)) as letters:
        return sum([letter.key in sent.ids async for letter in letters])
