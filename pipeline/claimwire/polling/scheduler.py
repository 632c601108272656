"""The scheduler: polls feeds when they are due, a bounded number at a time, on our own partitions."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, partial
from typing import NamedTuple

import structlog
from yarl import URL

from claimwire.errors import ClaimwireError
from claimwire.polling.feed_state import FeedState
from claimwire.polling.poll import poll
from claimwire.polling.schedule import Failure, failed
from claimwire.polling.states import FeedStates, due
from claimwire.polling.world import World

log = structlog.get_logger(__name__)
_LOOK_EVERY_S = 0.25
_POLL_S = 900.0
"""A poll takes no longer: what it has not come to is left to the next."""
MOST_OF_HOST = 2
"""Polls of one host at a time: it is asked one thing after the other anyway, and others wait for a place."""
_HOLD = timedelta(seconds=30)
"""A feed waits so long when the broker did not take its articles or its state."""

Assigned = Callable[[], frozenset[int] | None]
Polled = Callable[[FeedState, FeedState], None]


class Running(NamedTuple):
    """A poll that is under way, and the host that it asks."""

    host: str
    task: asyncio.Task[None]


class Scheduler:
    """Polls feeds.

    `assigned` tells the partitions that are ours, None while that is being settled; `polled` hears of each
    poll, with the feed's state before and after.
    """

    def __init__(
        self, states: FeedStates, world: World, *, most: int, assigned: Assigned, polled: Polled
    ) -> None:
        self._states = states
        self._world = world
        self._most = most
        self._assigned = assigned
        self._polled = polled
        self._polls: dict[str, Running] = {}
        self._open = False

    async def run(self) -> None:
        """Poll what is due, until cancelled."""
        try:
            while True:
                if not self._open and (partitions := self._assigned()) is not None:
                    self._states.open(partitions, at=self._world.now())
                    self._open = True
                    log.info("feeds_taken_up", feeds=len(self._states), partitions=sorted(partitions))
                if self._open:
                    self._start_due()
                await asyncio.sleep(_LOOK_EVERY_S)
        finally:
            await self.release()

    async def release(self) -> None:
        """End all polls, since the feeds may be another's now; what they have settled is written down."""
        self._open = False
        tasks = [running.task for running in self._polls.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start_due(self) -> None:
        if len(self._polls) >= self._most:
            return
        hosts = Counter(running.host for running in self._polls.values())
        for state in due(self._states, at=self._world.now(), busy=self._polls.__contains__):
            host = _host_of(state.url)
            if hosts[host] < MOST_OF_HOST:
                hosts[host] += 1
                self._start(state, host)
            if len(self._polls) >= self._most:
                return

    def _start(self, state: FeedState, host: str) -> None:
        task = asyncio.create_task(self._poll(state))
        self._polls[state.feed.url] = Running(host, task)
        task.add_done_callback(partial(self._ended, state.feed.url))

    def _ended(self, url: str, _: asyncio.Task[None]) -> None:
        del self._polls[url]

    async def _poll(self, state: FeedState) -> None:
        try:
            done = await self._polled_in_time(state)
            await self._states.save(done)
        except ClaimwireError as error:
            log.warning("poll_put_off", feed=state.feed.url, detail=str(error))
            self._states.put_off(state.feed.url, until=self._world.now() + _HOLD)
            return
        self._polled(state, done)

    async def _polled_in_time(self, state: FeedState) -> FeedState:
        """Return the state after a poll; raises `NotDelivered` if the broker refuses or does not answer."""
        try:
            async with asyncio.timeout(_POLL_S):
                return await poll(state, self._world, self._states.save)
        except TimeoutError:
            failure = Failure("poll_timeout", f"the poll took longer than {_POLL_S:g} s")
        except ClaimwireError:
            raise
        except Exception as error:
            # One feed must not end the polling of all others.
            log.exception("poll_failed", feed=state.feed.url)
            failure = Failure("unexpected_error", f"{type(error).__name__}: {error}")
        known = self._states.get(state.feed.url) or state
        return failed(known, failure, at=self._world.now(), bounds=self._world.bounds)


@lru_cache(maxsize=16_384)  # thousands that wait for their host are looked at four times a second
def _host_of(url: str) -> str:
    """Return the host that a URL is asked of."""
    return URL(url).host or ""
