"""What may be committed: nothing behind a message that was fetched and not acknowledged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from aiokafka.errors import IllegalStateError
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from claimwire.stream.commits import Fetched
from claimwire.stream.faust_internals import guard_commits
from claimwire.stream.metrics import Metrics


class TP(NamedTuple):
    topic: str
    partition: int


P0, P1 = TP("t", 0), TP("t", 1)


@given(
    fetched=st.lists(st.integers(0, 60), unique=True, min_size=1).map(sorted),
    acked=st.sets(st.integers(0, 60)),
)
def test_commits_up_to_the_first_that_is_not_acknowledged(fetched: list[int], acked: set[int]) -> None:
    """Holes in the offsets do not hold it up; acknowledging what was never fetched does not push it on."""
    books = Fetched()
    books.add(P0, fetched)
    for offset in acked:
        books.ack(P0, offset)
    done = [offset for i, offset in enumerate(fetched) if set(fetched[: i + 1]) <= acked]
    assert books.take_committable(P0) == (done[-1] + 1 if done else None)
    assert books.take_committable(P0) is None


@dataclass
class FaustConsumer:
    """The parts of Faust's consumer that the guard takes hold of, over two partitions."""

    batches: list[dict[TP, list[Any]]]
    committed: dict[TP, int] = field(default_factory=dict)
    positions: dict[TP, int] = field(default_factory=dict)
    seeks: int = 0
    metrics: Metrics = field(default_factory=Metrics)
    during_wait: Any = None
    error: Exception | None = None

    def __post_init__(self) -> None:
        self._acked: dict[TP, list[int]] = defaultdict(list)
        self._acked_index: dict[TP, set[int]] = defaultdict(set)
        self._read_offset: dict[TP, int | None] = {}
        self._committed_offset: dict[TP, int] = {}

    def assignment(self) -> set[TP]:
        return {P0, P1}

    def ack(self, message: Any) -> bool:
        self._acked[message.tp].append(message.offset)
        return True

    async def perform_seek(self) -> None:
        self.seeks += 1
        if self.error:
            raise self.error
        self.positions |= self.committed
        self._committed_offset |= self.committed

    async def earliest_offsets(self, *partitions: TP) -> dict[TP, int]:
        return dict.fromkeys(partitions, 3)

    async def seek_wait(self, offsets: dict[TP, int]) -> None:
        self.positions |= offsets

    async def _wait_next_records(self, timeout: float) -> tuple[Any, Any]:
        if self.during_wait:
            await self.during_wait()
        return (self.batches.pop(0) if self.batches else None), None

    async def getmany(self, timeout: float) -> AsyncIterator[Any]:
        records, _ = await self._wait_next_records(timeout)
        for partition, messages in (records or {}).items():
            for message in messages:
                yield partition, message


def messages(partition: TP, *offsets: int) -> list[Any]:
    return [SimpleNamespace(tp=partition, topic=partition.topic, offset=offset) for offset in offsets]


def guarded(*batches: dict[TP, list[Any]], **more: Any) -> Any:
    consumer = FaustConsumer(list(batches), **more)
    topics = SimpleNamespace(acks_enabled_for=lambda topic: True)
    guard_commits(SimpleNamespace(consumer=consumer, topics=topics), Fetched(), consumer.metrics)
    return consumer


async def fetch(consumer: Any) -> list[Any]:
    return [message async for _, message in consumer.getmany(1.0)]


async def test_a_fetched_message_that_nobody_got_holds_the_commit() -> None:
    """Message 5 was dropped between the broker and the stream; 6 and 7 are acknowledged, 5 is not passed."""
    consumer = guarded({P0: messages(P0, 4, 5, 6, 7)}, committed={P0: 4})
    four, _, six, seven = await fetch(consumer)
    for message in (four, six, seven):
        consumer.ack(message)
    assert consumer._filter_tps_with_pending_acks() == [P0]
    assert consumer._new_offset(P0) == 5
    assert consumer._new_offset(P0) is None


async def test_what_a_seek_overtook_is_fetched_again() -> None:
    """Records that were on their way when the positions changed are not taken for what comes after them."""
    consumer = guarded({P0: messages(P0, 9)}, {P0: messages(P0, 4)}, committed={P0: 4})

    async def rebalance() -> None:
        consumer.during_wait = None
        await consumer.perform_seek()

    consumer.during_wait = rebalance
    assert await fetch(consumer) == []
    assert consumer.seeks == 2
    [four] = await fetch(consumer)
    consumer.ack(four)
    assert consumer._new_offset(P0) == 5


@pytest.mark.parametrize("error", [IllegalStateError("not assigned"), AssertionError("none assigned")])
async def test_a_partition_that_goes_amid_the_seek_does_not_end_the_worker(error: Exception) -> None:
    """The rebalance that took it seeks again; until then there is nothing to commit."""
    consumer = guarded({P0: messages(P0, 9)}, {P0: messages(P0, 4)}, committed={P0: 4})

    async def rebalance() -> None:
        consumer.during_wait = None
        await consumer.perform_seek()
        consumer.error = error

    consumer.during_wait = rebalance
    assert await fetch(consumer) == []
    assert consumer._filter_tps_with_pending_acks() == []
    consumer.error = None
    await consumer.perform_seek()
    [four] = await fetch(consumer)
    consumer.ack(four)
    assert consumer._new_offset(P0) == 5


async def test_a_partition_without_commits_is_read_from_its_beginning() -> None:
    """A seek to what is committed alone would leave it behind what a rebalance dropped."""
    consumer = guarded(committed={P0: 7}, positions={P0: 9, P1: 64})
    await consumer.perform_seek()
    assert consumer.positions == {P0: 7, P1: 3}


async def test_a_commit_that_was_refused_counts_for_nothing_after_the_rebalance() -> None:
    """Faust has noted it as done; it is another's partition meanwhile, or nothing was committed before."""
    consumer = guarded(committed={P0: 7}, positions={P0: 9, P1: 64})
    consumer._committed_offset |= {P0: 9, P1: 64}
    await consumer.perform_seek()
    assert consumer.positions == {P0: 7, P1: 3}
    assert consumer._committed_offset == {P0: 7}


@pytest.mark.parametrize("committed", [{P0: 1, P1: 3}, {P1: 3}])
async def test_what_retention_was_faster_with_is_told(committed: dict[TP, int]) -> None:
    """Also while a worker runs, and then no more than was skipped; nothing is said of the other partition.

    Offsets that are skipped behind the topic's first are those of a transaction, or were compacted.
    """
    first, second = messages(P0, 0) if P0 not in committed else [], messages(P0, 3, 5, 7)
    batches = [{P0: first}] if first else []
    consumer = guarded(*batches, {P0: second, P1: messages(P1, 4)}, committed=committed)
    with capture_logs() as logs:
        await consumer.perform_seek()
        for _ in range(len(batches) + 1):
            await fetch(consumer)
    [line] = logs
    assert (line["event"], line["log_level"]) == ("messages_gone", "error")
    assert (line["topic"], line["partition"], line["messages"]) == ("t", 0, 2)
    assert consumer.metrics.registry.get_sample_value("claimwire_messages_gone_total", {"topic": "t"}) == 2


async def test_what_is_committed_may_be_forgotten_while_a_topic_is_asked_for_its_beginning() -> None:
    """Faust does so with partitions that go; a worker stopped over it."""
    consumer = guarded({P0: messages(P0, 4)}, committed={P0: 1})

    async def earliest_offsets(*partitions: TP) -> dict[TP, int]:
        consumer._committed_offset.clear()
        return dict.fromkeys(partitions, 3)

    consumer.earliest_offsets = earliest_offsets
    with capture_logs() as logs:
        await consumer.perform_seek()
        await fetch(consumer)
    assert [line["messages"] for line in logs] == [2]


async def test_a_message_is_not_dropped_as_already_read() -> None:
    """Faust compares with the last offset that it read, which may be of before the seek."""
    consumer = guarded({P0: messages(P0, 4)})
    consumer._read_offset[P0] = 8
    await fetch(consumer)
    assert consumer._read_offset[P0] is None
