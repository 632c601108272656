"""Where what is replayed comes from: a topic, up to its end as of the first start, or archives."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

from aiokafka import ConsumerRecord

from claimwire.ahead import read_ahead
from claimwire.replay.archive import archived
from claimwire.replay.chosen import Choice, Chosen, Original, Place, Unusable, time_of
from claimwire.replay.progress import Numbers
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import Stretch, messages_in, stretch_since
from claimwire_schemas.topics import Topic

Item = Chosen | Unusable


async def choose(topic: Topic, settings: Settings, choice: Choice) -> AsyncGenerator[Item, None]:
    """Yield what is wanted of a topic, up to now; raises `BrokerError`."""
    stretch = await stretch_since(topic, settings, choice.since)
    async with aclosing(chosen_in(stretch, topic, settings, choice)) as items:
        async for item in items:
            yield item


async def chosen_in(
    stretch: Stretch, topic: Topic, settings: Settings, choice: Choice
) -> AsyncGenerator[Item, None]:
    """Yield what is wanted of a stretch of a topic; raises `BrokerError`."""
    async with aclosing(messages_in(stretch, settings)) as messages:
        async for message in messages:
            if item := choice.of(_original(message, topic), from_topic=True):
                yield item


async def chosen_from(
    archives: Sequence[Path], choice: Choice, *, reached: Numbers
) -> AsyncGenerator[Item, None]:
    """Yield what is wanted of archives; raises `InputError` for one that cannot be read."""
    async with aclosing(read_ahead(_chosen_lines(archives, choice, reached))) as items:
        async for item in items:
            yield item


async def resumed(
    topic: Topic, settings: Settings, choice: Choice, reached: Numbers, ends: Numbers
) -> Stretch:
    """Return the stretch of a topic that a replay has still to read; with no `ends`, up to now."""
    stretch = await stretch_since(topic, settings, choice.since)
    starts = {at: reached.get(at.partition, start) for at, start in stretch.starts.items()}
    until = {at: ends.get(at.partition, 0) for at in stretch.ends} if ends else stretch.ends
    return Stretch(starts, until)


def ends_of(stretch: Stretch) -> Numbers:
    """Return a stretch's ends by the number of the partition."""
    return {at.partition: end for at, end in stretch.ends.items()}


def _original(message: ConsumerRecord, topic: Topic) -> Original:
    where = f"{message.topic}/{message.partition}/{message.offset}"
    return Original(
        place=Place(where, message.partition, message.offset + 1),
        topic=topic,
        key=message.key,
        value=message.value,
        headers=list(message.headers),
        timestamp=time_of(message.timestamp),
    )


def _chosen_lines(archives: Sequence[Path], choice: Choice, reached: Numbers) -> Iterator[Item]:
    now = datetime.now(UTC)
    for number, path in enumerate(archives):
        for original in archived(path, number=number, start=reached.get(number, 0), now=now):
            item = original if isinstance(original, Unusable) else choice.of(original, from_topic=False)
            if item:
                yield item
