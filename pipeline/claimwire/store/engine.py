"""What the two engines do in ways of their own: words that are searched, days that are dropped, locks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Table

from claimwire.store.query import Node
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.tables import Tables


@dataclass(frozen=True)
class Found:
    """Where a day's rows that match a tree are: what to select from, on what condition, in what order."""

    source: FromClause
    condition: ColumnElement[bool]
    position: ColumnElement[int]


class Dialect(Protocol):
    """An engine of the store: SQLite or PostgreSQL."""

    @property
    def tables(self) -> Tables:
        """The tables."""

    def connect(self) -> Engine:
        """Return SQLAlchemy's engine; raises `StoreError`."""

    def writing(self, engine: Engine) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that no other writer runs beside."""

    def changing(self, engine: Engine) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction of a few rows, beside other writers where the engine can."""

    @property
    def skips_locked(self) -> str:
        """What a statement ends in that leaves rows to another desk which has taken them."""

    def reading(self, engine: Engine, *, within_s: float) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that sees one state; raises `TooBroad` after a time."""

    def add_day(self, connection: Connection, day: int) -> None:
        """Make room for a day's rows."""

    def drop_day(self, connection: Connection, day: int) -> None:
        """Drop a day's articles and claims, with their words."""

    def sweep_day(self, connection: Connection, day: int) -> bool:
        """Delete some of a day's rows where they are not dropped in one go; tell whether any were."""

    def insert(self, connection: Connection, table: Table, rows: Sequence[ArticleRow | ClaimRow]) -> None:
        """Insert rows of days that there is room for, with their words."""

    @property
    def days_at_once(self) -> int:
        """How many days one statement can look at."""

    @property
    def asks_whether_few(self) -> bool:
        """Whether its planner has to be told that few rows match, or it reads all of them in order."""

    def found(self, table: Table, day: int | None) -> Found:
        """Return where rows are that match the parameter `match`.

        They are those of a day, or of those in the parameter `days`.
        """

    def written(self, tree: Node) -> str:
        """Return a tree in the engine's syntax, for the parameter `match`."""

    def said(self, table: Table) -> ColumnElement[str]:
        """Return the text in a claim's record."""

    def name_has(self, part: str) -> ColumnElement[bool]:
        """Return the condition that a name's key has a part in it."""

    def names_added(self, connection: Connection, keys: Iterable[str]) -> None:
        """Note the keys of new names, so that parts of them are found."""

    def clear(self, connection: Connection) -> None:
        """Drop what is beside tables and days."""


def values_of(row: ArticleRow | ClaimRow, names: Sequence[str]) -> dict[str, Any]:
    """Return a row's columns."""
    return {name: getattr(row, name) for name in names}
