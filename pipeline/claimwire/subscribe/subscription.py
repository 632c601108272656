"""A subscription: the messages of one topic in order, each committed after `finish`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import chain
from types import TracebackType
from typing import Self, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from claimwire.errors import BrokerError
from claimwire.kafka import start_consumer
from claimwire.outage import outages_told
from claimwire.settings import Settings
from claimwire.subscribe.positions import Placement, Start, find_origin
from claimwire.subscribe.scout import Offsets, scout
from claimwire_schemas import DecodeError, Message
from claimwire_schemas.topics import Topic

log = structlog.get_logger(__name__)

M = TypeVar("M", bound=Message)
_COMMIT_EVERY_S = 1.0
_CLOSE_S = 5.0
_POLL_MS = 500
_JOIN_POLL_MS = 50


class Subscription:
    """The messages of a topic, as an asynchronous context manager.

    With a group, the group's members share the partitions, and a message is committed some time after
    `finish` was called with it: at least once each second, and on leaving the context. `tell` hears when the
    broker goes, and when it is back; without it, the log does.
    """

    def __init__(
        self,
        topic: Topic,
        settings: Settings,
        *,
        group: str | None,
        start: Start,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._topic = topic.suffixed(settings.records_suffix)
        self._settings = settings
        self._group = group
        self._start = start
        self._tell = tell or log.warning
        self._watched = AsyncExitStack()
        self._finished: dict[TopicPartition, int] = {}
        self._committed_at = time.monotonic()

    async def __aenter__(self) -> Self:
        """Connect; raises `BrokerError` when no broker answers or the topic is missing."""
        origin = await find_origin(self._topic, self._settings, self._start)
        # Where offsets have expired, the oldest records left are the next ones.
        self._consumer: AIOKafkaConsumer = await start_consumer(
            self._settings, group=self._group, from_beginning=True
        )
        self._placement = Placement(self._consumer, origin, in_group=self._group is not None)
        self._consumer.subscribe([self._topic.name])
        brokers = self._settings.bootstrap_servers
        await self._watched.enter_async_context(outages_told(self._consumer, brokers, self._tell))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit what is finished, and disconnect."""
        await self._watched.aclose()
        try:
            async with asyncio.timeout(_CLOSE_S):
                await self._commit()
        except (TimeoutError, KafkaError) as failure:
            log.warning("commit_failed", topic=self._topic.name, group=self._group, error=repr(failure))
        finally:
            await self._consumer.stop()

    async def next(self) -> ConsumerRecord:
        """Wait for the next message and return it; raises `BrokerError` if the broker refuses."""
        while (message := await self.poll()) is None:
            pass
        return message

    async def poll(self) -> ConsumerRecord | None:
        """Return the next message, or None if there is none for a moment; raises `BrokerError`."""
        try:
            await self._commit_if_due()
            await self._placement.place(self._consumer.assignment())
            # One at a time: what is waiting in the consumer is dropped when its partition is taken away.
            timeout_ms = _POLL_MS if self._placement.placed else _JOIN_POLL_MS
            polled = await self._consumer.getmany(timeout_ms=timeout_ms, max_records=1)
            return next(filter(self._is_wanted, chain.from_iterable(polled.values())), None)
        except KafkaError as error:
            where = self._settings.bootstrap_servers
            raise BrokerError(f"{self._topic.name} on {where}: {error!r}") from None

    async def has_read(self, ends: Offsets) -> bool:
        """Tell whether every message before these ends was returned, in the assigned partitions."""
        own = self._placement.placed
        at = {partition: await self._consumer.position(partition) for partition in own}
        return bool(own) and all(position >= ends.get(partition, 0) for partition, position in at.items())

    async def ends(self) -> Offsets:
        """Return where the topic ends now; raises `BrokerError`."""
        async with scout(self._topic, self._settings) as about:
            return await about.ends()

    def finish(self, message: ConsumerRecord) -> None:
        """Mark a message and those before it as processed."""
        if self._group is not None:
            self._finished[partition_of(message)] = message.offset + 1

    def _is_wanted(self, message: ConsumerRecord) -> bool:
        partition = partition_of(message)
        if partition not in self._placement.placed:
            # It was assigned during the poll: it is placed first, and read again.
            self._consumer.seek(partition, message.offset)
            return False
        if self._placement.is_too_early(partition, message.timestamp):
            self.finish(message)
            return False
        return True

    async def _commit_if_due(self) -> None:
        if time.monotonic() - self._committed_at >= _COMMIT_EVERY_S:
            await self._commit()
            self._committed_at = time.monotonic()

    async def _commit(self) -> None:
        assigned = self._consumer.assignment()
        offsets = {partition: end for partition, end in self._finished.items() if partition in assigned}
        self._finished.clear()
        try:
            if offsets:
                await self._consumer.commit(offsets)
        except (CommitFailedError, IllegalStateError) as error:
            # The partitions went to another member, which reads from the last commit: at least once.
            log.info("commit_came_too_late", topic=self._topic.name, group=self._group, error=str(error))


def partition_of(message: ConsumerRecord) -> TopicPartition:
    """Return the partition of a message."""
    return TopicPartition(message.topic, message.partition)


def decoded(record: type[M], message: ConsumerRecord) -> M:
    """Return the record in a message; raises `DecodeError` with the message's position."""
    where = f"{message.topic}/{message.partition}/{message.offset}"
    if message.value is None:
        raise DecodeError("bad_json", f"{where}: the message has no value")
    try:
        return record.decode(message.value)
    except DecodeError as error:
        raise DecodeError(error.reason, f"{where}: {error}") from None
