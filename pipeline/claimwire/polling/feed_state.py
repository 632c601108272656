"""What is remembered of a feed between two polls."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from claimwire_schemas import Feed, Message
from claimwire_schemas.message import Base64, Timestamp, Value

Status = Literal["waiting", "healthy", "failing", "dead", "retired"]
Verdict = Literal["new", "known", "refused", "failed"]


class Counts(Value):
    """Items by what became of them: each item of each reading is counted once."""

    new: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0

    def plus(self, verdict: Verdict) -> Counts:
        """Return the counts with one more item."""
        return self.model_copy(update={verdict: getattr(self, verdict) + 1})


class Trouble(Value):
    """What was wrong when a feed was last polled: a code for programs, a line for people."""

    reason: str
    detail: str


class FeedState(Message):
    """A feed, and how it is doing; the value of the table of feeds, by the feed's URL.

    `partition` is that of the topic of feeds on which the feed stands. `address` is where a permanent
    redirect has led; `etag`, `last_modified` and `digest` are those of the last body whose items are all
    settled. `seen` are the prints of items that are settled, the oldest first; `tries` counts, by print, in
    hex, how often an item's page could not be had. `strikes` weighs the failures since the last success.
    """

    schema_version: Literal[1] = 1
    feed: Feed
    partition: int
    status: Status = "waiting"
    address: str | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    seen: Base64 = b""
    tries: dict[str, int] = Field(default_factory=dict)
    interval_s: float = 3600.0
    next_at: Timestamp | None = Field(None, description="When it is due; null for one that is retired.")
    added_at: Timestamp
    polled_at: Timestamp | None = None
    read_at: Timestamp | None = None
    succeeded_at: Timestamp | None = None
    news_at: Timestamp | None = None
    strikes: int = 0
    polls: int = 0
    counts: Counts = Counts()
    trouble: Trouble | None = None

    @property
    def url(self) -> str:
        """Where it is polled now."""
        return self.address or self.feed.url

    def unmoved(self) -> FeedState:
        """Return the state of a feed that is polled at its own URL, with nothing known of what is there."""
        nowhere = dict.fromkeys(("address", "etag", "last_modified", "digest", "read_at"))
        return self.model_copy(update=nowhere)

    @property
    def name(self) -> str:
        """Its name, for people."""
        return self.feed.title or self.title or self.feed.url
