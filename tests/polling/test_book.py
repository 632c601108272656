"""The book: what is written down of a feed, and what is read again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.polling.book import FeedBook
from pipeline.polling.state import FeedState
from schemas import Feed
from tests.polling.world import NOON, KeptTable, Wire

FEED = Feed(url="https://courier.example/rss")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def table() -> KeptTable:
    return KeptTable()


def book_of(table: KeptTable) -> FeedBook:
    """Return a book that was opened by nobody yet."""
    return FeedBook(table, Wire(), changelog="feeds")


async def test_a_feed_that_is_added_again_is_asked_for_at_its_own_url(table: KeptTable) -> None:
    book = book_of(table)
    await book.add(FEED, partition=0, at=NOON)
    moved = {"address": "https://new.example/rss", "etag": '"1"', "digest": "0a", "read_at": NOON}
    state = FeedState(feed=FEED, partition=0, added_at=NOON, status="dead", seen=b"12345678")
    await book.save(state.model_copy(update=moved))
    await book.add(FEED, partition=0, at=LATER)
    [state] = book
    assert (state.url, state.status, state.next_at) == (FEED.url, "waiting", LATER)
    assert (state.etag, state.last_modified, state.digest, state.read_at) == (None, None, None, None)
    assert state.seen == b"12345678"
