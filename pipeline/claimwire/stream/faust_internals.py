"""The one file that reaches into the private parts of Faust and aiokafka.

Both are pinned, because any release may rename these.

Faust's consumer:

- `_acked`, `_acked_index`: its books of acknowledged messages. Ours decide, and these would only grow.
- `_new_offset`, `_filter_tps_with_pending_acks`: the offset to commit, and the partitions that have one. Both
  are replaced by our books (`commits.py` says why).
- `_committed_offset`: its note of what is committed. Refused commits are in it too, so each seek clears it.
- `_read_offset`: the last offset read. Faust drops messages below it, so it is cleared before each message.
- `_wait_next_records`: one fetch. It is wrapped, to note every message before Faust can drop it.
- `_thread`: the thread in which aiokafka's consumer lives.

That thread:

- `_create_worker_consumer`: makes aiokafka's consumer. It is wrapped, to set what Faust has no options for.
- `_consumer`: aiokafka's consumer, None before the thread has started.

aiokafka:

- `_fetch_max_wait_ms`: Faust fixes it at 1,500 ms. A Kafka answers as soon as there is something new, but the
  embedded broker looks again only after half of the wait.
- `_isolation_level`: Faust also reads what aborted transactions wrote.
- `_subscription`: the position and the end of each partition. Faust's own metrics have no lag of a partition.
- `_client`, `_conns`: its connections, counted for the metrics.
- `_txn_manager`: a producer has one if it is idempotent; nothing public says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from aiokafka.errors import IllegalStateError

from claimwire.settings import Settings
from claimwire.stream.commits import Fetched, tell_what_is_gone
from claimwire.stream.metrics import Metrics


def guard_commits(app: Any, fetched: Fetched, metrics: Metrics) -> None:
    """Make a Faust app commit by the books; call it before the app starts."""
    consumer, guard = app.consumer, _Guard(app, fetched, metrics)
    consumer.ack = guard.ack
    consumer.perform_seek = guard.perform_seek
    consumer.getmany = guard.getmany
    consumer._new_offset = guard.new_offset
    consumer._filter_tps_with_pending_acks = guard.partitions_with_acks
    consumer._wait_next_records = guard.wait_next_records


class _Guard:
    """Methods in place of a Faust consumer's: they note each message, and fetch again after a seek."""

    def __init__(self, app: Any, fetched: Fetched, metrics: Metrics) -> None:
        consumer = app.consumer
        self._app, self._consumer, self._fetched, self._metrics = app, consumer, fetched, metrics
        self._ack, self._getmany = consumer.ack, consumer.getmany
        self._perform_seek, self._wait_next_records = consumer.perform_seek, consumer._wait_next_records
        self._seeking = asyncio.Lock()

    def ack(self, message: Any) -> bool:
        self._fetched.ack(message.tp, message.offset)
        return bool(self._ack(message))

    def new_offset(self, partition: Any) -> int | None:
        self._consumer._acked[partition].clear()
        self._consumer._acked_index[partition].clear()
        return self._fetched.take_committable(partition)

    def partitions_with_acks(self, _: object = None) -> list[Any]:
        return self._fetched.partitions()

    async def perform_seek(self) -> None:
        async with self._seeking:
            self._fetched.begin({})
            self._consumer._committed_offset.clear()
            await self._perform_seek()
            committed, new = self._positions()
            if new:
                await self._consumer.seek_wait(await self._consumer.earliest_offsets(*new))
            self._fetched.begin(committed)

    async def wait_next_records(self, timeout: float) -> tuple[Any, Any]:  # noqa: ASYNC109 - Faust's
        seeks = self._fetched.seeks
        records, partitions = await self._wait_next_records(timeout)
        if records and self._fetched.seeks != seeks:
            # Partitions may go amid this seek; the rebalance that takes them ends with a seek of its own.
            # Until then the books are empty: nothing is committed. aiokafka asserts where none is left.
            with suppress(IllegalStateError, AssertionError):
                await self.perform_seek()
            return None, None
        skipped = {
            partition: self._fetched.add(partition, [message.offset for message in messages])
            for partition, messages in (records or {}).items()
            if messages and self._app.topics.acks_enabled_for(partition.topic)
        }
        await self._tell_what_is_gone(skipped)
        return records, partitions

    async def getmany(self, timeout: float) -> AsyncIterator[Any]:  # noqa: ASYNC109 - Faust's
        async for partition, message in self._getmany(timeout):
            self._consumer._read_offset[partition] = None
            yield partition, message

    def _positions(self) -> tuple[dict[Any, int], list[Any]]:
        """Return the committed offset of each partition, and the partitions that have none yet.

        A copy: while others are awaited, Faust forgets what is committed on partitions that go.
        """
        noted, acked_for = self._consumer._committed_offset, self._app.topics.acks_enabled_for
        ours = [partition for partition in self._consumer.assignment() if acked_for(partition.topic)]
        committed = {partition: noted[partition] for partition in ours if noted.get(partition)}
        return committed, [partition for partition in ours if partition not in committed]

    async def _tell_what_is_gone(self, skipped: dict[Any, range]) -> None:
        skipped = {partition: offsets for partition, offsets in skipped.items() if offsets}
        if skipped:
            tell_what_is_gone(skipped, await self._consumer.earliest_offsets(*skipped), self._metrics)


def set_up_fetches(app: Any, settings: Settings) -> None:
    """Make the app's consumer wait for a fetch as long as the settings say, and read committed data only."""
    thread = app.consumer._thread
    create = thread._create_worker_consumer

    def create_set_up(transport: Any) -> Any:
        consumer = create(transport)
        consumer._fetch_max_wait_ms = settings.fetch_wait_ms
        consumer._isolation_level = "read_committed"
        return consumer

    thread._create_worker_consumer = create_set_up


def unfetched(app: Any, partition: Any) -> int:
    """Return how many messages the broker has after the last fetched one, as far as it has told."""
    subscription = _consumer(app)._subscription.subscription
    assignment = subscription and subscription.assignment
    state = assignment and assignment.state_value(partition)
    if not state or not state.has_valid_position:
        return 0
    return max(int(state.highwater or 0) - int(state.position), 0)


def open_connections(app: Any) -> int:
    """Return how many connections to brokers the app's consumer has open."""
    consumer = _consumer(app)
    # Copied: its thread may open one meanwhile.
    connections = list(consumer._client._conns.values()) if consumer else []
    return sum(connection.connected() for connection in connections)


def is_idempotent(producer: Any) -> bool:
    """Tell whether an aiokafka producer is idempotent."""
    return producer._txn_manager is not None


def _consumer(app: Any) -> Any:
    """Return aiokafka's consumer, which lives in a thread of its own; None before it is there."""
    return getattr(app.consumer._thread, "_consumer", None)
