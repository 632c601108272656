"""Revisions: which text of an article was seen last, remembered in a Faust table.

The table may lag or be empty (a lost changelog): then an article is published again, under the ids that it
had, and its revision numbers start anew. Nothing else depends on it.
"""

from __future__ import annotations

from collections.abc import ItemsView, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from schemas import Article


@dataclass(frozen=True)
class Seen:
    """The last text seen under an article's id."""

    revision: int
    digest: str
    at: datetime

    def encode(self) -> bytes:
        """Return it for the table: revision, seconds since 1970, digest."""
        return f"{self.revision} {int(self.at.timestamp())} {self.digest}".encode()

    @classmethod
    def decode(cls, data: bytes) -> Seen:
        """Read what `encode` wrote."""
        revision, at, digest = data.decode().split(" ")
        return cls(int(revision), digest, datetime.fromtimestamp(int(at), UTC))


class Table(Protocol):
    """What is needed of a Faust table."""

    @property
    def data(self) -> MutableMapping[bytes, bytes]:
        """The entries in memory; a change here is not written to the changelog."""

    def get(self, key: bytes) -> bytes | None:
        """Return an entry."""

    def items(self) -> ItemsView[bytes, bytes]:
        """Return all entries."""

    def __setitem__(self, key: bytes, value: bytes) -> None: ...


class Revisions:
    """Numbers the texts of each article.

    `table` maps article ids to `Seen` bytes. Between `expect` and `remember` a revision is on its way to the
    broker: it counts for `next`, but is not in the table, so that a crash in between loses nothing.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._on_its_way: dict[bytes, Seen] = {}

    def next(self, article: Article) -> Article | None:
        """Return the article with its revision; None where this text is the one seen last."""
        key = article.article_id.encode()
        last = self._last(key)
        if last and last.digest == article.text_digest:
            return None
        revision = last.revision + 1 if last else 1
        return article.model_copy(
            update={"revision": revision, "supersedes": last.revision if last else None}
        )

    def expect(self, article: Article) -> None:
        """Count this revision from now on: it is on its way to the broker."""
        self._on_its_way[article.article_id.encode()] = _seen(article)

    def remember(self, article: Article) -> None:
        """Write down that this revision has been delivered."""
        key, seen = article.article_id.encode(), _seen(article)
        self._table[key] = seen.encode()
        if self._on_its_way.get(key) == seen:
            del self._on_its_way[key]

    def forget(self, *, now: datetime, after: timedelta) -> None:
        """Drop from memory what was seen longer ago than `after`, as the changelog's retention does there."""
        old = [key for key, data in self._table.items() if now - Seen.decode(data).at > after]
        for key in old:
            self._table.data.pop(key, None)

    def _last(self, key: bytes) -> Seen | None:
        if key in self._on_its_way:
            return self._on_its_way[key]
        data = self._table.get(key)
        return Seen.decode(data) if data else None


def _seen(article: Article) -> Seen:
    return Seen(article.revision, article.text_digest, article.received_at)
