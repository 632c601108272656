"""Headroom: how much may be sent before live news would have to wait.

What is replayed stands in the same line as live news. So there is only ever a short line: nothing is sent
while so many messages wait for the workers, whoever sent them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError
from claimwire.kafka import broker_error, client_options, started
from claimwire.settings import Settings
from claimwire.subscribe.scout import Scout, scout
from claimwire_schemas.topics import ARTICLES, RAW

_LOOK_EVERY_S = 1.0
"""Workers commit once a second."""
_TELL_EVERY_S = 30.0
UNTOLD = "this broker does not tell how much waits for the workers: live news goes first by --rate alone"

Waiting = Callable[[], Awaitable[int]]


class Headroom:
    """Gives turns while fewer than `most` messages wait for the workers."""

    def __init__(
        self, waiting: Waiting, *, most: int, report: Callable[[str], None], every_s: float = _LOOK_EVERY_S
    ) -> None:
        self._waiting = waiting
        self._most = most
        self._report = report
        self._every_s = every_s
        self._left = 0
        self._looked_at = -every_s
        self._told_at = monotonic()

    async def turn(self) -> None:
        """Wait for the next turn; for one caller at a time. Raises `BrokerError`."""
        while self._left <= 0:
            await asyncio.sleep(max(0.0, self._looked_at + self._every_s - monotonic()))
            waiting = await self._waiting()
            self._looked_at = monotonic()
            self._left = self._most - waiting
            self._tell(waiting)
        self._left -= 1

    def _tell(self, waiting: int) -> None:
        if self._left > 0:
            self._told_at = self._looked_at
        elif self._looked_at - self._told_at > _TELL_EVERY_S:
            self._told_at = self._looked_at
            self._report(f"{waiting:,} messages are waiting for the workers: paused until there are fewer")


@asynccontextmanager
async def headroom(
    settings: Settings, *, most: int, report: Callable[[str], None]
) -> AsyncIterator[Headroom | None]:
    """Give headroom by what waits for the workers' group; None, and a word, where the broker cannot tell."""
    async with AsyncExitStack() as stack:
        scouts = [await stack.enter_async_context(scout(topic, settings)) for topic in (RAW, ARTICLES)]
        if not all(about.lists_offsets for about in scouts):
            report(UNTOLD)
            yield None
            return
        admin = AIOKafkaAdminClient(**client_options(settings))
        stack.push_async_callback(admin.close)
        try:
            await started(admin.start(), settings)
        except (KafkaError, OSError) as error:
            raise await broker_error(settings, error) from None
        yield Headroom(lambda: _waiting(admin, scouts, settings), most=most, report=report)


async def _waiting(admin: AIOKafkaAdminClient, scouts: list[Scout], settings: Settings) -> int:
    """Return how many messages the workers' group has not finished."""
    try:
        committed = await admin.list_consumer_group_offsets(settings.group)
        waiting = 0
        for about in scouts:
            beginnings, ends = await about.beginnings(), await about.ends()
            for at, end in ends.items():
                reached = committed[at].offset if at in committed else 0
                waiting += max(0, end - max(reached, beginnings[at]))
    except (KafkaError, OSError) as error:
        raise BrokerError(f"group {settings.group}: its progress is unknown: {error!r}") from None
    return waiting
