"""The outbox sends messages to the broker in order, bounded in flight, and settles them in order.

Each message has a token, which tells its sender what it was: a line of a file, or an item of a feed.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections import deque
from collections.abc import AsyncIterable, Callable
from contextlib import suppress
from typing import Generic, NamedTuple, Protocol, TypeVar

from aiokafka.errors import InvalidMessageError, KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from claimwire.errors import NotDelivered
from claimwire.kafka import Outgoing, Publisher

_IN_FLIGHT = 512
_IN_FLIGHT_BYTES = 64 * 1024 * 1024
LAST_WORDS_S = 5.0
"""How long an interrupted sender waits for the broker's word on messages in flight."""
REFUSED_BY_BROKER = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidMessageError)
"""Errors about one record; any other would meet the next one too."""


class Named(Protocol):
    """A token: anything with a readable name."""

    @property
    def where(self) -> str:
        """Its name: `news.jsonl:12`."""


Token = TypeVar("Token", bound=Named)
Content = Outgoing | str
"""A message, or why there is none."""
Settled = Callable[[Token, str | None], None]
"""Called for each token in order, with the problem; None means that the broker has the message."""


class _InFlight(NamedTuple, Generic[Token]):
    token: Token
    problem: str | None
    size: int
    done: Future[object]


class Outbox(Generic[Token]):
    """Sends messages in order, at most `most` and `most_bytes` in flight, and settles them in order."""

    def __init__(
        self,
        publisher: Publisher,
        settled: Settled[Token],
        *,
        most: int = _IN_FLIGHT,
        most_bytes: int = _IN_FLIGHT_BYTES,
    ) -> None:
        self._publisher = publisher
        self._settled = settled
        self._most = most
        self._most_bytes = most_bytes
        self._waiting: deque[_InFlight[Token]] = deque()
        self._bytes = 0

    async def put(self, token: Token, content: Content) -> None:
        """Send a message once there is room; raises `NotDelivered` if the broker refuses or does not answer.

        A problem in place of a message is settled in its turn.
        """
        problem, size = (content, 0) if isinstance(content, str) else (None, len(content.value or b""))
        while self._waiting and self._is_full(size):
            await self._settle_first()
        self._waiting.append(_InFlight(token, problem, size, await self._sent(content)))
        self._bytes += size
        while self._waiting and self._waiting[0].done.done():
            await self._settle_first()

    async def drain(self) -> None:
        """Wait until everything is settled; raises `NotDelivered`."""
        while self._waiting:
            await self._settle_first()

    async def last_words(self) -> None:
        """Settle every message that the broker confirms within `LAST_WORDS_S`."""
        with suppress(TimeoutError, NotDelivered):
            async with asyncio.timeout(LAST_WORDS_S):
                await self.drain()

    def _is_full(self, size: int) -> bool:
        return len(self._waiting) >= self._most or self._bytes + size > self._most_bytes

    async def _sent(self, content: Content) -> Future[object]:
        done: Future[object] = asyncio.get_running_loop().create_future()
        if isinstance(content, str):
            done.set_result(None)
            return done
        try:
            done = await self._publisher.send(content)
        except KafkaError as error:
            done.set_exception(error)
        done.add_done_callback(_note_failure)
        return done

    async def _settle_first(self) -> None:
        first = self._waiting[0]
        problem = await _refusal(first.token, first.done) if first.problem is None else first.problem
        self._waiting.popleft()
        self._bytes -= first.size
        self._settled(first.token, problem)


async def _refusal(token: Named, done: Future[object]) -> str | None:
    try:
        # Shielded: an interrupted wait must not cancel the delivery, which is waited for once more.
        await asyncio.shield(done)
    except REFUSED_BY_BROKER as error:
        return f"refused by the broker: {error}"
    except KafkaError as error:
        raise NotDelivered(f"{token.where}: not delivered: {error}") from None
    return None


def _note_failure(done: Future[object]) -> None:
    """Mark a failure as seen, because nobody awaits the failures after the first."""
    if not done.cancelled():
        done.exception()


async def deliver(items: AsyncIterable[tuple[Token, Content]], outbox: Outbox[Token]) -> None:
    """Send all items and wait until they are settled. If interrupted, settle as many as possible first.

    Raises `NotDelivered` if the broker refuses or does not answer.
    """
    try:
        async for token, content in items:
            await outbox.put(token, content)
        await outbox.drain()
    except asyncio.CancelledError:
        await outbox.last_words()
        raise
