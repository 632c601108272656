"""PostgreSQL: a partition a day, words as `tsvector`, parts of names by `pg_trgm`.

Several desks can share a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    cast,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, TSQUERY
from sqlalchemy.exc import DBAPIError

from claimwire.errors import StoreError, TooBroad
from claimwire.store.engine import Found, values_of
from claimwire.store.query import And, Node, Not, Or, Phrase, Prefix, Word
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.tables import Tables
from claimwire.store.tables import tables as _tables

if TYPE_CHECKING:  # SQLAlchemy imports it if a store needs it
    import psycopg

_WRITERS = 0x636C61696D
"""The advisory lock that writers take: positions are given in the order in which they become visible."""
_CANCELLED = "57014"
_CONNECT_S = 10
_DAYS_AT_ONCE = 64
_READER = (
    "SELECT set_config('statement_timeout', '{}', true), "
    # A day's rows are never read one after the other: small days would add up.
    "set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1.1', true), "
    "set_config('jit', 'off', true)"
)


@dataclass(frozen=True)
class PostgreSQL:
    """The engine of a database server, version 15 or later."""

    url: URL
    read_only: bool = False
    tables: Tables = field(default_factory=lambda: _tables(by_day=True))

    def connect(self) -> Engine:
        """Return SQLAlchemy's engine; connecting raises `StoreError` if the database is not in UTF-8."""
        given = {"options": "-c default_transaction_read_only=on"} if self.read_only else {}
        engine = create_engine(
            self.url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": _CONNECT_S, "application_name": "claimwire", **given},
            pool_size=16,
            max_overflow=32,
            pool_pre_ping=True,
        )
        event.listen(engine, "connect", _check_encoding, insert=True)  # SQLAlchemy's own would meet bytes
        return engine

    @contextmanager
    def writing(self, engine: Engine) -> Iterator[Connection]:
        """Give a connection in a transaction that no other desk's writer runs beside."""
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
            yield connection

    @contextmanager
    def changing(self, engine: Engine) -> Iterator[Connection]:
        """Give a connection in a transaction that waits for no other but where they change the same row."""
        with engine.begin() as connection:
            yield connection

    @property
    def skips_locked(self) -> str:
        """What leaves locked rows out."""
        return " FOR UPDATE SKIP LOCKED"

    @contextmanager
    def reading(self, engine: Engine, *, within_s: float) -> Iterator[Connection]:
        """Give a connection whose statements are cancelled after a time."""
        try:
            with engine.connect() as plain:
                connection = plain.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    connection.execute(text(_READER.format(int(within_s * 1000))))
                    yield connection
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _CANCELLED:
                raise
            raise TooBroad(f"the search takes more than {within_s:g} s: narrow it") from None

    def add_day(self, connection: Connection, day: int) -> None:
        """Create the day's partitions."""
        for name in (self.tables.claims.name, self.tables.articles.name):
            connection.execute(
                text(
                    f"CREATE TABLE IF NOT EXISTS {name}_{day:08d} PARTITION OF {name} FOR VALUES IN ({day:d})"
                )
            )

    def drop_day(self, connection: Connection, day: int) -> None:
        """Drop the day's partitions."""
        for name in (self.tables.claims.name, self.tables.articles.name):
            connection.execute(text(f"DROP TABLE IF EXISTS {name}_{day:08d}"))

    def sweep_day(self, connection: Connection, day: int) -> bool:  # noqa: ARG002 # dropped in one go
        """Tell that nothing is to be swept."""
        return False

    def insert(self, connection: Connection, table: Table, rows: Sequence[ArticleRow | ClaimRow]) -> None:
        """Insert rows with their words."""
        if not rows:
            return
        names = [one.name for one in fields(rows[0])]
        values = [{**values_of(row, names), "words": tsvector(row.tokens)} for row in rows]
        connection.execute(table.insert(), values)

    @property
    def days_at_once(self) -> int:
        """Many: words and positions are columns."""
        return _DAYS_AT_ONCE

    @property
    def asks_whether_few(self) -> bool:
        """Yes: it takes a rare word for a common one, and looks for a page of it in every row of a day."""
        return True

    def found(self, table: Table, day: int | None) -> Found:  # noqa: ARG002 # they are a parameter
        """Return the rows of some days that match."""
        query = cast(bindparam("match"), TSQUERY)
        of_days = table.c.day.in_(bindparam("days", expanding=True))
        condition = of_days & table.c.words.op("@@", is_comparison=True)(query)
        return Found(source=table, condition=condition, position=table.c.position)

    def written(self, tree: Node) -> str:
        """Return a tree as a `tsquery`."""
        return tsquery(tree)

    def said(self, table: Table) -> ColumnElement[str]:
        """Return the text in a claim's record."""
        return func.json_extract_path_text(cast(table.c.record, JSON), "text")

    def name_has(self, part: str) -> ColumnElement[bool]:
        """Return a look-up of trigrams."""
        return self.tables.names.c.key.contains(part, autoescape=True)

    def names_added(self, connection: Connection, keys: Iterable[str]) -> None:
        """Do nothing: the index of names knows them."""

    def clear(self, connection: Connection) -> None:
        """Do nothing: there is nothing beside tables and days."""


def tsvector(tokens: Sequence[str]) -> str:
    """Return tokens as a `tsvector` with their places; they are letters and digits, so nothing is escaped."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens, start=1):
        places.setdefault(token, []).append(place)
    return " ".join(f"'{token}':{','.join(map(str, at))}" for token, at in places.items())


def tsquery(tree: Node) -> str:
    """Return a tree in the syntax of a `tsquery`; every word is quoted."""
    match tree:
        case Word(token):
            return f"'{token}'"
        case Prefix(start):
            return f"'{start}':*"
        case Phrase(tokens):
            return "(" + " <-> ".join(f"'{token}'" for token in tokens) + ")"
        case Or(parts):
            return "(" + " | ".join(map(tsquery, parts)) + ")"
        case And(parts):
            return "(" + " & ".join(map(tsquery, parts)) + ")"
        case Not(part):
            return f"!({tsquery(part)})"


def _check_encoding(connection: psycopg.Connection, _: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(
            f"store: the database is in {encoding}: create it with ENCODING 'UTF8' TEMPLATE template0"
        )
