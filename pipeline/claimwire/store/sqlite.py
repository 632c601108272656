"""SQLite: one file, one writer, readers that never wait; words in one FTS5 table a day."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    column,
    create_engine,
    delete,
    event,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.exc import OperationalError

from claimwire.errors import StoreError, TooBroad
from claimwire.store.engine import Found, values_of
from claimwire.store.query import And, Node, Not, Or, Phrase, Prefix, Word
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.tables import Tables
from claimwire.store.tables import tables as _tables
from claimwire.store.words import EVERY

_BUSY_MS = 30_000
_PAGE_BYTES = 16_384
"""A claim takes 2 kB: on pages of 4 kB, half of the file would be empty."""
_CACHE_KIB = 65_536
_STEPS = 20_000
"""Of SQLite's machine, between two looks at the clock."""
_AT_A_TIME = 5_000
_SHORTEST_TRIGRAM = 3


@dataclass(frozen=True)
class SQLite:
    """The engine of one machine."""

    file: Path
    read_only: bool = False
    tables: Tables = field(default_factory=lambda: _tables(by_day=False))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def connect(self) -> Engine:
        """Return SQLAlchemy's engine; raises `StoreError` where there is nothing to read, or no folder."""
        if self.read_only and not self.file.exists():
            raise StoreError(f"store {self.file}: not found: start `claimwire desk`, or give --store")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"store {self.file}: {error.strerror}") from None
        engine = create_engine(
            f"sqlite:///{self.file}", connect_args={"check_same_thread": False}, pool_size=16, max_overflow=32
        )
        if self.read_only:
            event.listen(engine, "connect", _write_nothing)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def writing(self, engine: Engine) -> Iterator[Connection]:
        """Give a connection that holds SQLite's write lock; threads of this process take turns before."""
        with self._lock, engine.connect() as plain:
            connection = plain.execution_options(claimwire_writes=True)
            with connection.begin():
                yield connection

    def changing(self, engine: Engine) -> AbstractContextManager[Connection]:
        """Give a connection that holds the write lock: there is one."""
        return self.writing(engine)

    @property
    def skips_locked(self) -> str:
        """Nothing: whoever writes is alone."""
        return ""

    @contextmanager
    def reading(self, engine: Engine, *, within_s: float) -> Iterator[Connection]:
        """Give a connection that is interrupted after a time."""
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            until = time.monotonic() + within_s
            driver.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            try:
                with connection.begin():
                    yield connection
            except OperationalError as error:
                if "interrupted" not in str(error.orig):
                    raise
                raise TooBroad(f"the search takes more than {within_s:g} s: narrow it") from None
            finally:
                driver.set_progress_handler(None, 0)

    def add_day(self, connection: Connection, day: int) -> None:
        """Create the day's two tables of words."""
        for name in (self.tables.claims.name, self.tables.articles.name):
            connection.execute(
                text(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_words(name, day)} "
                    "USING fts5(words, content='', columnsize=0, tokenize='ascii')"
                )
            )

    def drop_day(self, connection: Connection, day: int) -> None:
        """Drop the day's words at once, and delete what is left of its rows."""
        while self.sweep_day(connection, day):
            pass
        for name in (self.tables.claims.name, self.tables.articles.name):
            connection.execute(text(f"DROP TABLE IF EXISTS {_words(name, day)}"))

    def sweep_day(self, connection: Connection, day: int) -> bool:
        """Delete some of a day's rows, so few that writers hardly wait; tell whether there were any."""
        days, swept = self.tables.days, 0
        between = select(days.c.first, days.c.last).where(days.c.day == day)
        first, last = connection.execute(between).one()
        for one in (self.tables.claims, self.tables.articles):
            of_day = (one.c.day == day) & one.c.position.between(first, last)
            some = select(one.c.position).where(of_day).limit(_AT_A_TIME)
            swept += connection.execute(delete(one).where(one.c.position.in_(some))).rowcount
        return swept > 0

    def insert(self, connection: Connection, table: Table, rows: Sequence[ArticleRow | ClaimRow]) -> None:
        """Insert rows, and their words into those of their days."""
        if not rows:
            return
        names = [one.name for one in fields(rows[0])]
        connection.execute(table.insert(), [values_of(row, names) for row in rows])
        by_day: dict[int, list[dict[str, object]]] = {}
        for row in rows:
            by_day.setdefault(row.day, []).append({"at": row.position, "words": " ".join(row.tokens)})
        for day, words in by_day.items():
            into = _words(table.name, day)
            # Its name is made from a number here; the values are bound.
            connection.execute(text(f"INSERT INTO {into}(rowid, words) VALUES (:at, :words)"), words)  # noqa: S608

    @property
    def days_at_once(self) -> int:
        """One: each has a table of words."""
        return 1

    @property
    def asks_whether_few(self) -> bool:
        """No: FTS5 gives its rows in order."""
        return False

    def found(self, table: Table, day: int | None) -> Found:
        """Return the join of the day's words and the rows."""
        words = _fts(_words(table.name, day or 0))
        return Found(
            source=words.join(table, table.c.position == words.c.rowid),
            condition=words.c.words.op("MATCH", is_comparison=True)(bindparam("match")),
            position=words.c.rowid,
        )

    def written(self, tree: Node) -> str:
        """Return a tree in FTS5's syntax."""
        return fts5(tree)

    def said(self, table: Table) -> ColumnElement[str]:
        """Return the text in a claim's record."""
        return func.json_extract(table.c.record, "$.text")

    def name_has(self, part: str) -> ColumnElement[bool]:
        """Return a look-up of trigrams; shorter parts are looked for in every name."""
        names = self.tables.names
        if len(part) < _SHORTEST_TRIGRAM:
            return names.c.key.contains(part, autoescape=True)
        parts = table("name_parts", column("key"))
        quoted = '"' + part.replace('"', "") + '"'
        matching = parts.c.key.op("MATCH", is_comparison=True)(literal(quoted))
        return names.c.key.in_(select(parts.c.key).where(matching))

    def names_added(self, connection: Connection, keys: Iterable[str]) -> None:
        """Note new names' trigrams."""
        if rows := [{"key": key} for key in keys]:
            connection.execute(text("INSERT INTO name_parts(key) VALUES (:key)"), rows)

    def clear(self, connection: Connection) -> None:
        """Drop the names' trigrams."""
        connection.execute(text("DELETE FROM name_parts"))


def fts5(tree: Node) -> str:
    """Return a tree in FTS5's syntax; every word is quoted."""
    match tree:
        case Word(token):
            return f'"{token}"'
        case Prefix(start):
            return f'"{start}" *'
        case Phrase(tokens):
            return '"' + " ".join(tokens) + '"'
        case Or(parts):
            return "(" + " OR ".join(map(fts5, parts)) + ")"
        case Not(part):
            return f'("{EVERY}" NOT {fts5(part)})'
        case And(parts):
            return _all(parts)


def _all(parts: tuple[Node, ...]) -> str:
    wanted = [fts5(part) for part in parts if not isinstance(part, Not)] or [f'"{EVERY}"']
    unwanted = [fts5(part.part) for part in parts if isinstance(part, Not)]
    both = " AND ".join(wanted)
    return f"(({both}) NOT ({' OR '.join(unwanted)}))" if unwanted else f"({both})"


def _words(name: str, day: int) -> str:
    return f"{name}_words_{day:08d}"


def _fts(name: str) -> Any:
    return table(name, column("rowid"), column("words"))


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy begins, as told below, and not sqlite3 by itself
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        f"page_size={_PAGE_BYTES}",
        "journal_mode=WAL",
        # After a power failure the last transactions may be missing, positions and all: they are read again.
        "synchronous=NORMAL",
        f"cache_size=-{_CACHE_KIB}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_nothing(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("claimwire_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
