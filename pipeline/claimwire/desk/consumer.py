"""The consumer: enriched articles from the topic into the store.

Its offsets are in the store, written in the transaction that wrote the rows. So nothing is stored twice or
missed, whenever the process is killed. What it commits to the broker is for those who look at lag.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from claimwire.desk.metrics import Metrics
from claimwire.errors import BrokerError, StoreError
from claimwire.kafka import broker_error, client_options, require_topic, start_consumer, started
from claimwire.outage import is_connected, outages_told
from claimwire.settings import Settings
from claimwire.store import Offset, Store, Written
from claimwire.store.alerting import Alert
from claimwire.subscribe import decoded
from claimwire.subscribe.subscription import partition_of
from claimwire_schemas import DecodeError, EnrichedArticle
from claimwire_schemas.topics import ENRICHED

log = structlog.get_logger(__name__)

_POLL_MS = 200
_BATCH = 100
_COMMIT_EVERY_S = 5.0
_LONGEST_WAIT_S = 30.0
_CLOSE_S = 5.0


@dataclass
class Consumer:
    """Reads the topic for as long as it runs; a broker or store that fails is asked again."""

    settings: Settings
    store: Store
    metrics: Metrics
    alert: Alert | None = None
    """Told of what is stored, in the transaction that stores it."""
    waits_for: str | None = "connecting"
    """Why nothing is stored at present; None while all is well."""
    lag: dict[int, int] = field(default_factory=dict)
    """Articles on each assigned partition that are not stored."""

    async def run(self) -> None:
        """Store what comes, until cancelled."""
        wait_s = 1.0
        while True:
            begun = time.monotonic()
            try:
                await self._read()
            except (BrokerError, KafkaError, StoreError) as error:
                wait_s = 1.0 if time.monotonic() - begun > _LONGEST_WAIT_S else wait_s
                self.waits_for = str(error)
                log.warning("desk_reading_failed", error=str(error), again_in_s=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _read(self) -> None:
        topic = ENRICHED.suffixed(self.settings.records_suffix).name
        group = f"{self.settings.group}-desk-{await asyncio.to_thread(self.store.identity)}"
        cluster = await cluster_of(self.settings)
        consumer = await start_consumer(self.settings, group=group, from_beginning=True)
        try:
            require_topic(topic, await consumer.topics(), self.settings)
            consumer.subscribe([topic])
            async with outages_told(consumer, self.settings.bootstrap_servers, log.warning):
                await _Pass(self, consumer, topic, cluster).run()
        finally:
            with suppress(KafkaError, TimeoutError):
                await asyncio.wait_for(consumer.stop(), _CLOSE_S)

    async def stored(self, messages: Sequence[ConsumerRecord], cluster: str) -> None:
        """Store messages and the offsets behind them; a store that fails is tried again, without end."""
        wait_s = 0.5
        while True:
            try:
                written, unreadable = await asyncio.to_thread(self._store, messages, cluster)
            except StoreError as error:
                self.waits_for = str(error)
                self.metrics.failures.inc()
                log.warning("desk_store_failed", error=str(error), again_in_s=wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
            else:
                self.waits_for = None
                self._count(written, unreadable)
                return

    def _store(self, messages: Sequence[ConsumerRecord], cluster: str) -> tuple[Written, int]:
        batch = [record for record in map(_record, messages) if record is not None]
        ends = {(message.topic, message.partition): message.offset + 1 for message in messages}
        offsets = [Offset(cluster, topic, partition, end) for (topic, partition), end in ends.items()]
        written = self.store.write(batch, offsets, keep_days=self.settings.desk_days, alert=self.alert)
        return written, len(messages) - len(batch)

    def _count(self, written: Written, unreadable: int) -> None:
        outcomes = {
            "stored": written.articles,
            "known": written.known,
            "expired": written.expired,
            "unreadable": unreadable,
        }
        for outcome, number in outcomes.items():
            self.metrics.articles.labels(outcome).inc(number)
        self.metrics.claims.inc(written.claims)


@dataclass
class _Pass:
    """One connection to the broker, for as long as it holds."""

    owner: Consumer
    consumer: AIOKafkaConsumer
    topic: str
    cluster: str
    placed: set[TopicPartition] = field(default_factory=set)
    ends: dict[TopicPartition, int] = field(default_factory=dict)
    committed_at: float = 0.0

    async def run(self) -> None:
        """Poll, store, and go on, until the broker fails."""
        while True:
            await self._place()
            polled = await self.consumer.getmany(timeout_ms=_POLL_MS, max_records=_BATCH)
            # What was assigned during the poll is placed first, and read again.
            messages = [
                one for one in chain.from_iterable(polled.values()) if partition_of(one) in self.placed
            ]
            if messages:
                await self.owner.stored(messages, self.cluster)
                self.ends |= {partition_of(message): message.offset + 1 for message in messages}
            elif not is_connected(self.consumer):
                self.owner.waits_for = "no connection to a broker"
            elif self.placed:
                self.owner.waits_for = None
            self._measure()
            await self._commit_if_due()

    async def _place(self) -> None:
        """Put partitions that are new here where the store says."""
        assigned = self.consumer.assignment()
        self.placed &= assigned
        if not (new := assigned - self.placed):
            return
        offsets = await asyncio.to_thread(self.owner.store.offsets, self.cluster, self.topic)
        with suppress(IllegalStateError):  # it was taken away meanwhile
            for partition in new:
                at = offsets.get(partition.partition)
                if at is None:
                    await self.consumer.seek_to_beginning(partition)
                else:
                    self.consumer.seek(partition, at)
                self.placed.add(partition)

    def _measure(self) -> None:
        lag = {}
        for partition in self.placed:
            end, at = self.consumer.highwater(partition), self.ends.get(partition)
            if end is not None:
                lag[partition.partition] = end - at if at is not None else 0
        self.owner.lag = lag
        self.owner.metrics.lag.clear()
        for number, waiting in lag.items():
            self.owner.metrics.lag.labels(str(number)).set(waiting)

    async def _commit_if_due(self) -> None:
        if time.monotonic() - self.committed_at < _COMMIT_EVERY_S:
            return
        self.committed_at = time.monotonic()
        own = {partition: end for partition, end in self.ends.items() if partition in self.placed}
        with suppress(CommitFailedError, IllegalStateError):  # it went to another desk
            if own:
                await self.consumer.commit(own)


async def cluster_of(settings: Settings) -> str:
    """Return the broker's cluster id: of another cluster, offsets mean nothing. Raises `BrokerError`."""
    admin = AIOKafkaAdminClient(**client_options(settings))
    try:
        await started(admin.start(), settings)
        described = await admin.describe_cluster()
        return str(described.get("cluster_id") or "")
    except (KafkaError, OSError) as error:
        raise await broker_error(settings, error) from None
    finally:
        await admin.close()


def _record(message: ConsumerRecord) -> EnrichedArticle | None:
    try:
        return decoded(EnrichedArticle, message)
    except DecodeError as error:
        log.warning("desk_record_unreadable", error=str(error))
        return None
