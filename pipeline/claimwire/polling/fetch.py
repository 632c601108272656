"""Fetching a feed: one conditional request, and the document that came back, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from claimwire.polling.feed_state import FeedState
from claimwire.polling.schedule import Failure
from claimwire.sources.items import Document, DocumentError, Item, Problem
from claimwire.web.answers import Answer, FetchError
from claimwire.web.client import Ask

_WHOLE_EVERY = timedelta(days=1)
"""A feed is asked for all of itself so often, whatever its validators say: some never change theirs."""
MOST_SITEMAPS = 50
MOST_ITEMS = 10_000
_MOST_PROBLEMS = 100
"""Of all sitemaps of an index, like the items: a hostile one has no end of them."""
_HEAVY = frozenset({"unknown_host", "bad_certificate", "blocked_address", "not_a_url", "not_http"})
"""Failures that seldom pass by themselves."""


class Client(Protocol):
    """Fetches politely: a `PoliteClient`."""

    async def ask(self, ask: Ask) -> Answer:
        """Return what is at an address; raises `FetchError`."""


class FeedReader(Protocol):
    """Reads documents: a `DocumentReader`."""

    async def read(self, data: bytes, *, content_type: str, charset: str | None, base: str) -> Document:
        """Return the document; raises `DocumentError` for what is none."""


@dataclass(frozen=True)
class FeedResponse:
    """The response to a request for a feed; without a document if nothing has changed.

    `digest` is that of the body; `answer` tells the validators and the way there.
    """

    answer: Answer
    digest: str | None = None
    document: Document | None = None


@dataclass
class Gathered:
    """What is kept of the sitemaps of an index, however much is in them."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another item."""
        return len(self.items) >= MOST_ITEMS

    def take(self, sitemap: Document) -> None:
        """Keep the items and problems of a sitemap, as far as there is room."""
        self.items += sitemap.items[: MOST_ITEMS - len(self.items)]
        for problem in sitemap.problems:
            self.tell(problem)

    def tell(self, problem: Problem) -> None:
        """Keep a problem, or count it."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.untold += 1

    def told(self) -> Iterator[Problem]:
        """Yield the problems, and one that tells how many more there were."""
        yield from self.problems
        if self.untold:
            yield Problem("sitemaps", f"{self.untold:,} problems more")


async def request_feed(state: FeedState, client: Client, reader: FeedReader, *, at: datetime) -> FeedResponse:
    """Ask for a feed and read what comes.

    Raises `Failure` when nothing does, or what is no feed.
    """
    whole = state.read_at is None or at - state.read_at >= _WHOLE_EVERY
    ask = Ask(state.url) if whole else Ask(state.url, state.etag, state.last_modified)
    answer = await fetched(ask, client)
    if answer.status == 304:
        return FeedResponse(answer)
    digest = sha256(answer.data).hexdigest()
    if digest == state.digest and not whole:
        return FeedResponse(answer, digest)
    document = await read_answer(answer, reader)
    if document.kind == "page":
        raise Failure("not_a_feed", "a page, not a feed" + _instead(document), weight=2)
    return FeedResponse(answer, digest, await _with_sitemaps(document, client, reader))


async def fetched(ask: Ask, client: Client) -> Answer:
    """Return the answer of a server that has something (200), or has nothing newer (304).

    Raises `Failure`.
    """
    try:
        answer = await client.ask(ask)
    except FetchError as error:
        raise Failure(error.reason, str(error), weight=2 if error.reason in _HEAVY else 1) from None
    if answer.status in (200, 304):
        return answer
    raise Failure(
        f"http_{answer.status}",
        f"{answer.base}: HTTP status {answer.status}",
        weight=1 if answer.status == 429 or answer.status >= 500 else 2,
        retry_after_s=answer.retry_after_s,
        gone=answer.status == 410,
    )


async def read_answer(answer: Answer, reader: FeedReader) -> Document:
    """Return the document in an answer; raises `Failure`."""
    try:
        return await reader.read(
            answer.data, content_type=answer.content_type, charset=answer.charset, base=answer.base
        )
    except DocumentError as error:
        raise Failure(f"document_{error.reason}", str(error), weight=2) from None


async def _with_sitemaps(document: Document, client: Client, reader: FeedReader) -> Document:
    """Return a document with the items of the sitemaps that it leads to, where it is an index of some.

    A sitemap that cannot be read is a problem of the document; raises `Failure` where none can be.
    """
    if document.kind != "sitemap_index":
        return document
    links = document.links[:MOST_SITEMAPS]
    gathered, failures = Gathered(), list[Failure]()
    for url in links:
        try:
            gathered.take(await _sitemap(url, client, reader))
        except Failure as failure:
            failures.append(failure)
            gathered.tell(Problem(url, f"a sitemap that could not be read: {failure.reason}"))
        if gathered.is_full:
            break
    if failures and len(failures) == len(links):
        raise _of_all(failures)
    return replace(
        document, items=tuple(gathered.items), problems=(*_left_out(document, gathered), *gathered.told())
    )


async def _sitemap(url: str, client: Client, reader: FeedReader) -> Document:
    part = await read_answer(await fetched(Ask(url), client), reader)
    if part.kind != "sitemap":
        raise Failure("not_a_sitemap", f"{url}: not a sitemap ({part.kind})")
    return part


def _of_all(failures: list[Failure]) -> Failure:
    """Return the failure of an index; it is not gone itself, even where all of its sitemaps are."""
    first = failures[0]
    detail = f"no sitemap could be read, the first for this: {first}"
    return Failure(first.reason, detail, weight=first.weight, retry_after_s=first.retry_after_s)


def _left_out(index: Document, gathered: Gathered) -> Iterator[Problem]:
    if gathered.is_full:
        yield Problem(
            f"item {MOST_ITEMS + 1}", f"no more than {MOST_ITEMS:,} items are read: any others are left out"
        )
    elif len(index.links) > MOST_SITEMAPS:
        yield Problem(
            f"sitemap {MOST_SITEMAPS + 1}", f"more than {MOST_SITEMAPS} sitemaps: the rest is left out"
        )


def _instead(document: Document) -> str:
    return f": it names {', '.join(document.links[:3])}" if document.links else ""
