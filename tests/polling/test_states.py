"""The states: what is written down of a feed, and what is read again."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from claimwire.polling.feed_state import FeedState
from claimwire.polling.states import FeedStates
from claimwire_schemas import Feed
from tests.polling.world import NOON, KeptTable, Wire

FEED = Feed(url="https://courier.example/rss")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def table() -> KeptTable:
    return KeptTable()


def states_of(table: KeptTable) -> FeedStates:
    """Return states that nobody has opened yet."""
    return FeedStates(table, Wire(), changelog="feeds")


async def test_a_feed_that_is_added_again_is_asked_for_at_its_own_url(table: KeptTable) -> None:
    states = states_of(table)
    await states.add(FEED, partition=0, at=NOON)
    moved = {"address": "https://new.example/rss", "etag": '"1"', "digest": "0a", "read_at": NOON}
    state = FeedState(feed=FEED, partition=0, added_at=NOON, status="dead", seen=b"12345678")
    await states.save(state.model_copy(update=moved))
    await states.add(FEED, partition=0, at=LATER)
    [state] = states
    assert (state.url, state.status, state.next_at) == (FEED.url, "waiting", LATER)
    assert (state.etag, state.last_modified, state.digest, state.read_at) == (None, None, None, None)
    assert state.seen == b"12345678"


async def test_a_feed_that_is_added_before_the_book_is_opened_keeps_its_history(table: KeptTable) -> None:
    """Registrations are read as soon as the table is restored; the scheduler opens the states later."""
    state = FeedState(feed=FEED, partition=0, added_at=NOON, seen=b"12345678", polls=7)
    table.data[FEED.url.encode()] = state.encode()
    states = states_of(table)
    await states.add(FEED, partition=0, at=LATER)
    states.open({0}, at=LATER)
    [state] = states
    assert (state.seen, state.polls, state.added_at) == (b"12345678", 7, NOON)


async def test_what_another_feeder_wrote_meanwhile_counts(table: KeptTable) -> None:
    states = states_of(table)
    await states.add(FEED, partition=0, at=NOON)
    state = FeedState(feed=FEED, partition=0, added_at=NOON, polls=7)
    table.data[FEED.url.encode()] = state.encode()
    await states.add(FEED, partition=0, at=LATER)
    assert [state.polls for state in states] == [7]


@pytest.mark.parametrize("change", [{"schema_version": 2}, {"mood": "new"}, {"seen": 8}, {"added_at": None}])
async def test_a_feed_whose_state_another_version_wrote_begins_anew(
    table: KeptTable, change: dict[str, object]
) -> None:
    state = FeedState(feed=FEED, partition=3, added_at=NOON, polls=7)
    table.data[FEED.url.encode()] = orjson.dumps({**orjson.loads(state.encode()), **change})
    states = states_of(table)
    states.open({3}, at=LATER)
    assert list(states) == [FeedState(feed=FEED, partition=3, added_at=LATER, next_at=LATER)]
    states.open({2}, at=LATER)
    assert table.data == {}, "a feed of another's, as any other is"


@pytest.mark.parametrize(
    "value", [b"{", b"[]", b"7", b"null", b"{}", b'{"feed": 1, "partition": 0}', b"\xff"]
)
async def test_a_state_that_names_no_feed_is_passed_over(table: KeptTable, value: bytes) -> None:
    table.data[FEED.url.encode()] = value
    states = states_of(table)
    states.open({0}, at=LATER)
    assert list(states) == []
    await states.add(FEED, partition=0, at=NOON)
    assert [state.feed for state in states] == [FEED]
