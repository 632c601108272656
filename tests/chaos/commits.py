"""What workers have acknowledged: looked at again and again, and held against what the broker had by then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError
from claimwire.kafka import start_consumer
from claimwire.settings import Settings
from claimwire_schemas.topics import ARTICLES, ENRICHED, RAW
from tests.chaos.watch import Place, Watch

LOOK_EVERY_S = 0.7
LOOK_S = 15


@dataclass(frozen=True)
class Look:
    """Committed offsets at a moment, and the ends of the topics right after it."""

    committed: dict[tuple[str, int], int]
    ends: dict[tuple[str, int], int]


@dataclass
class Commits:
    """Every look at a group's commits."""

    settings: Settings
    watch: Watch
    told_right: bool
    looks: list[Look] = field(default_factory=list)

    async def look(self) -> None:
        """Look once, by clients that have seen no broker die; raises `KafkaError` or `TimeoutError`."""
        async with asyncio.timeout(LOOK_S):
            consumer = await start_consumer(self.settings, group=self.settings.group)
            try:
                await self._look(consumer)
            finally:
                await consumer.stop()

    async def _look(self, consumer: AIOKafkaConsumer) -> None:
        committed = {}
        for topic in (RAW.name, ARTICLES.name):
            for number in range(self.settings.partitions):
                offset = await consumer.committed(TopicPartition(topic, number))
                committed[topic, number] = offset or 0
        ends = await self.watch.ends(by=consumer if self.told_right else None)
        self.looks.append(Look(committed, ends))

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            with suppress(KafkaError, BrokerError, TimeoutError):
                await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    def too_early(self, fed: dict[Place, str], enriched: Container[str]) -> int:
        """Count messages that were acknowledged before the broker had what they led to.

        `fed` tells, by its place on the raw topic, the article record that a message leads to; `enriched` has
        the ids that are to be enriched, since others are refused.
        """
        first = self.watch.first[ARTICLES.name]
        articles = {place: name for name, place in first.items() if name in enriched}
        return self._early(RAW.name, fed, ARTICLES.name) + self._early(ARTICLES.name, articles, ENRICHED.name)

    def _early(self, taken: str, led_to: dict[Place, str], target: str) -> int:
        early = 0
        done = dict.fromkeys(range(self.settings.partitions), 0)
        for look in self.looks:
            for partition in done:
                until = look.committed[taken, partition]
                for offset in range(done[partition], until):
                    name = led_to.get(Place(partition, offset))
                    early += name is not None and not self._there(look, target, name)
                done[partition] = max(until, done[partition])
        return early

    def _there(self, look: Look, topic: str, name: str) -> bool:
        place = self.watch.first[topic].get(name)
        return place is not None and place.offset < look.ends.get((topic, place.partition), 0)


@asynccontextmanager
async def looking_at_commits(settings: Settings, watch: Watch, *, told_right: bool) -> AsyncIterator[Commits]:
    """Look at what the workers' group has committed, while the context lasts."""
    commits = Commits(settings, watch, told_right)
    looking = asyncio.create_task(commits.run())
    try:
        yield commits
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
