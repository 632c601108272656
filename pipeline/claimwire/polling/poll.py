"""A poll: a feed is read, what is new in it is published, and its state says what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from claimwire.errors import NotDelivered
from claimwire.polling.feed_state import FeedState, Trouble
from claimwire.polling.fetch import FeedResponse, request_feed
from claimwire.polling.items import PolledItems
from claimwire.polling.pages import Source
from claimwire.polling.schedule import Failure, failed, soon, succeeded
from claimwire.polling.world import World
from claimwire.sources.items import Document

_SAVE_EVERY = timedelta(seconds=5)
_CUT = Trouble(reason="document_cut", detail="the feed breaks off: its end is missing")

Save = Callable[[FeedState], Awaitable[None]]


async def poll(state: FeedState, world: World, save: Save) -> FeedState:
    """Poll a feed, and return its new state; `save` is given what is settled in between, now and then.

    Raises `NotDelivered` when the broker takes no more: the state is then as it was last saved.
    """
    at = world.now()
    try:
        response = await request_feed(state, world.client, world.reader, at=at)
    except Failure as failure:
        return failed(state, failure, at=at, bounds=world.bounds)
    state = _moved(state, response)
    if response.document is None:
        return succeeded(state, new=0, total=0, at=at, bounds=world.bounds)
    return await _publish(state, response, response.document, world, save, at=at)


async def _publish(
    state: FeedState, response: FeedResponse, document: Document, world: World, save: Save, *, at: datetime
) -> FeedState:
    outlet = state.feed.outlet or document.title
    source = Source(state.feed.url, outlet, document.language or state.feed.language, at)
    items = PolledItems(state, source, world.client, world.publisher)
    await _take_all(items, document, world, save)
    # What an index says of itself tells nothing of its sitemaps, which are read again by each poll.
    settled = items.settled and document.kind != "sitemap_index" and not document.is_cut
    done = _validated(items.state(), response if settled else None, at)
    done = done.model_copy(update={"title": document.title or state.title})
    new, total = items.counts.new, len(document.items)
    done = succeeded(done, new=new, total=total, at=at, bounds=world.bounds, asked_s=document.interval_s)
    if document.is_cut:
        done = done.model_copy(update={"status": "failing", "trouble": _CUT})
    return soon(done, at=world.now()) if items.left_over else done


async def _take_all(items: PolledItems, document: Document, world: World, save: Save) -> None:
    """Take a document's items, and save now and then what is settled of them."""
    saved_at = world.now()

    async def save_if_due() -> None:
        nonlocal saved_at
        if world.now() - saved_at >= _SAVE_EVERY:
            await save(items.state())
            saved_at = world.now()

    try:
        await items.take_all(document, pages=world.pages, between=save_if_due)
    except NotDelivered:
        raise
    except (asyncio.CancelledError, Exception):
        # Whatever ended the poll may end each one that follows: none is to deliver again what this one has.
        await save(await items.last_state())
        raise


def _moved(state: FeedState, response: FeedResponse) -> FeedState:
    """Return the state with the address that a permanent redirect named."""
    moved_to = response.answer.moved_to
    return state if moved_to is None else state.model_copy(update={"address": moved_to})


def _validated(state: FeedState, response: FeedResponse | None, at: datetime) -> FeedState:
    """Return the state with the response's validators; with none, so that all is read again."""
    return state.model_copy(
        update={
            "etag": response.answer.etag if response else None,
            "last_modified": response.answer.last_modified if response else None,
            "digest": response.digest if response else None,
            "read_at": at if response else None,
        }
    )
