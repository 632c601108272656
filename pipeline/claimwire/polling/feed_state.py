"""A feed's state between two polls."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from claimwire_schemas import Feed, Message
from claimwire_schemas.message import Base64, Timestamp, Value

Status = Literal["waiting", "healthy", "failing", "dead", "retired"]
Verdict = Literal["new", "known", "refused", "failed"]


class Counts(Value):
    """Counts of items by outcome: each item of each reading is counted once."""

    new: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0

    def plus(self, verdict: Verdict) -> Counts:
        """Return the counts with one more item."""
        return self.model_copy(update={verdict: getattr(self, verdict) + 1})


class Trouble(Value):
    """The error of a feed's last poll: a code for programs, a line for people."""

    reason: str
    detail: str


class FeedState(Message):
    """A feed and its progress: the value of the table of feeds, by the feed's URL.

    `partition` is the feed's partition on the topic of feeds. `address` is the target of a permanent
    redirect; `etag`, `last_modified` and `digest` are those of the last body whose items are all
    settled. `seen` are the prints of settled items, oldest first. `tries` counts, by print in hex, failed
    fetches of an item's page. `strikes` weighs the failures since the last success.
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
        """Its current address."""
        return self.address or self.feed.url

    def unmoved(self) -> FeedState:
        """Return the state of a new feed at its own URL."""
        nowhere = dict.fromkeys(("address", "etag", "last_modified", "digest", "read_at"))
        return self.model_copy(update=nowhere)

    @property
    def name(self) -> str:
        """Its name, for people."""
        return self.feed.title or self.title or self.feed.url
