"""When a feed is polled next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.polling.feed_state import FeedState
from claimwire.polling.schedule import Bounds, Failure, failed, soon, succeeded
from claimwire_schemas import Feed

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOUNDS = Bounds(600, 86_400)
STATE = FeedState(
    feed=Feed(url="https://courier.example/rss"),
    partition=0,
    status="healthy",
    added_at=AT - timedelta(days=30),
    succeeded_at=AT - timedelta(hours=1),
    interval_s=3600.0,
)
BROKEN = Failure("http_500", "https://courier.example/rss: HTTP status 500")


def wait_s(state: FeedState) -> float:
    assert state.next_at
    return (state.next_at - AT).total_seconds()


@pytest.mark.parametrize(
    ("new", "total", "interval_s"),
    [(0, 0, 4680), (0, 20, 4680), (1, 20, 2610), (10, 20, 1800), (20, 20, 1800)],
)
def test_news_shortens_the_interval_and_silence_lengthens_it(new: int, total: int, interval_s: float) -> None:
    after = succeeded(STATE, new=new, total=total, at=AT, bounds=BOUNDS)
    assert after.interval_s == pytest.approx(interval_s)
    assert interval_s <= wait_s(after) <= interval_s * 1.1


def test_the_first_reading_says_nothing_of_how_often_there_is_news() -> None:
    first = STATE.model_copy(update={"succeeded_at": None})
    assert succeeded(first, new=20, total=20, at=AT, bounds=BOUNDS).interval_s == 3600


def test_a_feed_may_ask_for_more_time_within_the_bounds() -> None:
    asked = succeeded(STATE, new=0, total=0, at=AT, bounds=BOUNDS, asked_s=7200)
    assert 7200 <= wait_s(asked) <= 7920
    assert wait_s(succeeded(STATE, new=0, total=0, at=AT, bounds=BOUNDS, asked_s=1e9)) <= 86_400 * 1.1


def test_a_feed_may_have_bounds_of_its_own() -> None:
    feed = STATE.feed.model_copy(update={"min_interval_s": 60, "max_interval_s": 120})
    state = STATE.model_copy(update={"feed": feed})
    assert succeeded(state, new=0, total=9, at=AT, bounds=BOUNDS).interval_s == 120


@given(polls=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=60))
def test_the_interval_stays_within_the_bounds(polls: list[tuple[int, int]]) -> None:
    state = STATE
    for new, total in polls:
        state = succeeded(state, new=min(new, total), total=total, at=AT, bounds=BOUNDS)
        assert 600 <= state.interval_s <= 86_400
        assert 600 <= wait_s(state) <= 86_400 * 1.1


def test_each_failure_in_a_row_doubles_the_wait_up_to_the_longest() -> None:
    state, waits = STATE, []
    for _ in range(12):
        state = failed(state, BROKEN, at=AT, bounds=BOUNDS)
        waits.append(wait_s(state))
    assert waits[0] == pytest.approx(1200, rel=0.1)
    assert waits[1] == pytest.approx(2400, rel=0.1)
    assert waits[-1] == pytest.approx(86_400, rel=0.1)
    assert succeeded(state, new=1, total=9, at=AT, bounds=BOUNDS).strikes == 0


def test_a_server_that_asks_for_time_gets_it_but_no_more_than_a_day() -> None:
    for asked_s, least_s in [(7200, 7200), (10 * 86_400, 86_400)]:
        busy = Failure("http_429", "busy", retry_after_s=asked_s)
        assert least_s <= wait_s(failed(STATE, busy, at=AT, bounds=BOUNDS)) <= 86_400 * 1.1


def test_a_feed_that_only_fails_for_two_weeks_is_dead_and_revisited_each_month() -> None:
    tired = STATE.model_copy(update={"strikes": 30, "succeeded_at": AT - timedelta(days=13)})
    assert failed(tired, BROKEN, at=AT, bounds=BOUNDS).status == "failing"
    tired = tired.model_copy(update={"succeeded_at": AT - timedelta(days=14)})
    dead = failed(tired, BROKEN, at=AT, bounds=BOUNDS)
    assert dead.status == "dead"
    assert wait_s(dead) >= 30 * 86_400
    assert succeeded(dead, new=0, total=3, at=AT, bounds=BOUNDS).status == "healthy"


def test_a_feed_is_dead_or_retired_only_once_its_own_url_was_asked() -> None:
    tired = {"strikes": 30, "succeeded_at": AT - timedelta(days=14), "address": "https://new.example/rss"}
    moved = STATE.model_copy(update={**tired, "digest": "0a"})
    for failure, status in [(BROKEN, "dead"), (Failure("http_410", "gone", gone=True), "retired")]:
        home = failed(moved, failure, at=AT, bounds=BOUNDS)
        assert (home.status, home.url, home.digest) == ("failing", STATE.feed.url, None)
        assert wait_s(home) <= 86_400 * 1.1
        assert failed(home, failure, at=AT, bounds=BOUNDS).status == status
    fresh = moved.model_copy(update={"strikes": 0})
    assert failed(fresh, BROKEN, at=AT, bounds=BOUNDS).address == moved.address


def test_a_feed_that_is_gone_is_retired() -> None:
    gone = failed(STATE, Failure("http_410", "gone", gone=True), at=AT, bounds=BOUNDS)
    assert (gone.status, gone.next_at) == ("retired", None)


def test_what_is_left_over_is_polled_soon() -> None:
    assert wait_s(soon(STATE, at=AT)) == 60


def test_feeds_polled_together_drift_apart() -> None:
    waits = set()
    for number in range(50):
        feed = Feed(url=f"https://courier.example/rss/{number}")
        state = STATE.model_copy(update={"feed": feed})
        waits.add(round(wait_s(succeeded(state, new=0, total=0, at=AT, bounds=BOUNDS))))
    assert len(waits) > 40
