"""Feeding: messages in order, at a pace, each tried until the broker has it."""

from __future__ import annotations

import asyncio
from asyncio import Future
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from claimwire.kafka import MAX_REQUEST_BYTES, Outgoing, client_options
from claimwire.settings import Settings
from claimwire_schemas.topics import RAW
from tests.chaos.plan import Plan
from tests.chaos.watch import Place

AT_A_TIME = 2000
AGAIN_S = 0.5


@dataclass
class Feeder:
    """Feeds a plan; `fed` tells, by place on the raw topic, the article record that a message leads to.

    What it repeats over a lost answer is one more copy, which the wire knows as unchanged.
    """

    settings: Settings
    fed: dict[Place, str] = field(default_factory=dict)
    delivered: int = 0
    problems: list[str] = field(default_factory=list)

    async def feed(self, plan: Plan, *, seconds: float) -> None:
        """Feed all messages, spread over so many seconds, and wait until the broker has them."""
        producer = AIOKafkaProducer(
            **client_options(self.settings), acks="all", max_request_size=MAX_REQUEST_BYTES, linger_ms=5
        )
        await producer.start()
        pause_s = seconds / max(len(plan.messages), 1)
        room = asyncio.Semaphore(AT_A_TIME)
        try:
            async with asyncio.TaskGroup() as group:
                for message, led_to in zip(plan.messages, plan.led_to, strict=True):
                    await room.acquire()
                    # One after the other: who waits for room in the producer may be overtaken.
                    sent = await self._sent(producer, message)
                    task = group.create_task(self._deliver(producer, message, sent, led_to))
                    task.add_done_callback(lambda _: room.release())
                    if pause_s > 0.0005:
                        await asyncio.sleep(pause_s)
        finally:
            await producer.stop()

    async def _sent(self, producer: AIOKafkaProducer, message: Outgoing) -> Future[Any]:
        while True:
            try:
                sent: Future[Any] = await producer.send(
                    message.topic,
                    key=message.key,
                    value=message.value,
                    headers=message.headers,
                    timestamp_ms=message.timestamp_ms,
                )
            except KafkaError as error:
                await self._bear(error)
            else:
                return sent

    async def _deliver(
        self, producer: AIOKafkaProducer, message: Outgoing, sent: Future[Any], led_to: str | None
    ) -> None:
        while True:
            try:
                place = await sent
                break
            except KafkaError as error:
                await self._bear(error)
                sent = await self._sent(producer, message)
        self.delivered += 1
        if led_to and message.topic == RAW.name:
            self.fed[Place(place.partition, place.offset)] = led_to

    async def _bear(self, error: KafkaError) -> None:
        self.problems.append(repr(error))
        await asyncio.sleep(AGAIN_S)
