"""A clock that only sleeping moves."""

from __future__ import annotations

import asyncio


class Clock:
    """Monotonic time for tests: whoever sleeps moves it on at once."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move on."""
        self.now += seconds
        await asyncio.sleep(0)
