"""A snapshot: everything on a topic, up to its end as of now."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from itertools import chain

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from pipeline.errors import BrokerError
from pipeline.kafka import start_consumer
from pipeline.settings import Settings
from pipeline.subscribe.scout import Offsets, scout
from pipeline.subscribe.subscription import partition_of
from schemas.topics import Topic

SILENCE_S = 30.0
POLL_MS = 200


async def snapshot(topic: Topic, settings: Settings) -> AsyncGenerator[ConsumerRecord, None]:
    """Yield the messages of a topic, then end.

    Raises `BrokerError` when no broker answers, the topic is missing or the broker falls silent.
    """
    async with scout(topic, settings) as about:
        ends = await about.ends()
        unread = {at for at, first in (await about.beginnings()).items() if first < ends[at]}
    if not unread:
        return
    consumer = await start_consumer(settings, from_beginning=True)
    try:
        consumer.assign(list(unread))
        while messages := await _next(consumer, {at: ends[at] for at in unread}):
            for message in messages:
                yield message
    except KafkaError as error:
        raise BrokerError(f"{topic.name} on {settings.bootstrap_servers}: {error!r}") from None
    finally:
        await consumer.stop()


async def _next(consumer: AIOKafkaConsumer, ends: Offsets) -> list[ConsumerRecord]:
    """Return the next messages before the ends; none when all have been read."""
    try:
        async with asyncio.timeout(SILENCE_S):
            while not await _all_read(consumer, ends):
                polled = chain.from_iterable((await consumer.getmany(timeout_ms=POLL_MS)).values())
                if messages := [
                    message for message in polled if message.offset < ends[partition_of(message)]
                ]:
                    return messages
    except TimeoutError:
        raise BrokerError(f"the broker fell silent for {SILENCE_S:.0f} s") from None
    return []


async def _all_read(consumer: AIOKafkaConsumer, ends: Offsets) -> bool:
    for partition, end in ends.items():
        if await consumer.position(partition) < end:
            return False
    return True
