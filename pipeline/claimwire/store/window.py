"""The window: what was matched lately, and what is to be published of it.

All of it is written in the transaction that notes how far the store was read. Articles are found by marks.
Of each mark only the last 16 articles are known, so a look-up costs the same however much the window holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from claimwire.store.counters import taken
from claimwire.store.expanding import rows_in
from claimwire.store.outgoing import OutgoingRows

_SLOTS = 16
_NUMBER = "match"


@dataclass(frozen=True)
class TextRow:
    """An article that was matched: its text's digest and shingles, and its first family."""

    article_id: str
    number: int
    text_digest: str
    seen_ms: int
    family_id: str
    agency: str
    """Empty where none is credited."""
    shingles: bytes


@dataclass(frozen=True)
class Marked:
    """An article of a family that has a mark."""

    mark: int
    number: int
    family_id: str


@dataclass(frozen=True)
class CoreRow:
    """What the articles of a family share: all of the text while there is one."""

    family_id: str
    seen_ms: int
    articles: int
    shingles: bytes


class Window:
    """The window, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.outgoing = OutgoingRows(connection)
        """What is to be published."""

    def numbers(self, count: int) -> range:
        """Return the next numbers; later ones are higher."""
        return taken(self._connection, _NUMBER, count)

    def mark(self, marks: Mapping[int, Iterable[int]]) -> None:
        """Have what has each number found by marks, in place of what had them long ago."""
        rows = [
            {"mark": mark, "slot": number % _SLOTS, "number": number}
            for number, some in marks.items()
            for mark in sorted(some)
        ]
        if rows:
            self._connection.execute(text(_MARK), rows)

    def marked(self, marks: Iterable[int]) -> list[Marked]:
        """Return the articles that have some of the marks."""
        return [Marked(*row) for row in rows_in(self._connection, _MARKED, sorted(marks))]

    def text_of(self, article_id: str) -> TextRow | None:
        """Return an article; None where it is not in the window."""
        found = rows_in(self._connection, f"{_TEXTS} article_id IN :some", [article_id])
        return TextRow(*found[0]) if found else None

    def texts(self, numbers: Iterable[int]) -> list[TextRow]:
        """Return the articles of some numbers, in their order."""
        return [
            TextRow(*row)
            for row in rows_in(self._connection, f"{_TEXTS} number IN :some ORDER BY number", list(numbers))
        ]

    def put_text(self, row: TextRow) -> None:
        """Keep an article, in place of its revision before."""
        self._connection.execute(text(_PUT_TEXT), asdict(row))

    def put_kin(self, family_id: str, article_id: str, body: str, *, seen_ms: int) -> None:
        """Put an article into a family, as it is now."""
        row = {"family": family_id, "article": article_id, "seen": seen_ms, "body": body}
        self._connection.execute(text(_PUT_KIN), row)

    def kin(self, family_id: str) -> list[str]:
        """Return the articles of a family, in the order in which they came."""
        rows = self._connection.execute(text(_KIN), {"family": family_id})
        return [row.body for row in rows]

    def families_with(self, article_ids: Iterable[str]) -> set[str]:
        """Return all families that some of the articles are in."""
        chosen = "SELECT family_id FROM kin WHERE article_id IN :some"
        return {row.family_id for row in rows_in(self._connection, chosen, list(article_ids))}

    def kin_of(self, article_id: str) -> dict[str, str]:
        """Return what an article is in each of its families."""
        rows = self._connection.execute(text(_KIN_OF), {"article": article_id})
        return {row.family_id: row.body for row in rows}

    def relatives(self, article_id: str) -> list[str]:
        """Return the other articles of an article's families, the first of them."""
        rows = self._connection.execute(text(_RELATIVES), {"article": article_id})
        return [row.article_id for row in rows]

    def cores(self, family_ids: Iterable[str]) -> list[CoreRow]:
        """Return what the articles of families share, the families in the order of their ids."""
        return [CoreRow(*row) for row in rows_in(self._connection, _CORES, sorted(set(family_ids)))]

    def put_core(self, row: CoreRow) -> None:
        """Keep what the articles of a family share."""
        self._connection.execute(text(_PUT_CORE), asdict(row))

    def put_family(self, family_id: str, body: str, *, articles: int, last_ms: int) -> None:
        """Keep a family's record, in place of the one before."""
        row = {"family": family_id, "articles": articles, "last": last_ms, "body": body}
        self._connection.execute(text(_PUT_FAMILY), row)

    def forget(self, before_ms: int) -> None:
        """Forget articles that were seen before a time, and families of which nothing came since."""
        for statement in _FORGET:
            self._connection.execute(text(statement), {"before": before_ms})

    def forget_marks(self, *, part: int, parts: int) -> None:
        """Forget the marks of what is forgotten in one of equal parts: all at once would hold writers up."""
        width = 2**64 // parts
        low = -(2**63) + part * width
        between = {"low": low, "high": low + width - 1}
        self._connection.execute(text(_FORGET_MARKS), between)


_MARK = (
    "INSERT INTO marks (mark, slot, number) VALUES (:mark, :slot, :number) "
    "ON CONFLICT (mark, slot) DO UPDATE SET number = excluded.number"
)
_MARKED = (
    "SELECT marks.mark, texts.number, texts.family_id FROM marks JOIN texts ON texts.number = marks.number "
    "WHERE marks.mark IN :some ORDER BY texts.number"
)
_TEXTS = "SELECT article_id, number, text_digest, seen_ms, family_id, agency, shingles FROM texts WHERE"
_PUT_TEXT = (
    "INSERT INTO texts (article_id, number, text_digest, seen_ms, family_id, agency, shingles) "
    "VALUES (:article_id, :number, :text_digest, :seen_ms, :family_id, :agency, :shingles) "
    "ON CONFLICT (article_id) DO UPDATE SET number = excluded.number, text_digest = excluded.text_digest, "
    "seen_ms = excluded.seen_ms, agency = excluded.agency, shingles = excluded.shingles"
)
_PUT_KIN = (
    "INSERT INTO kin (family_id, article_id, seen_ms, body) VALUES (:family, :article, :seen, :body) "
    "ON CONFLICT (family_id, article_id) DO UPDATE SET body = excluded.body"
)
_KIN = "SELECT body FROM kin WHERE family_id = :family ORDER BY seen_ms, article_id LIMIT 1000"
_KIN_OF = "SELECT family_id, body FROM kin WHERE article_id = :article ORDER BY family_id"
_RELATIVES = (
    "SELECT DISTINCT others.article_id FROM kin JOIN kin AS others ON others.family_id = kin.family_id "
    "WHERE kin.article_id = :article AND others.article_id <> :article ORDER BY others.article_id LIMIT 100"
)
_CORES = (
    "SELECT family_id, seen_ms, articles, shingles FROM cores WHERE family_id IN :some ORDER BY family_id"
)
_PUT_CORE = (
    "INSERT INTO cores (family_id, seen_ms, articles, shingles) "
    "VALUES (:family_id, :seen_ms, :articles, :shingles) ON CONFLICT (family_id) DO UPDATE "
    "SET seen_ms = excluded.seen_ms, articles = excluded.articles, shingles = excluded.shingles"
)
_PUT_FAMILY = (
    "INSERT INTO families (family_id, articles, last_ms, body) VALUES (:family, :articles, :last, :body) "
    "ON CONFLICT (family_id) DO UPDATE "
    "SET articles = excluded.articles, last_ms = excluded.last_ms, body = excluded.body"
)
_FORGET = (
    "DELETE FROM texts WHERE seen_ms < :before",
    "DELETE FROM kin WHERE seen_ms < :before AND family_id NOT IN (SELECT family_id FROM families "
    "WHERE last_ms >= :before)",
    "DELETE FROM families WHERE last_ms < :before",
    "DELETE FROM cores WHERE seen_ms < :before",
)
_FORGET_MARKS = (
    "DELETE FROM marks WHERE mark BETWEEN :low AND :high AND number < "
    "(SELECT COALESCE(MIN(number), 0) FROM (SELECT MIN(number) AS number FROM texts "
    "UNION ALL SELECT MIN(number) FROM statements WHERE number > 0) AS firsts)"
)
