"""A scout: where a topic's partitions begin and end, asked before anything is read.

The embedded broker answers ListOffsets wrongly: its end is one after the *beginning* of the last batch,
and its index of times knows only when a batch came. What it says in Fetch is right: there ends are fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError
from claimwire.kafka import require_topic, start_consumer
from claimwire.settings import Settings
from claimwire_schemas.topics import Topic

Offsets = dict[TopicPartition, int]
_NEVER_MS = 2**53
_ANSWER_S = 30.0
_POLL_S = 0.005


def kafka_ms(at: datetime) -> int:
    """Return a time as Kafka has it: in milliseconds since 1970, and nothing is from before."""
    return max(int(at.timestamp() * 1000), 0)


class Scout:
    """Answers for all partitions of a topic. `lists_offsets` tells whether the broker lists them rightly."""

    def __init__(
        self, consumer: AIOKafkaConsumer, partitions: tuple[TopicPartition, ...], *, lists_offsets: bool
    ) -> None:
        self._consumer = consumer
        self._partitions = partitions
        self.lists_offsets = lists_offsets

    async def beginnings(self) -> Offsets:
        """Return the first offset of each partition."""
        offsets: Offsets = await self._consumer.beginning_offsets(self._partitions)
        return offsets

    async def ends(self) -> Offsets:
        """Return the end of each partition: the offset that its next record will get."""
        ends: Offsets = await self._consumer.end_offsets(self._partitions)
        if self.lists_offsets:
            return ends
        # Each of these has a record before its listed end, so that the broker answers at once.
        return ends | await self._fetched_ends({at: end for at, end in ends.items() if end > 0})

    async def first_at(self, time_ms: int) -> Offsets:
        """Return the offset of each partition's first record at a time or later, its end if there is none."""
        found = await self._consumer.offsets_for_times(dict.fromkeys(self._partitions, time_ms))
        ends = await self.ends()
        return {at: found[at].offset if found[at] else ends[at] for at in self._partitions}

    async def _fetched_ends(self, listed: Offsets) -> Offsets:
        self._consumer.assign(list(listed))
        for partition, end in listed.items():
            self._consumer.seek(partition, end - 1)
        ends: Offsets = {}
        async with asyncio.timeout(_ANSWER_S):
            while len(ends) < len(listed):
                await asyncio.sleep(_POLL_S)
                told = {at: self._consumer.highwater(at) for at in listed}
                ends = {at: end for at, end in told.items() if end is not None}
        return ends


@asynccontextmanager
async def scout(topic: Topic, settings: Settings) -> AsyncIterator[Scout]:
    """Give a scout of a topic; raises `BrokerError` when the broker does not answer or has no such topic."""
    consumer = await start_consumer(settings, from_beginning=True)
    try:
        require_topic(topic.name, await consumer.topics(), settings)
        first = TopicPartition(topic.name, 0)
        lists_offsets = (await consumer.offsets_for_times({first: _NEVER_MS}))[first] is None
        # Asking after one partition has taught the consumer of the others.
        numbers = sorted(consumer.partitions_for_topic(topic.name) or {0})
        partitions = tuple(TopicPartition(topic.name, number) for number in numbers)
        yield Scout(consumer, partitions, lists_offsets=lists_offsets)
    except (KafkaError, TimeoutError) as error:
        raise BrokerError(f"{topic.name} on {settings.bootstrap_servers}: {error!r}") from None
    finally:
        await consumer.stop()
