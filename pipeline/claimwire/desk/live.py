"""Live: what arrives in the store, offered to everybody who follows it.

One task reads the store's newest claims, some times a second, and keeps the last few thousand in memory. Each
follower has a position, and takes what it wants from there when it can; one that falls behind the memory
reads the store. So no follower has a queue that could fill, and none misses anything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import takewhile
from time import monotonic

import structlog

from claimwire.desk.metrics import Metrics
from claimwire.errors import StoreError
from claimwire.store import ClaimRow, Plan, Search, Store, plan_claims

log = structlog.get_logger(__name__)

_TICK_S = 0.3
_RING = 5_000
_PAGE = 500
_EVERYTHING = Search()


@dataclass(frozen=True)
class Batch:
    """Claims for a follower, oldest first; how many more there were, and the position to go on from."""

    rows: tuple[ClaimRow, ...]
    more: int
    position: int


@dataclass
class Live:
    """The newest claims, and a signal when there are others."""

    store: Store
    metrics: Metrics
    position: int = 0
    """Of the last claim that was read."""
    followers: int = 0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when followers are to end."""
    _ring: deque[ClaimRow] = field(default_factory=lambda: deque(maxlen=_RING))
    _floor: int = 0
    """Everything above it is in the ring."""
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Begin at the store's end; raises `StoreError`."""
        self.metrics.streams.set_function(lambda: self.followers)
        self.position = self._floor = await asyncio.to_thread(self.store.last_position)

    async def run(self) -> None:
        """Read what arrives, until cancelled."""
        while True:
            await asyncio.sleep(_TICK_S)
            try:
                while await self._read():
                    pass
            except StoreError as error:
                log.warning("desk_live_failed", error=str(error))

    async def _read(self) -> bool:
        """Read a page of what is new; tell whether there is more."""
        page = await asyncio.to_thread(self.store.claims_after, _EVERYTHING, self.position, limit=_PAGE)
        for row in page.rows:
            if len(self._ring) == _RING:
                self._floor = self._ring[0].position
            self._ring.append(row)
        if page.rows:
            self.position = page.rows[-1].position
            arrived, self._arrived = self._arrived, asyncio.Event()
            arrived.set()
        return page.next is not None

    async def follow(
        self, search: Search, after: int, *, most: int, brief: bool, idle_s: float
    ) -> AsyncGenerator[Batch, None]:
        """Give what matches above a position, in batches of `most`; an empty one after each `idle_s` without.

        With `brief`, a batch that would be larger has the newest claims and the number of the others.
        Without it, the others come first.
        """
        plan, told_at = plan_claims(search), monotonic()
        self.followers += 1
        try:
            while not self.stopped.is_set():
                batch = await self._next(plan, search, after, most=most, brief=brief)
                after = batch.position
                if batch.rows or monotonic() - told_at >= idle_s:
                    told_at = monotonic()
                    yield batch
                if after >= self.position:
                    await self._wait(idle_s - (monotonic() - told_at))
        finally:
            self.followers -= 1

    async def _next(self, plan: Plan, search: Search, after: int, *, most: int, brief: bool) -> Batch:
        if after < self._floor:
            return await self._stored(search, after, most=most, brief=brief)
        fresh = list(takewhile(lambda row: row.position > after, reversed(self._ring)))
        wanted = [row for row in reversed(fresh) if row.change != "same" and plan.matches(row)]
        if len(wanted) > most and not brief:
            return Batch(tuple(wanted[:most]), 0, wanted[most - 1].position)
        return Batch(tuple(wanted[-most:]), max(len(wanted) - most, 0), max(self.position, after))

    async def _stored(self, search: Search, after: int, *, most: int, brief: bool) -> Batch:
        """Read from the store what is in memory no more."""
        size, floor = _PAGE if brief else most, self._floor  # all up to here is in the store by now
        page = await asyncio.to_thread(self.store.claims_after, search, after, limit=size)
        rows = [row for row in page.rows if row.change != "same"]
        position = page.next or max(page.rows[-1].position if page.rows else after, floor)
        return Batch(tuple(rows[-most:]), max(len(rows) - most, 0), position)

    async def _wait(self, within_s: float) -> None:
        """Wait for what arrives, or for the end."""
        waits = [asyncio.ensure_future(self._arrived.wait()), asyncio.ensure_future(self.stopped.wait())]
        try:
            await asyncio.wait(waits, timeout=max(within_s, 0.01), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
