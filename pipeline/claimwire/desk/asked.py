"""What is asked of the broker for a page: once for all who ask within a while, and within a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

from aiokafka.errors import KafkaError

from claimwire.errors import ClaimwireError

T = TypeVar("T")
_KEPT_S = 30.0
_WITHIN_S = 5.0


@dataclass
class Asked(Generic[T]):
    """An answer that is kept for a while."""

    ask: Callable[[], Awaitable[T]]
    _known: T | None = None
    _until: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def answer(self) -> T | None:
        """Return the answer; None where there is none."""
        async with self._asking:
            if monotonic() >= self._until:
                self._known = await self._asked()
                self._until = monotonic() + _KEPT_S
            return self._known

    async def _asked(self) -> T | None:
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await self.ask()
        except (ClaimwireError, KafkaError, ModuleNotFoundError, TimeoutError):
            return None
