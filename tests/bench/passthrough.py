"""The engine alone: messages copied from topic to topic, by our agents and by a bare aiokafka loop."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from time import perf_counter, process_time

from claimwire.kafka import KafkaPublisher, Outgoing, start_consumer, start_producer
from claimwire.settings import Settings
from claimwire.stream.agent import Agent
from claimwire.stream.commits import Fetched
from claimwire.stream.delivery import Delivery, Outcome, StageName
from claimwire.stream.engine import attach, new_app
from claimwire.stream.metrics import Metrics
from claimwire_schemas.topics import ARTICLES, RAW

MESSAGE = os.urandom(2500).hex().encode()


@dataclass(frozen=True)
class Rate:
    """Messages, and the wall and CPU seconds that they took."""

    messages: int
    wall_s: float
    cpu_s: float

    @property
    def per_second(self) -> float:
        return self.messages / self.wall_s

    @property
    def per_cpu_second(self) -> float:
        return self.messages / self.cpu_s

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu_s / self.messages


@dataclass(frozen=True)
class Copy:
    """A stage that does nothing but pass on."""

    name: StageName = "normalize"

    async def work(self, delivery: Delivery) -> Outgoing:
        return Outgoing(ARTICLES.name, delivery.key, delivery.value, delivery.headers)

    def conclude(self, _: Delivery, message: Outgoing) -> Outcome:
        return Outcome("published", (message,))


async def fill(settings: Settings, messages: int) -> None:
    """Put messages of 5 kB on the raw topic."""
    producer = await start_producer(settings)
    try:
        sent = [await producer.send(RAW.name, MESSAGE, key=b"%d" % n) for n in range(messages)]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def faust_rate(settings: Settings, messages: int) -> Rate:
    """Copy all messages by an agent as the worker runs them: in order, acknowledged after delivery."""
    producer = await start_producer(settings)
    metrics = Metrics()
    with tempfile.TemporaryDirectory() as datadir:
        app = new_app(settings, Fetched(), metrics, datadir=datadir)
        attach(app, RAW.name, Agent(Copy(), KafkaPublisher(producer), metrics, settings.in_flight))
        await app.start()
        done = metrics.articles.labels("normalize", "published")
        while not done._value.get():  # noqa: ASYNC110 - a metric sets no event
            await asyncio.sleep(0.002)
        first = done._value.get()
        wall, cpu = perf_counter(), process_time()
        while done._value.get() < messages:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        rate = Rate(int(messages - first), perf_counter() - wall, process_time() - cpu)
        await app.stop()
    await producer.stop()
    return rate


async def aiokafka_rate(settings: Settings, messages: int) -> Rate:
    """Copy all messages by a bare loop that commits a batch after its delivery."""
    producer = await start_producer(settings)
    consumer = await start_consumer(settings, RAW.name, group=f"{settings.group}-bare", from_beginning=True)
    await consumer.getone()
    wall, cpu, copied = perf_counter(), process_time(), 1
    while copied < messages:
        batches = await consumer.getmany(timeout_ms=1000, max_records=settings.in_flight)
        sent = [
            await producer.send(ARTICLES.name, message.value, key=message.key)
            for batch in batches.values()
            for message in batch
        ]
        await asyncio.gather(*sent)
        await consumer.commit()
        copied += len(sent)
    rate = Rate(copied - 1, perf_counter() - wall, process_time() - cpu)
    await consumer.stop()
    await producer.stop()
    return rate
