"""Order and acknowledgement: many events are worked on at a time, and all end in the order of the stream.

    work      any order, up to `in_flight` at a time
    conclude  in order: decides what is published
    publish   in order, without waiting for the broker in between
    ack       in order, and only when the broker has everything that the event led to

An event that fails is never acknowledged, nor is any event after it.
"""

from __future__ import annotations

import asyncio
from asyncio import Future, Semaphore
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.kafka import Publisher
from pipeline.stream.delivery import Conclude, Outcome

E = TypeVar("E")


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


@dataclass(frozen=True)
class Steps(Generic[E]):
    """What is done with each event of a stream."""

    work: Callable[[E], Awaitable[Conclude]]
    ack: Callable[[E, Outcome], Awaitable[object]]
    publisher: Publisher


async def run_in_order(events: AsyncIterator[E], steps: Steps[E], *, in_flight: int) -> None:
    """Take every event of the stream through its steps.

    Returns when the stream ends and all is acknowledged. Raises an `ExceptionGroup` when an event fails; the
    events that were under way are left unacknowledged.
    """
    slots = Semaphore(in_flight)
    before = Turn.taken()
    async with asyncio.TaskGroup() as group:
        async for event in events:
            await slots.acquire()
            turn = Turn()
            # A task of its own: it copies the context, in which Faust keeps the current event.
            task = group.create_task(_steps(event, steps, before, turn))
            task.add_done_callback(lambda _: slots.release())
            before = turn


async def _steps(event: E, steps: Steps[E], before: Turn, turn: Turn) -> None:
    conclude = await steps.work(event)
    await before.published
    outcome = conclude()
    deliveries = [await steps.publisher.send(message) for message in outcome.messages]
    turn.published.set_result(None)
    await asyncio.gather(*deliveries)
    await before.acked
    outcome.delivered()
    await steps.ack(event, outcome)
    turn.acked.set_result(None)
