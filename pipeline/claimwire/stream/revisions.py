"""Revisions: which text of an article was seen last, remembered in a Faust table.

The table may lag or be empty (a lost changelog): then an article is published again, under the ids that it
had, and its revision numbers start anew. Nothing else depends on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

from claimwire_schemas import Article

_MOST_EARLIER = 16
"""So many earlier texts of an article are known by the beginning of their digest."""
_SHORT = len("sha256:") + 16
_AT_A_TIME = 1000
"""Entries that are looked at before articles have their turn: 3 ms."""


class Came(NamedTuple):
    """When an article's message was written, and its offset: an article's messages are on one partition."""

    at: datetime
    offset: int


@dataclass(frozen=True)
class Seen:
    """The last text seen under an article's id, and the texts before it, the latest first.

    `at` is when the last of their messages was written, to the second: in a replay not when it first came.
    `offset` is that of the last text's message; -1 where it is not known.
    """

    revision: int
    digest: str
    at: datetime
    earlier: tuple[str, ...] = ()
    offset: int = -1

    def encode(self) -> bytes:
        """Return it for the table: revision, seconds since 1970, digest, beginnings of earlier ones, offset.

        A version that knew no offset takes it for one more beginning, the last.
        """
        numbers = f"{self.revision} {int(self.at.timestamp())}"
        return " ".join((numbers, self.digest, *self.earlier, f"@{self.offset}")).encode()

    @classmethod
    def decode(cls, data: bytes) -> Seen:
        """Read what `encode` wrote."""
        revision, at, digest, *earlier = data.decode().split(" ")
        offset = int(earlier.pop()[1:]) if earlier and earlier[-1].startswith("@") else -1
        return cls(int(revision), digest, datetime.fromtimestamp(int(at), UTC), tuple(earlier), offset)

    def revision_of(self, digest: str) -> int | None:
        """Return the last revision that had a text; None where it is not known."""
        if digest == self.digest:
            return self.revision
        if digest[:_SHORT] in self.earlier:
            return self.revision - 1 - self.earlier.index(digest[:_SHORT])
        return None

    def followed_by(self, article: Article, came: Came) -> Seen:
        """Return what is to be remembered once a revision has followed this one."""
        earlier = (self.digest[:_SHORT], *self.earlier)[:_MOST_EARLIER]
        return Seen(article.revision, article.text_digest, max(self.at, came.at), earlier, came.offset)

    def is_after(self, came: Came) -> bool:
        """Tell whether a message is before the last text's: not in a topic that was made anew since."""
        return came.offset < self.offset and came.at.replace(microsecond=0) <= self.at


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

    def overtaken(self, article: Article, came: Came) -> Article | None:
        """Return an article that is done again, after a later text of it, with the revision its text had.

        A worker that was killed has done more than it had acknowledged. None where its text is the last one
        seen, is not remembered, or comes for the first time.
        """
        last = self._last(article.article_id.encode())
        if last and last.is_after(came) and last.digest != article.text_digest:
            return self.known(article)
        return None

    def expect(self, article: Article, came: Came) -> None:
        """Count a revision from now on: its message led to what is on its way."""
        key = article.article_id.encode()
        self._on_its_way[key] = _seen(article, self._last(key), came)

    def remember(self, article: Article, came: Came) -> None:
        """Write down that this revision has been delivered."""
        key = article.article_id.encode()
        data = self._table.get(key)
        seen = _seen(article, Seen.decode(data) if data else None, came)
        self._table[key] = seen.encode()
        # Not whether all of it is equal: meanwhile the table may have forgotten it, or been restored.
        expected = self._on_its_way.get(key)
        if expected and (expected.revision, expected.digest) == (seen.revision, seen.digest):
            del self._on_its_way[key]

    async def forget(self, *, now: datetime, after: timedelta) -> None:
        """Drop from memory what was seen longer ago than `after`, as the changelog's retention does there."""
        keys = list(self._table.data)  # copied: the table changes meanwhile
        for begin in range(0, len(keys), _AT_A_TIME):
            self._forget_of(keys[begin : begin + _AT_A_TIME], before=now - after)
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


def _seen(article: Article, last: Seen | None, came: Came) -> Seen:
    whole = came._replace(at=came.at.replace(microsecond=0))  # as the table has it
    if last:
        return last.followed_by(article, whole)
    return Seen(article.revision, article.text_digest, whole.at, offset=whole.offset)
