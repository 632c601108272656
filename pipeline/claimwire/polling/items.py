"""Items: those of one response of a feed, one by one, and what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

import structlog

from claimwire.errors import Refused
from claimwire.kafka import Publisher
from claimwire.outbox import Content, Outbox
from claimwire.polling.feed_state import Counts, FeedState, Verdict
from claimwire.polling.fetch import Client
from claimwire.polling.pages import PageFailed, Source, needs_page, with_page, without_page
from claimwire.polling.prints import SIZE, packed, print_of, unpacked
from claimwire.raw_messages import raw_message
from claimwire.sources.articles import NotAnArticle
from claimwire.sources.items import Document, Item, Problem

log = structlog.get_logger(__name__)
_MOST_TRIES = 3
"""Of an item's page, in as many polls; then the item goes without it."""


class _Sent(NamedTuple):
    """The print of an item on its way, and its name for people."""

    print_: bytes
    where: str


class PolledItems:
    """Publishes the items of a response one after the other, and knows which are settled.

    An item is settled when its article is delivered, or when it never will be. Until all are, the feed's
    validators are not kept, so that the next poll reads the same again.
    """

    def __init__(self, state: FeedState, source: Source, client: Client, publisher: Publisher) -> None:
        self.counts = Counts()
        self.left_over = False
        self._state = state
        self._source = source
        self._client = client
        self._outbox = Outbox(publisher, self._settle)
        self._seen = unpacked(state.seen)
        self._current: dict[bytes, None] = {}
        self._tries: dict[str, int] = {}
        self._pages = 0

    async def take_all(
        self, document: Document, *, pages: int, between: Callable[[], Awaitable[None]]
    ) -> None:
        """Take every item, the oldest first as feeds have them; call `between` after each.

        At most `pages` pages are fetched: the rest is left to the next poll, soon.

        Raises `NotDelivered` if the broker refuses or does not answer.
        """
        for number, problem in enumerate(document.problems):
            await _let_others(number)
            self._refuse_problem(problem)
        for number, item in enumerate(reversed(document.items)):
            await _let_others(number)
            await self._take(item, pages)
            await between()
        await self._outbox.drain()

    @property
    def settled(self) -> bool:
        """Whether nothing of the response is left for another poll."""
        return not (self.left_over or self.counts.failed)

    def state(self) -> FeedState:
        """Return the feed's state with what is settled so far."""
        gone = [print_ for print_ in self._seen if print_ not in self._current]
        here = [print_ for print_ in self._current if print_ in self._seen]
        counts = {
            name: count + getattr(self.counts, name)
            for name, count in self._state.counts.model_dump().items()
        }
        return self._state.model_copy(
            update={
                "seen": packed([*gone, *here], current=len(self._current)),
                "tries": dict(self._tries),
                "counts": Counts(**counts),
            }
        )

    async def last_state(self) -> FeedState:
        """Return the state after a poll that was cut short; messages in flight have seconds to settle."""
        await self._outbox.last_words()
        return self.state()

    async def _take(self, item: Item, pages: int) -> None:
        print_ = print_of(item)
        known = print_ in self._seen or print_ in self._current
        self._current[print_] = None
        if known:
            self._count("known")
        elif not needs_page(item, self._state):
            await self._send(item, print_)
        elif self._pages >= pages:
            self.left_over = True
        else:
            self._pages += 1
            await self._send_with_page(item, print_)

    async def _send_with_page(self, item: Item, print_: bytes) -> None:
        try:
            await self._send(await with_page(item, self._client), print_)
        except Refused as refused:
            await self._put(item, print_, f"{refused.reason}: {refused}")
        except PageFailed as failure:
            tries = self._state.tries.get(print_.hex(), 0) + 1
            if tries < _MOST_TRIES:
                self._tries[print_.hex()] = tries
                self._count("failed")
                log.info("page_failed", feed=self._source.url, item=item.url, detail=str(failure))
                return
            await self._send_without_page(item, print_, str(failure))

    async def _send_without_page(self, item: Item, print_: bytes, problem: str) -> None:
        try:
            await self._send(without_page(item, problem), print_)
        except Refused as refused:
            await self._put(item, print_, f"{refused.reason}: {refused}")

    async def _send(self, item: Item, print_: bytes) -> None:
        try:
            article = self._source.article(item)
        except NotAnArticle as refused:
            await self._put(item, print_, str(refused))
        else:
            await self._put(item, print_, raw_message(article, time=datetime.now(UTC)))

    async def _put(self, item: Item, print_: bytes, content: Content) -> None:
        await self._outbox.put(_Sent(print_, _named(item)), content)

    def _refuse_problem(self, problem: Problem) -> None:
        print_ = blake2b(f"{problem.where}\0{problem.reason}".encode(), digest_size=SIZE).digest()
        self._current[print_] = None
        if print_ in self._seen:
            self._count("known")
        else:
            self._seen[print_] = None
            self._count("refused")
            self._log_refused(problem.where, problem.reason)

    def _settle(self, sent: _Sent, problem: str | None) -> None:
        self._seen[sent.print_] = None
        self._count("new" if problem is None else "refused")
        if problem is not None:
            self._log_refused(sent.where, problem)

    def _count(self, verdict: Verdict) -> None:
        self.counts = self.counts.plus(verdict)

    def _log_refused(self, where: str, problem: str) -> None:
        log.info("item_refused", feed=self._source.url, item=where, detail=problem)


async def _let_others(number: int) -> None:
    if number % 64 == 0:
        await asyncio.sleep(0)  # ten thousand items that are known would hold up all other feeds


def _named(item: Item) -> str:
    return item.url or item.guid or item.headline or "an item"
