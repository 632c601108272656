"""Order and acknowledgement: many events are in work at a time, but all finish in stream order.

    work      any order, as many at a time as there are slots
    conclude  in order: decides what is published
    publish   in order, without waiting for the broker in between
    ack       in order, and only after all output of the event is on the broker

An event that fails is never acknowledged, nor is any event after it.
"""

from __future__ import annotations

import asyncio
from asyncio import Event, Future
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from claimwire.kafka import Publisher
from claimwire.stream.delivery import Outcome

E = TypeVar("E")
W = TypeVar("W")


@dataclass
class Turn:
    """An event's place in the line."""

    published: Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    acked: Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @classmethod
    def taken(cls) -> Turn:
        """Return a turn that is over: the one before the first event's."""
        turn = cls()
        turn.published.set_result(None)
        turn.acked.set_result(None)
        return turn


class Slots:
    """Room for so many events and so many bytes at a time; one larger than that has it all to itself."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._events = 0
        self._bytes = 0
        self._freed = Event()

    async def take(self, size: int) -> None:
        """Wait until there is room; for one caller at a time."""
        while self._events and (self._events >= self._most or self._bytes + size > self._most_bytes):
            self._freed.clear()
            await self._freed.wait()
        self._events += 1
        self._bytes += size

    def give_back(self, size: int) -> None:
        """Make room again."""
        self._events -= 1
        self._bytes -= size
        self._freed.set()


@dataclass(frozen=True)
class Steps(Generic[E, W]):
    """What is done with each event of a stream; `size` is its bytes, `conclude` must not wait."""

    work: Callable[[E], Awaitable[W]]
    conclude: Callable[[E, W], Outcome]
    size: Callable[[E], int]
    ack: Callable[[E, Outcome], Awaitable[object]]
    publisher: Publisher


async def run_in_order(events: AsyncIterator[E], steps: Steps[E, W], slots: Slots) -> None:
    """Take every event of the stream through its steps.

    Returns when the stream ends and all is acknowledged. Raises an `ExceptionGroup` when an event fails; the
    events that were under way are left unacknowledged.
    """
    before = Turn.taken()
    async with asyncio.TaskGroup() as group:
        async for event in events:
            size = steps.size(event)
            await slots.take(size)
            turn = Turn()
            # A task of its own: it copies the context, in which Faust keeps the current event.
            task = group.create_task(_steps(event, steps, before, turn))
            task.add_done_callback(partial(_give_back, slots, size))
            before = turn


def _give_back(slots: Slots, size: int, _: object) -> None:
    slots.give_back(size)


async def _steps(event: E, steps: Steps[E, W], before: Turn, turn: Turn) -> None:
    work = await steps.work(event)
    await before.published
    outcome = steps.conclude(event, work)
    deliveries = [await steps.publisher.send(message) for message in outcome.messages]
    turn.published.set_result(None)
    await asyncio.gather(*deliveries)
    await before.acked
    outcome.delivered()
    await steps.ack(event, outcome)
    turn.acked.set_result(None)
