"""Politeness: requests that ask first, wait their turn, and stay away when told to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL

from claimwire.web.answers import Answer, FetchError
from claimwire.web.client import Ask, WebClient
from claimwire.web.robots import DAY_S, Robots
from claimwire.web.robots import MAX_BYTES as ROBOTS_BYTES
from claimwire.web.turns import Turns

_BUSY = frozenset({429, 503})


class PoliteClient:
    """A `WebClient` that keeps to each site's robots.txt, to one request at a time and to its Retry-After.

    Each redirect is a request like any other: it takes its host's turn and keeps to that host's robots.txt.
    """

    def __init__(self, client: WebClient, *, turns: Turns | None = None) -> None:
        self._client = client
        self._turns = Turns() if turns is None else turns
        self._robots = Robots(self._get_robots)

    async def ask(self, ask: Ask) -> Answer:
        """Return what a server answers, whatever its status, once it is this request's turn.

        Raises `FetchError` when no answer comes, and where robots.txt forbids to ask.
        """
        return self._noted(await self._client.ask(ask, turn=self._turn))

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's site names."""
        return await self._robots.sitemaps(URL(url))

    @asynccontextmanager
    async def _turn(self, url: URL) -> AsyncIterator[None]:
        if not await self._robots.allowed(url):
            raise FetchError("robots", f"{url}: the site's robots.txt forbids it or could not be fetched")
        delay = await self._robots.crawl_delay(url)
        async with self._turns.turn(url.host or "", spacing_s=delay or 0.0):
            yield

    @asynccontextmanager
    async def _robots_turn(self, url: URL) -> AsyncIterator[None]:
        async with self._turns.turn(url.host or ""):
            yield

    async def _get_robots(self, url: str) -> Answer:
        ask = Ask(url, accept="text/plain, */*;q=0.1", max_bytes=ROBOTS_BYTES)
        return self._noted(await self._client.ask(ask, turn=self._robots_turn))

    def _noted(self, answer: Answer) -> Answer:
        """Leave a host alone that asks for it, for a day at most."""
        if answer.status in _BUSY and answer.retry_after_s:
            self._turns.hold(URL(answer.base).host or "", min(answer.retry_after_s, DAY_S))
        return answer
