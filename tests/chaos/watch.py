"""What comes out: read from the beginning while the run lasts, each id with where and when it was first."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from claimwire.kafka import start_consumer
from claimwire.settings import Settings
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import DEAD_LETTERS, ENRICHED
from tests.chaos.plan import OUT, Ids

SETTLED_S = 1.0
STOP_S = 15
READ_S = 60


class Place(NamedTuple):
    """Where a record is."""

    partition: int
    offset: int


@dataclass
class Watch:
    """All that came out so far."""

    consumer: AIOKafkaConsumer
    name: Callable[[str], str] = str
    first: dict[str, dict[str, Place]] = field(default_factory=lambda: defaultdict(dict))
    """By topic and id, where it was first."""

    order: Ids = field(default_factory=lambda: {topic: defaultdict(list) for topic in OUT})
    total: Counter[str] = field(default_factory=Counter)
    letters: dict[str, DeadLetter] = field(default_factory=dict)
    new_at: list[float] = field(default_factory=list)
    """When enriched articles came that had not been there, by the monotonic clock."""

    last_at: float = field(default_factory=monotonic)

    @property
    def twice(self) -> int:
        """Records that were there already."""
        return sum(self.total.values()) - sum(map(len, self.first.values()))

    def standstill_s(self, since: float) -> float:
        """Return the longest time without a new enriched article, from a moment on."""
        times = [since, *(at for at in self.new_at if at > since)]
        return max((after - before for before, after in pairwise(times)), default=0)

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            with suppress(KafkaError):
                for messages in (await self.consumer.getmany(timeout_ms=200, max_records=5000)).values():
                    for message in messages:
                        self._note(message)

    def _note(self, message: Any) -> None:
        record_id = dict(message.headers).get("ce_id", b"").decode()
        if not record_id:  # it was fed there, to be refused
            return
        record_id = self.name(record_id)
        self.total[message.topic] += 1
        self.last_at = monotonic()
        first = self.first[message.topic]
        if record_id in first:
            return
        first[record_id] = Place(message.partition, message.offset)
        if message.topic == DEAD_LETTERS.name:
            self.letters[record_id] = DeadLetter.decode(message.value)
            return
        self.order[message.topic][message.key].append(record_id)
        if message.topic == ENRICHED.name:
            self.new_at.append(self.last_at)

    async def until(self, ends: dict[tuple[str, int], int]) -> None:
        """Wait until all before these ends has been read."""
        async with asyncio.timeout(READ_S):
            for partition in self.consumer.assignment():
                while await self.consumer.position(partition) < ends[partition.topic, partition.partition]:
                    await asyncio.sleep(0.05)

    async def ends(self, *, by: AIOKafkaConsumer | None) -> dict[tuple[str, int], int]:
        """Return the ends of all partitions, as a consumer is told them, or None: as fetching tells them."""
        partitions = self.consumer.assignment()
        if by:
            ends = await by.end_offsets(partitions)
        else:
            await asyncio.sleep(SETTLED_S)
            ends = {partition: self.consumer.highwater(partition) or 0 for partition in partitions}
        return {(partition.topic, partition.partition): end for partition, end in ends.items()}


@asynccontextmanager
async def watching(settings: Settings, name: Callable[[str], str]) -> AsyncIterator[Watch]:
    """Watch every topic that workers write to; ids are known by what `name` gives for them."""
    consumer = await start_consumer(settings, *OUT, DEAD_LETTERS.name, from_beginning=True)
    watch = Watch(consumer, name)
    reading = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        with suppress(TimeoutError):
            await asyncio.wait_for(consumer.stop(), STOP_S)
