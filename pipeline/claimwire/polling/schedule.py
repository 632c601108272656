"""When a feed is polled next: sooner where there was news, later where there was none or it failed.

Pure: the time is an argument, and the jitter that keeps feeds apart comes from the feed itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from claimwire.errors import ClaimwireError
from claimwire.polling.feed_state import FeedState, Status, Trouble

DAY_S = 24 * 3600.0
_QUIET_FACTOR = 1.3
"""What the interval is multiplied by when there was nothing new."""
_NEWS_FACTORS = (0.75, 0.5)
"""The same when there was: from a single new item to half of them or more."""
_SOON_S = 60.0
"""When items are left over; a page that is to be tried again waits for the next poll as it is due."""
_JITTER = 0.1
_DEAD_STRIKES = 20
_DEAD_AFTER = timedelta(days=14)
_REVISIT_S = 30 * DAY_S
_MOST_STRIKES = 1000
_MOST_DETAIL = 500


@dataclass(frozen=True)
class Bounds:
    """The shortest and the longest time between two polls of a feed, in seconds."""

    least_s: float
    most_s: float

    def clamp(self, interval_s: float) -> float:
        """Return the interval, within the bounds."""
        return min(max(interval_s, self.least_s), self.most_s)

    def of(self, state: FeedState) -> Bounds:
        """Return the bounds of one feed, which may have its own."""
        least = float(state.feed.min_interval_s or self.least_s)
        return Bounds(least, max(float(state.feed.max_interval_s or self.most_s), least))


class Failure(ClaimwireError):
    """A poll that failed: how much it weighs, and what the server asked for.

    `reason` is a code for programs, the message is for people; `gone` means for good (410).
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        weight: int = 1,
        retry_after_s: float | None = None,
        gone: bool = False,
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.weight = weight
        self.retry_after_s = retry_after_s
        self.gone = gone


def succeeded(
    state: FeedState, *, new: int, total: int, at: datetime, bounds: Bounds, asked_s: float | None = None
) -> FeedState:
    """Return the state after a poll that found `new` of `total` items new.

    `asked_s` is how long the feed itself asks not to be read again. A feed that is read for the first time
    keeps its interval: everything is new then.
    """
    mine = bounds.of(state)
    first = state.succeeded_at is None
    factor = 1.0 if first else _factor(new, total)
    interval_s = mine.clamp(state.interval_s * factor)
    wait_s = mine.clamp(max(interval_s, asked_s or 0))
    return state.model_copy(
        update={
            "status": "healthy",
            "interval_s": interval_s,
            "next_at": _due(state, at, wait_s),
            "polled_at": at,
            "succeeded_at": at,
            "news_at": at if new else state.news_at,
            "strikes": 0,
            "polls": state.polls + 1,
            "trouble": None,
        }
    )


def failed(state: FeedState, failure: Failure, *, at: datetime, bounds: Bounds) -> FeedState:
    """Return the state after a poll that failed: it waits twice as long for each strike.

    A feed that has only failed for two weeks, and often, is dead: it is revisited each month. One that is
    gone is retired: it is never polled again, unless it is added again. One that was led elsewhere is neither
    before its own URL was asked again.
    """
    strikes = min(state.strikes + failure.weight, _MOST_STRIKES)
    status = _status(state, failure, strikes, at)
    if state.address and (failure.weight > 1 or status != "failing"):
        state, status = state.unmoved(), "failing"
    return state.model_copy(
        update={
            "status": status,
            "next_at": _next_try(state, failure, strikes, status, at=at, bounds=bounds.of(state)),
            "polled_at": at,
            "strikes": strikes,
            "polls": state.polls + 1,
            "trouble": Trouble(reason=failure.reason, detail=str(failure)[:_MOST_DETAIL]),
        }
    )


def soon(state: FeedState, *, at: datetime) -> FeedState:
    """Return the state with its next poll soon: items were left over."""
    return state.model_copy(update={"next_at": at + timedelta(seconds=_SOON_S)})


def _factor(new: int, total: int) -> float:
    if not new:
        return _QUIET_FACTOR
    most, least = _NEWS_FACTORS
    return most - (most - least) * min(new / total, 0.5) / 0.5


def _status(state: FeedState, failure: Failure, strikes: int, at: datetime) -> Status:
    if failure.gone:
        return "retired"
    since = state.succeeded_at or state.added_at
    return "dead" if strikes >= _DEAD_STRIKES and at - since >= _DEAD_AFTER else "failing"


def _next_try(
    state: FeedState, failure: Failure, strikes: int, status: Status, *, at: datetime, bounds: Bounds
) -> datetime | None:
    if status == "retired":
        return None
    if status == "dead":
        return _due(state, at, _REVISIT_S)
    back_off_s = bounds.clamp(bounds.least_s * 2.0 ** min(strikes, 20))
    return _due(state, at, max(back_off_s, min(failure.retry_after_s or 0, DAY_S)))


def _due(state: FeedState, at: datetime, wait_s: float) -> datetime:
    """Return the time to poll again: up to a tenth later, by a share that differs from feed to feed."""
    digest = blake2b(f"{state.feed.url} {state.polls}".encode(), digest_size=4).digest()
    return at + timedelta(seconds=wait_s * (1 + _JITTER * int.from_bytes(digest, "big") / 2**32))
