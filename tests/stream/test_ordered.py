"""Order and acknowledgement, with tasks that end in any order."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.kafka import Outgoing
from claimwire.stream.delivery import Outcome
from claimwire.stream.ordered import Slots, Steps, run_in_order


@dataclass
class Broker:
    """A publisher that acknowledges each message after a while, or refuses it."""

    refused: frozenset[int] = frozenset()
    delays: dict[int, float] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    delivered: set[int] = field(default_factory=set)

    async def send(self, message: Outgoing) -> Future[object]:
        number = int(message.topic)
        self.order.append(number)
        return asyncio.ensure_future(self._deliver(number))

    async def _deliver(self, number: int) -> object:
        await asyncio.sleep(self.delays.get(number, 0))
        if number in self.refused:
            raise ConnectionError(number)
        self.delivered.add(number)
        return None


@dataclass
class Line:
    """Steps over numbers, recording what was acknowledged and whether it had been delivered by then."""

    broker: Broker
    work_delays: dict[int, float] = field(default_factory=dict)
    concluded: list[int] = field(default_factory=list)
    acked: list[int] = field(default_factory=list)
    too_early: list[int] = field(default_factory=list)
    most_at_once: int = 0
    now: int = 0

    async def work(self, number: int) -> Outgoing:
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        await asyncio.sleep(self.work_delays.get(number, 0))
        self.now -= 1
        return Outgoing(str(number), None, b"", [])

    def conclude(self, number: int, message: Outgoing) -> Outcome:
        self.concluded.append(number)
        return Outcome("published", (message,))

    async def ack(self, number: int, outcome: Outcome) -> None:
        if number not in self.broker.delivered:
            self.too_early.append(number)
        self.acked.append(number)

    async def run(self, count: int, *, in_flight: int) -> None:
        steps = Steps(
            work=self.work,
            conclude=self.conclude,
            ack=self.ack,
            size=lambda number: number,
            publisher=self.broker,
        )
        await run_in_order(numbers(count), steps, Slots(in_flight, 1000))


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


delays = st.lists(st.sampled_from([0.0, 0.001, 0.004]), min_size=1, max_size=12)


@given(work=delays, deliver=delays, in_flight=st.integers(1, 6))
def test_publishes_and_acknowledges_in_order_whatever_takes_long(
    work: list[float], deliver: list[float], in_flight: int
) -> None:
    """Events are published and acknowledged in the stream's order, each only after its delivery."""
    broker = Broker(delays=dict(enumerate(deliver)))
    line = Line(broker, dict(enumerate(work)))
    asyncio.run(line.run(12, in_flight=in_flight))
    assert line.concluded == broker.order == line.acked == list(range(12))
    assert line.too_early == []
    assert line.most_at_once <= in_flight


async def test_nothing_is_acknowledged_from_the_first_undelivered_event_on() -> None:
    """When the broker refuses an event's message, that event and all after it stay unacknowledged."""
    line = Line(Broker(refused=frozenset({3})))
    with pytest.raises(ExceptionGroup) as failure:
        await line.run(10, in_flight=4)
    assert failure.group_contains(ConnectionError)
    assert line.acked == [0, 1, 2]


async def test_an_event_that_fails_stops_the_line_before_it_is_published() -> None:
    """What a failing event would have led to is not sent, nor what comes after it."""
    line = Line(Broker())
    good = line.work

    async def work(number: int) -> Outgoing:
        if number == 2:
            raise RuntimeError("not the message's fault")
        return await good(number)

    line.work = work  # type: ignore[method-assign]
    with pytest.raises(ExceptionGroup):
        await line.run(10, in_flight=10)
    assert set(line.acked) <= set(line.broker.order) <= {0, 1}


async def test_slots_bound_events_and_bytes_and_let_a_large_one_through_alone() -> None:
    """There is room for three small ones or two middling ones; one larger than that waits to be alone."""

    async def fits(slots: Slots, *sizes: int) -> int:
        taken = 0
        for size in sizes:
            try:
                await asyncio.wait_for(slots.take(size), 0.01)
            except TimeoutError:
                break
            taken += 1
        return taken

    assert await fits(Slots(3, 100), 1, 1, 1, 1) == 3
    assert await fits(Slots(3, 100), 50, 50, 1) == 2
    slots = Slots(3, 100)
    assert await fits(slots, 500, 1) == 1
    slots.give_back(500)
    assert await fits(slots, 1, 500) == 1
