"""An agent runs a stage on a Faust stream, and counts and times every outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, Generic, TypeVar

import structlog

from claimwire.errors import ClaimwireError, Refused
from claimwire.kafka import LAST_MS, Publisher
from claimwire.stream.delivery import Delivery, Outcome, Stage, refusal
from claimwire.stream.metrics import Metrics
from claimwire.stream.ordered import Slots, Steps, run_in_order

log = structlog.get_logger(__name__)
W = TypeVar("W")


@dataclass(frozen=True)
class Taken:
    """A Faust event that was taken from the stream, and when (seconds of the monotonic clock)."""

    event: Any
    delivery: Delivery
    at: float


@dataclass(frozen=True)
class Agent(Generic[W]):
    """Runs one stage over one stream."""

    stage: Stage[W]
    publisher: Publisher
    metrics: Metrics
    in_flight: int
    in_flight_bytes: int = 64 * 1024 * 1024

    async def run(self, stream: Any, *, crash: Callable[[BaseException], Any]) -> None:
        """Process the stream's events until it ends.

        Never raises: Faust would acknowledge the event. A failure that is no message's fault goes to `crash`,
        which stops the worker with the event unacknowledged, so that a restart replays it.
        """

        async def ack(taken: Taken, outcome: Outcome) -> None:
            await stream.ack(taken.event)
            self._count(taken, outcome)

        steps = Steps(
            work=self._work,
            conclude=self._conclude,
            ack=ack,
            size=lambda taken: taken.delivery.size,
            publisher=self.publisher,
        )
        slots = Slots(self.in_flight, self.in_flight_bytes)
        try:
            await run_in_order(self._taken(stream), steps, slots)
        except Exception as error:
            failures = error.exceptions if isinstance(error, ExceptionGroup) else [error]
            log.exception("stage_failed", stage=self.stage.name)
            await crash(failures[0])
            await asyncio.Event().wait()

    async def _taken(self, stream: Any) -> Any:
        async for event in stream.noack().events():
            self.metrics.articles_in.labels(self.stage.name).inc()
            self.metrics.in_flight.labels(self.stage.name).inc()
            delivery = delivery_of(event.message)
            yield Taken(event, delivery, monotonic())

    async def _work(self, taken: Taken) -> W | Refused:
        try:
            return await self.stage.work(taken.delivery)
        except Exception as error:  # noqa: BLE001 - _blamed raises what is not the message's fault
            return self._blamed(error, taken.delivery)

    def _conclude(self, taken: Taken, work: W | Refused) -> Outcome:
        delivery = taken.delivery
        if isinstance(work, Refused):
            return self._refuse(delivery, work)
        try:
            return self.stage.conclude(delivery, work)
        except Exception as error:  # noqa: BLE001 - as above
            return self._refuse(delivery, self._blamed(error, delivery))

    def _blamed(self, error: Exception, delivery: Delivery) -> Refused:
        """Return the refusal for an error; re-raise the error if the message is not to blame."""
        if isinstance(error, Refused):
            return error
        if isinstance(error, OSError | MemoryError | ClaimwireError):
            raise error
        # The stages are pure: what fails now fails at each replay, and must not stop the rest.
        log.error("unexpected_error", stage=self.stage.name, position=delivery.position, exc_info=error)
        return Refused("unexpected_error", f"{type(error).__name__}: {error}")

    def _refuse(self, delivery: Delivery, refused: Refused) -> Outcome:
        log.warning(
            "refused",
            stage=self.stage.name,
            position=delivery.position,
            reason=refused.reason,
            detail=str(refused)[:500],
        )
        return refusal(self.stage.name, delivery, refused)

    def _count(self, taken: Taken, outcome: Outcome) -> None:
        stage = self.stage.name
        self.metrics.in_flight.labels(stage).dec()
        self.metrics.articles.labels(stage, outcome.label).inc()
        self.metrics.stage_seconds.labels(stage).observe(monotonic() - taken.at)
        if outcome.reason:
            self.metrics.refused.labels(stage, outcome.reason).inc()
        for message in outcome.messages:
            self.metrics.records.labels(message.topic).inc()
        if outcome.received_at:
            self.metrics.raw_to_claim_seconds.observe(max(time() - outcome.received_at.timestamp(), 0))


def delivery_of(message: Any) -> Delivery:
    """Return a Faust message as stages know it."""
    return Delivery(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp_ms=min(max(round(message.timestamp * 1000), 0), LAST_MS),
        key=message.key,
        value=message.value,
        headers=list(message.headers or []),
    )
