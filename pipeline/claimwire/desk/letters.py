"""The newest dead letters: for the state page."""

from __future__ import annotations

from dataclasses import dataclass

from aiokafka import ConsumerRecord

from claimwire.kafka import start_consumer
from claimwire.settings import Settings
from claimwire.subscribe import decoded
from claimwire.subscribe.scout import Offsets, scout
from claimwire_schemas import DeadLetter, DecodeError
from claimwire_schemas.topics import DEAD_LETTERS

_MOST_TOLD = 10
_POLL_MS = 500


@dataclass(frozen=True)
class Letters:
    """How many dead letters the topic has, and the last of them, the newest first."""

    count: int
    newest: tuple[DeadLetter, ...]


async def newest_letters(settings: Settings) -> Letters:
    """Return the newest dead letters; raises `ClaimwireError` or `KafkaError` where there is no answer."""
    async with scout(DEAD_LETTERS.suffixed(settings.records_suffix), settings) as topic:
        starts, ends = await topic.beginnings(), await topic.ends()
    firsts = {one: max(starts[one], end - _MOST_TOLD) for one, end in ends.items() if end > starts[one]}
    found = [letter for message in await _read(firsts, ends, settings) if (letter := _letter(message))]
    newest = sorted(found, key=lambda letter: letter.timestamp, reverse=True)
    return Letters(sum(ends.values()) - sum(starts.values()), tuple(newest[:_MOST_TOLD]))


async def _read(firsts: Offsets, ends: Offsets, settings: Settings) -> list[ConsumerRecord]:
    """Read from some offsets to others."""
    consumer = await start_consumer(settings)
    try:
        consumer.assign(list(firsts))
        for partition, first in firsts.items():
            consumer.seek(partition, first)
        found: list[ConsumerRecord] = []
        while behind := [one for one in firsts if await consumer.position(one) < ends[one]]:
            polled = await consumer.getmany(*behind, timeout_ms=_POLL_MS)
            found += [message for messages in polled.values() for message in messages]
        return found
    finally:
        await consumer.stop()


def _letter(message: ConsumerRecord) -> DeadLetter | None:
    try:
        return decoded(DeadLetter, message)
    except DecodeError:
        return None
