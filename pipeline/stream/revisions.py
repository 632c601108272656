"""Revisions: which text of an article was seen last, remembered in a Faust table.

The table may lag or be empty (a lost changelog): then an article is published again, under the ids that it
had, and its revision numbers start anew. Nothing else depends on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from schemas import Article

MOST_EARLIER = 16
"""So many earlier texts of an article are known by the beginning of their digest."""
SHORT = len("sha256:") + 16
AT_A_TIME = 1000
"""Entries that are looked at before articles have their turn: 3 ms."""


@dataclass(frozen=True)
class Seen:
    """The last text seen under an article's id, and the texts before it, the latest first.

    `at` is when the last of their messages was written, to the second: in a replay not when it first came.
    """

    revision: int
    digest: str
    at: datetime
    earlier: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """Return it for the table: revision, seconds since 1970, digest, beginnings of earlier digests."""
        numbers = f"{self.revision} {int(self.at.timestamp())}"
        return " ".join((numbers, self.digest, *self.earlier)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Seen:
        """Read what `encode` wrote."""
        revision, at, digest, *earlier = data.decode().split(" ")
        return cls(int(revision), digest, datetime.fromtimestamp(int(at), UTC), tuple(earlier))

    def revision_of(self, digest: str) -> int | None:
        """Return the last revision that had a text; None where it is not known."""
        if digest == self.digest:
            return self.revision
        if digest[:SHORT] in self.earlier:
            return self.revision - 1 - self.earlier.index(digest[:SHORT])
        return None

    def followed_by(self, article: Article, *, at: datetime) -> Seen:
        """Return what is to be remembered once a revision has followed this one."""
        earlier = (self.digest[:SHORT], *self.earlier)[:MOST_EARLIER]
        return Seen(article.revision, article.text_digest, max(self.at, at), earlier)


class Table(Protocol):
    """What is needed of a Faust table."""

    @property
    def data(self) -> MutableMapping[bytes, bytes]:
        """The entries in memory; a change here is not written to the changelog."""

    def get(self, key: bytes) -> bytes | None:
        """Return an entry."""

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
        return _numbered(article, revision)

    def known(self, article: Article) -> Article | None:
        """Return an article sent again with the revision its text had; None where that is not remembered."""
        last = self._last(article.article_id.encode())
        revision = last.revision_of(article.text_digest) if last else None
        return _numbered(article, revision) if revision else None

    def expect(self, article: Article, *, at: datetime) -> None:
        """Count a revision from now on: its message, written at `at`, led to what is on its way."""
        key = article.article_id.encode()
        self._on_its_way[key] = _seen(article, self._last(key), at)

    def remember(self, article: Article, *, at: datetime) -> None:
        """Write down that this revision, whose message was written at `at`, has been delivered."""
        key = article.article_id.encode()
        data = self._table.get(key)
        seen = _seen(article, Seen.decode(data) if data else None, at)
        self._table[key] = seen.encode()
        if self._on_its_way.get(key) == seen:
            del self._on_its_way[key]

    async def forget(self, *, now: datetime, after: timedelta) -> None:
        """Drop from memory what was seen longer ago than `after`, as the changelog's retention does there."""
        keys = list(self._table.data)  # copied: the table changes meanwhile
        for begin in range(0, len(keys), AT_A_TIME):
            self._forget_of(keys[begin : begin + AT_A_TIME], before=now - after)
            await asyncio.sleep(0)

    def _forget_of(self, keys: Sequence[bytes], *, before: datetime) -> None:
        for key in keys:
            data = self._table.data.get(key)
            if data and Seen.decode(data).at < before:
                self._table.data.pop(key, None)

    def _last(self, key: bytes) -> Seen | None:
        if key in self._on_its_way:
            return self._on_its_way[key]
        data = self._table.get(key)
        return Seen.decode(data) if data else None


def _numbered(article: Article, revision: int) -> Article:
    return article.model_copy(
        update={"revision": revision, "supersedes": revision - 1 if revision > 1 else None}
    )


def _seen(article: Article, last: Seen | None, at: datetime) -> Seen:
    whole = at.replace(microsecond=0)  # as the table has it
    return last.followed_by(article, at=whole) if last else Seen(article.revision, article.text_digest, whole)
