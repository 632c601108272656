"""Writing: a batch of enriched articles and the offsets behind them, in one transaction.

An article is known by its id and the digest of its text, so a message that is read again changes nothing. A
text that is new under an id supersedes the one before; a text that comes back is the current one again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from claimwire.store.counters import taken
from claimwire.store.difference import difference
from claimwire.store.engine import Dialect
from claimwire.store.reading import columns_of
from claimwire.store.rows import ArticleRow, ClaimRow, claim_rows
from claimwire.store.tallies import Tally
from claimwire.store.words import HOUR_MS, day_of, milliseconds
from claimwire_schemas import EnrichedArticle

_POSITION = "position"
_DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True)
class Offset:
    """How far a partition has been read: everything before `next_offset` is in the store."""

    cluster: str
    topic: str
    partition: int
    next_offset: int


@dataclass(frozen=True)
class Written:
    """What became of a batch."""

    articles: int = 0
    claims: int = 0
    known: int = 0
    expired: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(
            self.articles + other.articles,
            self.claims + other.claims,
            self.known + other.known,
            self.expired + other.expired,
        )


@dataclass(frozen=True)
class Kept:
    """Which days are kept: the first, and now, after which nothing can have been seen."""

    first_day: int
    now_ms: int


@dataclass(frozen=True)
class _Known:
    """A revision in the store."""

    position: int
    day: int
    article_id: str
    revision: int
    text_digest: str
    seen_ms: int
    language: str
    claims: int
    superseded: bool
    extractor: str


class Writing:
    """Writes batches in a transaction."""

    def __init__(self, connection: Connection, dialect: Dialect, kept: Kept) -> None:
        self._connection = connection
        self._dialect = dialect
        self._tables = dialect.tables
        self._kept = kept
        self._tally = Tally()
        self.stored: list[ClaimRow] = []
        """The claims that were stored, in this order."""

    def write(self, batch: Iterable[EnrichedArticle], offsets: Iterable[Offset]) -> Written:
        """Write articles with their claims, and how far was read."""
        done = sum((self._write(part) for part in _without_repeats(batch)), Written())
        self._tally.apply(self._connection, self._dialect)
        for offset in offsets:
            self._connection.execute(
                text(
                    "INSERT INTO offsets VALUES (:cluster, :topic, :partition, :next_offset) "
                    "ON CONFLICT (cluster, topic, partition) DO UPDATE SET next_offset = excluded.next_offset"
                ),
                vars(offset),
            )
        return done

    def _write(self, part: Sequence[EnrichedArticle]) -> Written:
        """Write articles of which none is there twice."""
        kept = [enriched for enriched in part if self._day(enriched) >= self._kept.first_day]
        known = self._known([enriched.article.article_id for enriched in kept])
        at = self._positions(sum(len(enriched.claims) + 1 for enriched in kept))
        articles: list[ArticleRow] = []
        claims: list[ClaimRow] = []
        for enriched in kept:
            at += len(enriched.claims) + 1
            row = self._row(enriched, at)
            settled = self._settled(enriched, row, known.get(row.article_id, []))
            if settled:
                articles.append(settled[0])
                claims.extend(settled[1])
        self._insert(articles, claims)
        known_count = len(kept) - len(articles)
        return Written(len(articles), len(claims), known_count, len(part) - len(kept))

    def _row(self, enriched: EnrichedArticle, position: int) -> ArticleRow:
        row = ArticleRow.of(enriched, position=position, day=self._day(enriched))
        return replace(row, seen_ms=self._seen_ms(enriched))

    def _settled(
        self, enriched: EnrichedArticle, row: ArticleRow, known: Sequence[_Known]
    ) -> tuple[ArticleRow, list[ClaimRow]] | None:
        """Return the rows to insert of an article, and settle what they do to earlier ones; None if known."""
        current = next((one for one in known if not one.superseded), None)
        same = next((one for one in known if one.text_digest == row.text_digest), None)
        claims = claim_rows(enriched, row)
        if same and same.extractor == row.extractor:
            self._return_to(same, current, row.seen_ms)
            return None
        if same:
            return self._instead_of(same, row, claims)
        if current is None:
            return row, claims
        if (row.seen_ms, row.revision) < (current.seen_ms, current.revision):
            return replace(row, superseded=True), [replace(claim, superseded=True) for claim in claims]
        return row, list(difference(self._supersede(current), claims).rows)

    def _return_to(self, same: _Known, current: _Known | None, seen_ms: int) -> None:
        """Make a text the current one again, where it came later than the one that superseded it."""
        if same.superseded and (current is None or seen_ms > max(same.seen_ms, current.seen_ms)):
            if current:
                self._supersede(current)
            self._tally.add(self._claims(same))
            self._tally.add_article(same)
            self._mark(same, superseded=False)

    def _instead_of(
        self, same: _Known, row: ArticleRow, claims: list[ClaimRow]
    ) -> tuple[ArticleRow, list[ClaimRow]]:
        """Put what another extractor found in a text in place of what is there."""
        before = self._claims(same)
        if not same.superseded:
            self._tally.take(before)
            self._tally.take_article(same)
        for table, own in ((self._tables.claims, self._of(same)), (self._tables.articles, self._at(same))):
            self._connection.execute(delete(table).where(*own))
        after = difference(before, claims).rows
        return (
            replace(row, superseded=same.superseded),
            [replace(claim, superseded=same.superseded) for claim in after],
        )

    def _supersede(self, current: _Known) -> list[ClaimRow]:
        rows = self._claims(current)
        self._tally.take(rows)
        self._tally.take_article(current)
        self._mark(current, superseded=True)
        return rows

    def _mark(self, one: _Known, *, superseded: bool) -> None:
        for table, own in ((self._tables.claims, self._of(one)), (self._tables.articles, self._at(one))):
            self._connection.execute(update(table).where(*own).values(superseded=superseded))

    def _claims(self, one: _Known) -> list[ClaimRow]:
        claims = self._tables.claims
        chosen = select(*columns_of(claims)).where(*self._of(one)).order_by(claims.c.ordinal)
        return [ClaimRow(**row) for row in self._connection.execute(chosen).mappings()]

    def _of(self, one: _Known) -> tuple[Any, Any]:
        claims = self._tables.claims
        between = claims.c.position.between(one.position - one.claims, one.position - 1)
        return claims.c.day == one.day, between

    def _at(self, one: _Known) -> tuple[Any, Any]:
        articles = self._tables.articles
        return articles.c.day == one.day, articles.c.position == one.position

    def _known(self, ids: Sequence[str]) -> dict[str, list[_Known]]:
        articles = self._tables.articles
        columns = [articles.c[name] for name in _Known.__dataclass_fields__]
        found: dict[str, list[_Known]] = {}
        for row in self._connection.execute(
            select(*columns).where(articles.c.article_id.in_(ids))
        ).mappings():
            found.setdefault(row["article_id"], []).append(_Known(**row))
        return found

    def _positions(self, count: int) -> int:
        """Take positions; return the one before them."""
        return taken(self._connection, _POSITION, count).start - 1

    def _insert(self, articles: Sequence[ArticleRow], claims: Sequence[ClaimRow]) -> None:
        days = {
            day: [row for row in articles if row.day == day] for day in sorted({row.day for row in articles})
        }
        for day, rows in days.items():
            self._dialect.add_day(self._connection, day)
            self._connection.execute(text(_DAY), _day_values(day, rows))
        self._dialect.insert(self._connection, self._tables.articles, articles)
        self._dialect.insert(self._connection, self._tables.claims, claims)
        self.stored += claims
        self._tally.add(row for row in claims if not row.superseded)
        for article in articles:
            if not article.superseded:
                self._tally.add_article(article)

    def _seen_ms(self, enriched: EnrichedArticle) -> int:
        """Return when an article was seen; a broker's clock, or a producer's, may be a day ahead at most."""
        at_ms = milliseconds(enriched.article.received_at)
        return min(max(at_ms, 0), self._kept.now_ms + _DAY_MS)

    def _day(self, enriched: EnrichedArticle) -> int:
        return day_of(self._seen_ms(enriched))


_DAY = (
    "INSERT INTO days VALUES (:day, :first, :last, 0, 0) "
    "ON CONFLICT (day) DO UPDATE SET "
    "first = CASE WHEN excluded.first < days.first THEN excluded.first ELSE days.first END, "
    "last = CASE WHEN excluded.last > days.last THEN excluded.last ELSE days.last END"
)


def _day_values(day: int, rows: Sequence[ArticleRow]) -> dict[str, int]:
    return {
        "day": day,
        "first": min(row.position - row.claims for row in rows),
        "last": max(row.position for row in rows),
    }


def _without_repeats(batch: Iterable[EnrichedArticle]) -> Iterator[list[EnrichedArticle]]:
    """Give a batch in parts in which no article is there twice."""
    part: list[EnrichedArticle] = []
    ids: Counter[str] = Counter()
    for enriched in batch:
        ids[enriched.article.article_id] += 1
        if ids[enriched.article.article_id] > 1:
            yield part
            part, ids = [], Counter([enriched.article.article_id])
        part.append(enriched)
    yield part
