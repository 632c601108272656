"""Commits: never past a message that was fetched and not acknowledged.

Faust 0.15.3 keeps books of what was acknowledged, not of what was fetched, and loses messages in rebalances:

- Records that were fetched before one are dropped, or taken for new ones. It then seeks to what is committed;
  but where nothing is committed yet, aiokafka leaves the position after the dropped records.
- Messages below the last one read are dropped as already read.
- A commit that the broker refuses in a rebalance is noted as done. Where nothing was committed before, the
  note outlives the rebalance: what comes again is neither sought from the beginning nor committed.
- Its check for a gap before the first acknowledged message lets a gap of one pass, and any gap where nothing
  is committed yet.

The next commit then passes over messages that nobody has worked on: kill tests lost 1 and 64 articles so.
(Issue 606 of faust-streaming is of the kind.) So the books are kept here, and Faust is told what to commit.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from typing import Any

import structlog

from claimwire.stream.metrics import Metrics

log = structlog.get_logger(__name__)


class Fetched:
    """What was fetched of each partition since the last seek, in order, and what of it is acknowledged."""

    def __init__(self) -> None:
        self.seeks = 0
        self._waiting: dict[Any, deque[int]] = defaultdict(deque)
        self._acked: dict[Any, set[int]] = defaultdict(set)
        self._next: dict[Any, int] = {}

    def add(self, partition: Any, offsets: list[int]) -> range:
        """Note that messages were fetched; return the offsets that were skipped before the first."""
        skipped = range(self._next.get(partition, offsets[0]), offsets[0])
        self._next[partition] = offsets[-1] + 1
        self._waiting[partition].extend(offsets)
        return skipped

    def ack(self, partition: Any, offset: int) -> None:
        """Note that a message was acknowledged."""
        self._acked[partition].add(offset)

    def begin(self, committed: dict[Any, int]) -> None:
        """Start anew: every partition is read again from what is committed."""
        self.seeks += 1
        self._waiting.clear()
        self._acked.clear()
        self._next = committed

    def partitions(self) -> list[Any]:
        """Return the partitions of which something was acknowledged."""
        return [partition for partition, acked in self._acked.items() if acked]

    def unacknowledged(self, partition: Any) -> int:
        """Return how many of the messages that were fetched are not acknowledged."""
        acked = self._acked.get(partition, set())
        return sum(offset not in acked for offset in self._waiting.get(partition, ()))

    def take_committable(self, partition: Any) -> int | None:
        """Return the offset after all that is acknowledged, if it has moved."""
        waiting, acked, last = self._waiting[partition], self._acked[partition], None
        while waiting and waiting[0] in acked:
            last = waiting.popleft()
        acked.intersection_update(waiting)  # others were acknowledged twice, or before a seek
        return None if last is None else last + 1


def guard_commits(app: Any, fetched: Fetched, metrics: Metrics) -> None:
    """Make a Faust app commit by the books; call it before the app starts."""
    consumer = app.consumer
    _note_fetches(app, consumer, fetched, metrics)
    ack = consumer.ack

    def ack_noted(message: Any) -> bool:
        fetched.ack(message.tp, message.offset)
        return bool(ack(message))

    def new_offset(partition: Any) -> int | None:
        consumer._acked[partition].clear()  # noqa: SLF001 - Faust's own books, which nobody else would close
        consumer._acked_index[partition].clear()  # noqa: SLF001
        return fetched.take_committable(partition)

    consumer.ack = ack_noted
    consumer._new_offset = new_offset  # noqa: SLF001
    consumer._filter_tps_with_pending_acks = lambda topics=None: fetched.partitions()  # noqa: ARG005, SLF001


def _note_fetches(app: Any, consumer: Any, fetched: Fetched, metrics: Metrics) -> None:
    """Note each message as it is fetched, and fetch again what a seek may have overtaken."""
    wait_next_records, getmany = consumer._wait_next_records, consumer.getmany  # noqa: SLF001
    perform_seek, seeking = consumer.perform_seek, asyncio.Lock()

    async def perform_seek_noted() -> None:
        async with seeking:
            fetched.begin({})
            consumer._committed_offset.clear()  # noqa: SLF001 - a refused commit is in it, too
            await perform_seek()
            committed, new = _positions(app, consumer)
            if new:
                await consumer.seek_wait(await consumer.earliest_offsets(*new))
            fetched.begin(committed)

    async def wait_next_records_noted(timeout: float) -> tuple[Any, Any]:  # noqa: ASYNC109 - Faust's
        seeks = fetched.seeks
        records, partitions = await wait_next_records(timeout)
        if records and fetched.seeks != seeks:
            await perform_seek_noted()
            return None, None
        skipped = {
            partition: fetched.add(partition, [message.offset for message in messages])
            for partition, messages in (records or {}).items()
            if messages and app.topics.acks_enabled_for(partition.topic)
        }
        await _tell_what_is_gone(consumer, skipped, metrics)
        return records, partitions

    async def getmany_undropped(timeout: float) -> AsyncIterator[Any]:  # noqa: ASYNC109 - Faust's
        async for partition, message in getmany(timeout):
            consumer._read_offset[partition] = None  # noqa: SLF001 - Faust drops what it thinks it has read
            yield partition, message

    consumer.perform_seek = perform_seek_noted
    consumer._wait_next_records = wait_next_records_noted  # noqa: SLF001
    consumer.getmany = getmany_undropped


def _positions(app: Any, consumer: Any) -> tuple[dict[Any, int], list[Any]]:
    """Return what is committed of each partition, and the partitions in which nothing is committed yet.

    A copy: while others are waited for, Faust forgets what is committed on partitions that go.
    """
    noted = consumer._committed_offset  # noqa: SLF001
    ours = [partition for partition in consumer.assignment() if app.topics.acks_enabled_for(partition.topic)]
    committed = {partition: noted[partition] for partition in ours if noted.get(partition)}
    return committed, [partition for partition in ours if partition not in committed]


async def _tell_what_is_gone(consumer: Any, skipped: dict[Any, range], metrics: Metrics) -> None:
    """Log and count offsets that were skipped because the topic had them no longer: its retention was faster.

    Others are skipped where a topic is compacted or a transaction was aborted; the topic begins before those.
    """
    partitions = [partition for partition, offsets in skipped.items() if offsets]
    begins = await consumer.earliest_offsets(*partitions) if partitions else {}
    for partition in partitions:
        offsets = skipped[partition]
        gone = min(begins.get(partition) or 0, offsets.stop) - offsets.start
        if gone <= 0:
            continue
        metrics.messages_gone.labels(partition.topic).inc(gone)
        log.error(
            "messages_gone",
            topic=partition.topic,
            partition=partition.partition,
            messages=gone,
            detail="deleted before they were taken: make the topic's retention longer or add workers",
        )
