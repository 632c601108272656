"""Reading: newest first, a day at a time, so that no search looks at more than it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, Table, func, select

from claimwire.store.engine import Dialect, Found
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.search import Bounds, Plan

R = TypeVar("R")
Row = TypeVar("Row", ClaimRow, ArticleRow)


@dataclass(frozen=True)
class Cut:
    """Where a page begins, and how long it is: below a position newest first, or above one oldest first."""

    limit: int
    before: int | None = None
    after: int | None = None

    @property
    def is_ascending(self) -> bool:
        """Whether the oldest come first."""
        return self.after is not None


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some of the rows, and the position to go on at; None at the end."""

    rows: tuple[R, ...]
    next: int | None


@dataclass(frozen=True)
class _Day:
    day: int
    first: int
    last: int


class Reading:
    """Searches one table in a transaction."""

    def __init__(self, connection: Connection, dialect: Dialect, table: Table) -> None:
        self._connection = connection
        self._dialect = dialect
        self._table = table

    def page(self, plan: Plan, cut: Cut, kind: type[Row]) -> Page[Row]:
        """Return a page of rows."""
        columns = [column for column in self._table.c if column.name != "words"]
        found = self._rows(plan, Cut(cut.limit + 1, cut.before, cut.after), columns)
        rows = tuple(kind(**row) for row in found[: cut.limit])
        return Page(rows, rows[-1].position if len(found) > cut.limit else None)

    def counted(self, plan: Plan, column: ColumnElement[Any], *, most: int) -> tuple[Counter[Any], bool]:
        """Return how many of the newest matching rows have each value, and whether those are all."""
        counts: Counter[Any] = Counter()
        for day in self._days(Cut(most)):
            left = most - counts.total()
            newest = self._newest(plan, day, Cut(left), [column.label("counted")]).subquery()
            grouped = select(newest.c.counted, func.count()).group_by(newest.c.counted)
            for value, count in self._connection.execute(grouped):
                counts[value] += count
            if counts.total() >= most:
                return counts, False
        return counts, True

    def _rows(self, plan: Plan, cut: Cut, columns: Sequence[ColumnElement[Any]]) -> list[RowMapping]:
        rows: list[RowMapping] = []
        for day in self._days(cut):
            if len(rows) >= cut.limit and not _may_come_before(day, rows[cut.limit - 1]["position"], cut):
                continue
            chosen = self._newest(plan, day, cut, columns)
            rows.extend(self._connection.execute(chosen).mappings())
            rows.sort(key=lambda row: row["position"], reverse=not cut.is_ascending)
            del rows[cut.limit :]
        return rows

    def _days(self, cut: Cut) -> Iterator[_Day]:
        days = self._dialect.tables.days
        order = days.c.first.asc() if cut.is_ascending else days.c.last.desc()
        chosen = select(days.c.day, days.c.first, days.c.last).order_by(order)
        if cut.before is not None:
            chosen = chosen.where(days.c.first < cut.before)
        if cut.after is not None:
            chosen = chosen.where(days.c.last > cut.after)
        return (_Day(*row) for row in self._connection.execute(chosen).all())

    def _newest(self, plan: Plan, day: _Day, cut: Cut, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        found = self._found(plan, day)
        chosen = select(*columns).select_from(found.source).where(found.condition)
        chosen = chosen.where(*conditions(self._table, plan.bounds))
        if cut.before is not None:
            chosen = chosen.where(found.position < cut.before)
        if cut.after is not None:
            chosen = chosen.where(found.position > cut.after)
        order = found.position.asc() if cut.is_ascending else found.position.desc()
        return chosen.order_by(order).limit(cut.limit)

    def _found(self, plan: Plan, day: _Day) -> Found:
        if plan.tree is not None:
            return self._dialect.found(self._table, day.day, plan.tree)
        table: FromClause = self._table
        between = self._table.c.position.between(day.first, day.last)
        return Found(table, (self._table.c.day == day.day) & between, self._table.c.position)


def conditions(table: Table, bounds: Bounds) -> Iterator[ColumnElement[bool]]:
    """Give the conditions of a row that no index of words answers."""
    if not bounds.superseded:
        yield table.c.superseded.is_(False)
    if bounds.min_confidence is not None:
        yield table.c.confidence >= bounds.min_confidence
    if bounds.min_worth is not None:
        yield table.c.worth >= bounds.min_worth
    for column, (start, end) in (
        (table.c.published_ms, bounds.published_ms),
        (table.c.seen_ms, bounds.seen_ms),
    ):
        if start is not None:
            yield column >= start
        if end is not None:
            yield column < end


def _may_come_before(day: _Day, last: int, cut: Cut) -> bool:
    """Tell whether a day may have rows that come before the last of a full page."""
    return day.first < last if cut.is_ascending else day.last > last
