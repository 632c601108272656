"""A snapshot: everything on a topic, up to its end as of now."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError
from claimwire.kafka import start_consumer
from claimwire.settings import Settings
from claimwire.subscribe.scout import Offsets, kafka_ms, scout
from claimwire.subscribe.subscription import partition_of
from claimwire_schemas.topics import Topic

_SILENCE_S = 30.0
_POLL_MS = 200


@dataclass(frozen=True)
class Stretch:
    """A part of a topic: for each partition in it where it starts and, exclusive, where it ends."""

    starts: Offsets
    ends: Offsets


async def stretch_since(topic: Topic, settings: Settings, since: datetime | None) -> Stretch:
    """Return all that is on a topic now, where the broker knows without what came before a time.

    Raises `BrokerError` when no broker answers or the topic is missing.
    """
    async with scout(topic, settings) as about:
        ends, starts = await about.ends(), await about.beginnings()
        if since and about.lists_offsets:
            starts |= await about.first_at(kafka_ms(since))
        return Stretch(starts, ends)


async def snapshot(topic: Topic, settings: Settings) -> AsyncGenerator[ConsumerRecord, None]:
    """Yield the messages of a topic, then end.

    Raises `BrokerError` when no broker answers, the topic is missing or the broker falls silent.
    """
    async with aclosing(messages_in(await stretch_since(topic, settings, None), settings)) as messages:
        async for message in messages:
            yield message


async def messages_in(stretch: Stretch, settings: Settings) -> AsyncGenerator[ConsumerRecord, None]:
    """Yield the messages of a stretch, those of a partition in order; raises `BrokerError`."""
    unread = {at: end for at, end in stretch.ends.items() if stretch.starts[at] < end}
    if not unread:
        return
    consumer = await start_consumer(settings, from_beginning=True)
    try:
        consumer.assign(list(unread))
        for at in unread:
            consumer.seek(at, stretch.starts[at])
        while messages := await _next(consumer, unread):
            for message in messages:
                yield message
    except KafkaError as error:
        topics = ", ".join({at.topic for at in unread})
        raise BrokerError(f"{topics} on {settings.bootstrap_servers}: {error!r}") from None
    finally:
        await consumer.stop()


async def _next(consumer: AIOKafkaConsumer, ends: Offsets) -> list[ConsumerRecord]:
    """Return the next messages before the ends; none when all have been read."""
    try:
        async with asyncio.timeout(_SILENCE_S):
            while not await _all_read(consumer, ends):
                polled = chain.from_iterable((await consumer.getmany(timeout_ms=_POLL_MS)).values())
                if messages := [
                    message for message in polled if message.offset < ends[partition_of(message)]
                ]:
                    return messages
    except TimeoutError:
        raise BrokerError(f"the broker did not answer for {_SILENCE_S:.0f} s") from None
    return []


async def _all_read(consumer: AIOKafkaConsumer, ends: Offsets) -> bool:
    for partition, end in ends.items():
        if await consumer.position(partition) < end:
            return False
    return True
