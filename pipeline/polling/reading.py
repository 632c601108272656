"""Reading a feed: one conditional request, and the document that came back, or why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from pipeline.polling.schedule import Failure
from pipeline.polling.state import FeedState
from pipeline.sources.errors import DocumentError
from pipeline.sources.items import Document, Item
from pipeline.web.answers import Answer, FetchError
from pipeline.web.client import Ask

WHOLE_EVERY = timedelta(days=1)
"""A feed is asked for all of itself so often, whatever its validators say: some never change theirs."""
MOST_SITEMAPS = 50
MOST_ITEMS = 10_000
HEAVY = frozenset({"unknown_host", "bad_certificate", "blocked_address", "not_a_url", "not_http"})
"""Failures that seldom pass by themselves."""


class Client(Protocol):
    """Fetches politely: a `PoliteClient`."""

    async def ask(self, ask: Ask) -> Answer:
        """Return what is at an address; raises `FetchError`."""


class Reader(Protocol):
    """Reads documents: a `DocumentReader`."""

    async def read(self, data: bytes, *, content_type: str, charset: str | None, base: str) -> Document:
        """Return the document; raises `DocumentError` for what is none."""


@dataclass(frozen=True)
class Reading:
    """What a request for a feed brought; without a document where nothing has changed.

    `digest` is that of the body; `answer` tells the validators and the way there.
    """

    answer: Answer
    digest: str | None = None
    document: Document | None = None


async def read_feed(state: FeedState, client: Client, reader: Reader, *, at: datetime) -> Reading:
    """Ask for a feed and read what comes.

    Raises `Failure` when nothing does, or what is no feed.
    """
    whole = state.read_at is None or at - state.read_at >= WHOLE_EVERY
    ask = Ask(state.url) if whole else Ask(state.url, state.etag, state.last_modified)
    answer = await fetched(ask, client)
    if answer.status == 304:
        return Reading(answer)
    digest = sha256(answer.data).hexdigest()
    if digest == state.digest and not whole:
        return Reading(answer, digest)
    document = await read_answer(answer, reader)
    if document.kind == "page":
        raise Failure("not_a_feed", "a page, not a feed" + _instead(document), weight=2)
    return Reading(answer, digest, await _with_sitemaps(document, client, reader))


async def fetched(ask: Ask, client: Client) -> Answer:
    """Return the answer of a server that has something (200), or has nothing newer (304).

    Raises `Failure`.
    """
    try:
        answer = await client.ask(ask)
    except FetchError as error:
        raise Failure(error.reason, str(error), weight=2 if error.reason in HEAVY else 1) from None
    if answer.status in (200, 304):
        return answer
    raise Failure(
        f"http_{answer.status}",
        f"{answer.base}: HTTP status {answer.status}",
        weight=1 if answer.status == 429 or answer.status >= 500 else 2,
        retry_after_s=answer.retry_after_s,
        gone=answer.status == 410,
    )


async def read_answer(answer: Answer, reader: Reader) -> Document:
    """Return the document in an answer; raises `Failure`."""
    try:
        return await reader.read(
            answer.data, content_type=answer.content_type, charset=answer.charset, base=answer.base
        )
    except DocumentError as error:
        raise Failure(f"document_{error.reason}", str(error), weight=2) from None


async def _with_sitemaps(document: Document, client: Client, reader: Reader) -> Document:
    """Return a document with the items of the sitemaps that it leads to, where it is an index of some."""
    if document.kind != "sitemap_index":
        return document
    parts = [part async for part in _sitemaps(document, client, reader)]
    items: list[Item] = [item for part in parts for item in part.items]
    problems = [problem for part in parts for problem in part.problems]
    return replace(document, items=tuple(items[:MOST_ITEMS]), problems=(*document.problems, *problems))


async def _sitemaps(document: Document, client: Client, reader: Reader) -> AsyncIterator[Document]:
    """Yield the sitemaps of an index; raises `Failure` where one cannot be read: its items may be new."""
    for url in document.links[:MOST_SITEMAPS]:
        part = await read_answer(await fetched(Ask(url), client), reader)
        if part.kind == "sitemap":
            yield part


def _instead(document: Document) -> str:
    return f": it names {', '.join(document.links[:3])}" if document.links else ""
