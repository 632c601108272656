"""Positions: where a subscription starts in each partition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError

from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.subscribe.scout import Offsets, kafka_ms, scout
from claimwire_schemas.topics import Topic

Start = Literal["beginning", "end"] | datetime
"""Where to start what the group has never read; a time is that of the first record wanted."""


@dataclass(frozen=True)
class Origin:
    """Where reading starts: at these offsets, elsewhere at the beginning; nothing from before a time."""

    offsets: Offsets = field(default_factory=dict)
    not_before_ms: int | None = None


async def find_origin(topic: Topic, settings: Settings, start: Start) -> Origin:
    """Return where a start is now; raises `BrokerError`, and `InputError` for a time without zone."""
    if isinstance(start, datetime) and start.tzinfo is None:
        raise InputError(f"start {start.isoformat()} has no time zone: give it one, such as UTC")
    async with scout(topic, settings) as about:
        if start == "beginning":
            return Origin()
        if start == "end":
            return Origin(await about.ends())
        time_ms = kafka_ms(start)
        offsets = await about.first_at(time_ms) if about.lists_offsets else {}
        return Origin(offsets, not_before_ms=time_ms)


class Placement:
    """Puts the partitions of a consumer at an origin, each once while it is assigned."""

    def __init__(self, consumer: AIOKafkaConsumer, origin: Origin, *, in_group: bool) -> None:
        self._consumer = consumer
        self._origin = origin
        self._in_group = in_group
        self._from_origin: dict[TopicPartition, bool] = {}

    @property
    def placed(self) -> Mapping[TopicPartition, bool]:
        """The partitions that are placed, and whether that was at the origin."""
        return self._from_origin

    async def place(self, assigned: Collection[TopicPartition]) -> None:
        """Place those of the assigned partitions that are new: where the group left off, or at the origin."""
        for lost in self._from_origin.keys() - assigned:
            del self._from_origin[lost]
        # A partition that is taken away meanwhile cannot be placed, and need not be.
        with suppress(IllegalStateError, CommitFailedError):
            for partition in set(assigned) - self._from_origin.keys():
                self._from_origin[partition] = await self._place(partition)

    def is_too_early(self, partition: TopicPartition, timestamp_ms: int) -> bool:
        """Tell whether a record is from before the time at which reading starts."""
        earliest = self._origin.not_before_ms
        return earliest is not None and self._from_origin[partition] and timestamp_ms < earliest

    async def _place(self, partition: TopicPartition) -> bool:
        if self._in_group and await self._consumer.committed(partition) is not None:
            return False
        offset = self._origin.offsets.get(partition)
        if offset is not None:
            self._consumer.seek(partition, offset)
        if offset is not None and self._in_group:
            # So that what comes before the first commit is not missed after a restart.
            await self._consumer.commit({partition: offset})
        return True
