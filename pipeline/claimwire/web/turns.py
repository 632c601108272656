"""Turns: one request at a time to each host, with time between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from claimwire.web.answers import FetchError

_SPACING_S = 2.0
LONGEST_SPACING_S = 60.0
_PATIENCE_S = 120.0
"""A host that is to be left alone for longer than this is not waited for."""
FORGET_EVERY = 1024
"""Turns after which hosts that need not be waited for are forgotten."""


@dataclass
class Host:
    """What is known of a host: until when it is left alone, and how many wait for it or are in their turn."""

    free_at: float
    busy: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """Turns at hosts: for each host one at a time, first come first served, `spacing_s` apart.

    `clock` is monotonic. A host is remembered only while there is something to wait for.
    """

    def __init__(
        self,
        *,
        spacing_s: float = _SPACING_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._spacing_s = spacing_s
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, Host] = {}
        self._turns = 0

    def __len__(self) -> int:
        return len(self._hosts)

    @asynccontextmanager
    async def turn(self, host: str, *, spacing_s: float = 0.0) -> AsyncIterator[None]:
        """Wait for a turn and have it inside; `spacing_s` may ask for more time after it, up to a minute.

        Raises `FetchError` ("held") for a host that asked to be left alone for long.
        """
        known = self._host(host)
        known.busy += 1
        try:
            async with known.lock:
                await self._wait(host, known)
                try:
                    yield
                finally:
                    spacing = max(self._spacing_s, min(spacing_s, LONGEST_SPACING_S))
                    known.free_at = max(known.free_at, self._clock() + spacing)
        finally:
            known.busy -= 1
            self._forget_some()

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long from now, those who wait already included."""
        known = self._host(host)
        known.free_at = max(known.free_at, self._clock() + seconds)

    def _host(self, host: str) -> Host:
        return self._hosts.setdefault(host, Host(self._clock()))

    async def _wait(self, name: str, known: Host) -> None:
        while (left := known.free_at - self._clock()) > 0:  # again: it may be held meanwhile
            if left > _PATIENCE_S:
                raise FetchError("held", f"{name} asks to wait another {left:.0f} s")
            await self._sleep(left)

    def _forget_some(self) -> None:
        self._turns += 1
        if self._turns % FORGET_EVERY:
            return
        now = self._clock()
        self._hosts = {
            name: known for name, known in self._hosts.items() if known.busy or known.free_at > now
        }
