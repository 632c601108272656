"""Pace: so many a second at most, by a token bucket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

_BURST_S = 0.1
"""What was not used in so long may be caught up."""

_SHORTEST_S = 0.001
"""Of a wait: a shorter one may be no time at all to a clock."""


class Pace:
    """Gives turns, `rate` a second at most; None for as many as are asked for."""

    def __init__(
        self,
        rate: float | None,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._most = max(1.0, (rate or 0) * _BURST_S)
        self._tokens = 1.0
        self._filled_at = clock()

    async def turn(self) -> None:
        """Wait for the next turn; for one caller at a time."""
        if self._rate is None:
            return
        self._fill(self._rate)
        while self._tokens < 1:
            await self._sleep(max(_SHORTEST_S, (1 - self._tokens) / self._rate))
            self._fill(self._rate)
        self._tokens -= 1

    def _fill(self, rate: float) -> None:
        now = self._clock()
        self._tokens = min(self._most, self._tokens + (now - self._filled_at) * rate)
        self._filled_at = now
