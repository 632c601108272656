"""Outages: one line when a client loses its brokers, and one when it has them back.

aiokafka retries silently and endlessly, so a lost broker would look like a quiet topic.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

LASTS_S = 2.0
"""A shorter gap is a reconnection and not reported."""
_LOOK_EVERY_S = 0.25


def is_connected(client: AIOKafkaConsumer | AIOKafkaProducer) -> bool:
    """Tell whether any connection to a broker is open."""
    return any(connection.connected() for connection in list(client._client._conns.values()))


@dataclass
class Outage:
    """Whether there is an outage, and whether it was reported."""

    brokers: str
    tell: Callable[[str], None]
    is_told: bool = field(default=False, init=False)
    _changed_at: float | None = field(default=None, init=False)

    def look(self, *, connected: bool, now: float) -> None:
        """Note whether the client is connected, and report a change that has lasted."""
        if connected != self.is_told:
            self._changed_at = None
        elif self._changed_at is None:
            self._changed_at = now
        elif now - self._changed_at >= LASTS_S:
            self._changed_at, self.is_told = None, not connected
            does = "answers again" if connected else "does not answer: waiting for it"
            self.tell(f"the Kafka broker at {self.brokers} {does}")


@asynccontextmanager
async def outages_told(
    client: AIOKafkaConsumer | AIOKafkaProducer, brokers: str, tell: Callable[[str], None]
) -> AsyncIterator[None]:
    """Report outages of a client's brokers while the context lasts."""
    watch = asyncio.create_task(_watch(client, Outage(brokers, tell)))
    try:
        yield
    finally:
        watch.cancel()


async def _watch(client: AIOKafkaConsumer | AIOKafkaProducer, outage: Outage) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        outage.look(connected=is_connected(client), now=time.monotonic())
