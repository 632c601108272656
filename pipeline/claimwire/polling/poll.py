"""A poll: a feed is read, what is new in it is published, and its state says what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from claimwire.errors import NotDelivered
from claimwire.kafka import Publisher
from claimwire.polling.pages import Source
from claimwire.polling.reading import Client, Reader, Reading, read_feed
from claimwire.polling.round import Limits, Round
from claimwire.polling.schedule import Bounds, Failure, failed, soon, succeeded
from claimwire.polling.state import FeedState
from claimwire.sources.items import Document

SAVE_EVERY = timedelta(seconds=5)

Save = Callable[[FeedState], Awaitable[None]]


@dataclass(frozen=True)
class Outside:
    """What a poll needs of the world: the web, a parser, the broker, the time; and how much it may ask."""

    client: Client
    reader: Reader
    publisher: Publisher
    now: Callable[[], datetime]
    bounds: Bounds
    limits: Limits


async def poll(state: FeedState, outside: Outside, save: Save) -> FeedState:
    """Poll a feed, and return its new state; `save` is given what is settled in between, now and then.

    Raises `NotDelivered` when the broker takes no more: the state is then as it was last saved.
    """
    at = outside.now()
    try:
        reading = await read_feed(state, outside.client, outside.reader, at=at)
    except Failure as failure:
        return failed(state, failure, at=at, bounds=outside.bounds)
    state = _moved(state, reading)
    if reading.document is None:
        return succeeded(state, new=0, total=0, at=at, bounds=outside.bounds)
    return await _publish(state, reading, reading.document, outside, save, at=at)


async def _publish(
    state: FeedState, reading: Reading, document: Document, outside: Outside, save: Save, *, at: datetime
) -> FeedState:
    outlet = state.feed.outlet or document.title
    source = Source(state.feed.url, outlet, document.language or state.feed.language, at)
    round_ = Round(state, source, outside.client, outside.publisher)
    await _take_all(round_, document, outside, save)
    # What an index says of itself tells nothing of its sitemaps, which are read again by each poll.
    settled = round_.settled and document.kind != "sitemap_index"
    done = _validated(round_.state(), reading if settled else None, at)
    done = done.model_copy(update={"title": document.title or state.title})
    new, total = round_.counts.new, len(document.items)
    done = succeeded(done, new=new, total=total, at=at, bounds=outside.bounds, asked_s=document.interval_s)
    return soon(done, at=outside.now()) if round_.left_over else done


async def _take_all(round_: Round, document: Document, outside: Outside, save: Save) -> None:
    """Take a document's items, and save now and then what is settled of them."""
    saved_at = outside.now()

    async def save_if_due() -> None:
        nonlocal saved_at
        if outside.now() - saved_at >= SAVE_EVERY:
            await save(round_.state())
            saved_at = outside.now()

    try:
        await round_.take_all(document, outside.limits, between=save_if_due)
    except NotDelivered:
        raise
    except (asyncio.CancelledError, Exception):
        # Whatever ended the poll may end each one that follows: none is to deliver again what this one has.
        await save(await round_.last_state())
        raise


def _moved(state: FeedState, reading: Reading) -> FeedState:
    """Return the state with the address that a permanent redirect named."""
    moved_to = reading.answer.moved_to
    return state if moved_to is None else state.model_copy(update={"address": moved_to})


def _validated(state: FeedState, reading: Reading | None, at: datetime) -> FeedState:
    """Return the state with a reading's validators; with none, so that all is read again."""
    return state.model_copy(
        update={
            "etag": reading.answer.etag if reading else None,
            "last_modified": reading.answer.last_modified if reading else None,
            "digest": reading.digest if reading else None,
            "read_at": at if reading else None,
        }
    )
