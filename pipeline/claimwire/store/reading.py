"""Reading: newest first, some days at a time, so that no search looks at more than it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    func,
    literal,
    select,
)

from claimwire.store.engine import Dialect, Found
from claimwire.store.query import Node
from claimwire.store.ranking import best_first
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.search import Plan
from claimwire.store.words import HOUR_MS

R = TypeVar("R")
Row = TypeVar("Row", ClaimRow, ArticleRow)
Dimension = Literal["hour", "day", "stance", "outlet", "speaker", "accused"]
_MOST_STATEMENTS = 5_000
_FEW = 2_000
"""So many rows are sorted faster than they are looked for in order."""
_LONGEST_RANKED = 500
"""Characters of a claim's text that it is ranked by."""
_MOST_PAGED = 600
"""Of longer pages, planners know that they are most of what there is."""


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
    ranked: int | None = None
    """Of how many hits, the newest, these are the best; None if they are not ranked."""


@dataclass(frozen=True)
class _Days:
    """Some days that are looked at together, and the positions that they have."""

    days: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True)
class _Shape:
    """What a statement is made from; all else are its parameters."""

    table: Table
    day: int | None
    """Of the engine that has a table of words for each."""
    by: Dimension | None
    is_matched: bool
    bounds: tuple[str, ...]
    is_all: bool
    before: bool
    after: bool
    is_few: bool = False
    is_brief: bool = False
    """Whether words and places are enough."""


@dataclass
class Statements:
    """Statements by shape: to make one takes longer than most searches."""

    dialect: Dialect
    _made: dict[_Shape, Select[Any]] = field(default_factory=dict)

    def of(self, shape: _Shape) -> Select[Any]:
        """Return the statement of a shape."""
        if (made := self._made.get(shape)) is None:
            if len(self._made) >= _MOST_STATEMENTS:
                self._made.clear()
            made = self._made[shape] = self._make(shape)
        return made

    def _make(self, shape: _Shape) -> Select[Any]:
        table, found = shape.table, self._found(shape)
        made = select(*self._columns(shape)).select_from(found.source).where(found.condition)
        if not shape.is_all:
            made = made.where(table.c.superseded.is_(False))
        for name in shape.bounds:
            column, _, edge = name.rpartition("_")
            value: ColumnElement[Any] = bindparam(name)
            made = made.where(table.c[column] >= value if edge == "from" else table.c[column] < value)
        if shape.before and shape.is_matched:
            made = made.where(found.position < bindparam("before"))
        if shape.after and shape.is_matched:
            made = made.where(found.position > bindparam("after"))
        position = found.position + 0 if shape.is_few else found.position
        order = position.asc() if shape.after else position.desc()
        made = made.order_by(order).limit(bindparam("most"))
        return made if shape.by is None else _grouped(made)

    def _columns(self, shape: _Shape) -> Sequence[ColumnElement[Any]]:
        table = shape.table
        if shape.by is not None:
            return [_dimension(table, shape.by).label("counted")]
        if not shape.is_brief:
            return columns_of(table)
        said = func.substr(self.dialect.said(table), 1, _LONGEST_RANKED).label("said")
        return [table.c.position, table.c.day, said, table.c.claimant, table.c.accused]

    def _found(self, shape: _Shape) -> Found:
        if shape.is_matched:
            return self.dialect.found(shape.table, shape.day)
        table = shape.table
        of_days = table.c.day.in_(bindparam("days", expanding=True))
        between = table.c.position.between(bindparam("first"), bindparam("last"))
        return Found(table, of_days & between, table.c.position)


class Reading:
    """Searches one table in a transaction."""

    def __init__(self, connection: Connection, statements: Statements, table: Table) -> None:
        self._connection = connection
        self._statements = statements
        self._dialect = statements.dialect
        self._table = table

    def page(self, plan: Plan, cut: Cut, kind: type[Row]) -> Page[Row]:
        """Return a page of rows."""
        found = self._rows(plan, replace(cut, limit=cut.limit + 1))
        rows = tuple(kind(**row) for row in found[: cut.limit])
        return Page(rows, rows[-1].position if len(found) > cut.limit else None)

    def best(self, plan: Plan, words: Node, limit: int, *, most: int) -> Page[ClaimRow]:
        """Return the claims that match words best, among the newest that match the plan."""
        newest = self._rows(plan, Cut(most), is_brief=True)
        texts = [" ".join(filter(None, (row["said"], row["claimant"], row["accused"]))) for row in newest]
        chosen = [newest[at] for at in best_first(words, texts)[:limit]]
        return Page(self._whole(chosen), None, ranked=len(newest))

    def _whole(self, places: Sequence[RowMapping]) -> tuple[ClaimRow, ...]:
        columns = self._table.c
        of_days = columns.day.in_({place["day"] for place in places})
        wanted = of_days & columns.position.in_([place["position"] for place in places])
        found = self._connection.execute(select(*columns_of(self._table)).where(wanted)).mappings()
        rows = {row["position"]: ClaimRow(**row) for row in found}
        return tuple(rows[place["position"]] for place in places)

    def counted(self, plan: Plan, by: Dimension, *, most: int) -> tuple[Counter[str], bool]:
        """Return how many of the newest matching rows have each value, and whether those are all."""
        counts: Counter[str] = Counter()
        for days in self._days(plan, Cut(most)):
            for value, number in self._execute(plan, days, Cut(most - counts.total()), by):
                counts[str(value)] += number
            if counts.total() >= most:
                return counts, False
        return counts, True

    def _rows(self, plan: Plan, cut: Cut, *, is_brief: bool = False) -> list[RowMapping]:
        rows: list[RowMapping] = []
        for days in self._days(plan, cut):
            if len(rows) >= cut.limit and not _may_come_before(days, rows[cut.limit - 1]["position"], cut):
                continue
            rows.extend(self._execute(plan, days, cut, is_brief=is_brief).mappings())
            rows.sort(key=lambda row: row["position"], reverse=not cut.is_ascending)
            del rows[cut.limit :]
        return rows

    def _execute(
        self, plan: Plan, days: _Days, cut: Cut, by: Dimension | None = None, *, is_brief: bool = False
    ) -> Any:
        bounds = plan.bounds.values()
        shape = _Shape(
            table=self._table,
            day=days.days[0] if self._dialect.days_at_once == 1 and plan.tree is not None else None,
            by=by,
            is_matched=plan.tree is not None,
            bounds=tuple(bounds),
            is_all=plan.bounds.superseded,
            before=cut.before is not None,
            after=cut.after is not None,
            is_few=by is None and cut.limit <= _MOST_PAGED and self._are_few(plan, days),
            is_brief=is_brief,
        )
        return self._connection.execute(self._statements.of(shape), self._values(plan, days, cut) | bounds)

    def _are_few(self, plan: Plan, days: _Days) -> bool:
        """Tell whether few rows of some days match, where that is worth a question."""
        if plan.tree is None or not self._dialect.asks_whether_few:
            return False
        found = self._dialect.found(self._table, None)
        some = select(literal(1)).select_from(found.source).where(found.condition).limit(_FEW).subquery()
        asked = {"days": days.days, "match": self._dialect.written(plan.tree)}
        number = self._connection.execute(select(func.count()).select_from(some), asked).scalar_one()
        return bool(number < _FEW)

    def _values(self, plan: Plan, days: _Days, cut: Cut) -> dict[str, Any]:
        if plan.tree is None:
            # One range: of two lower bounds, SQLite seeks to the first and reads the day up to the second.
            first = days.first if cut.after is None else max(days.first, cut.after + 1)
            last = days.last if cut.before is None else min(days.last, cut.before - 1)
            return {"most": cut.limit, "days": days.days, "first": first, "last": last}
        edges = {"before": cut.before, "after": cut.after}
        values: dict[str, Any] = {name: at for name, at in edges.items() if at is not None}
        values |= {"most": cut.limit, "match": self._dialect.written(plan.tree)}
        return values | ({} if self._dialect.days_at_once == 1 else {"days": days.days})

    def _days(self, plan: Plan, cut: Cut) -> Iterator[_Days]:
        """Give the days in order, the first alone, then ever more of them at a time."""
        days = self._dialect.tables.days
        order = days.c.first.asc() if cut.is_ascending else days.c.last.desc()
        chosen = select(days.c.day, days.c.first, days.c.last).order_by(order)
        every = [row for row in self._connection.execute(chosen) if _is_wanted(row, plan, cut)]
        at = 0
        for size in map(lambda step: min(2**step, self._dialect.days_at_once), count()):  # noqa: C417
            if not (some := every[at : at + size]):
                return
            yield _Days(
                tuple(row.day for row in some), min(row.first for row in some), max(row.last for row in some)
            )
            at += size


def columns_of(table: Table) -> Sequence[ColumnElement[Any]]:
    """Return the columns that a row has."""
    return [column for column in table.c if column.name != "words"]


def _dimension(table: Table, by: Dimension) -> ColumnElement[Any]:
    dimensions: Mapping[Dimension, ColumnElement[Any]] = {
        "hour": table.c.seen_ms // HOUR_MS,
        "day": table.c.day,
        "stance": func.coalesce(table.c.stance, ""),
        "outlet": func.coalesce(table.c.outlet_key, ""),
        "speaker": func.coalesce(table.c.claimant_key, ""),
        "accused": func.coalesce(table.c.accused_key, ""),
    }
    return dimensions[by]


def _grouped(newest: Select[Any]) -> Select[Any]:
    of_newest = newest.subquery()
    return select(of_newest.c.counted, func.count()).group_by(of_newest.c.counted)


def _is_wanted(row: Any, plan: Plan, cut: Cut) -> bool:
    first_day, last_day = plan.bounds.days
    is_before = cut.before is None or row.first < cut.before
    is_after = cut.after is None or row.last > cut.after
    return bool(is_before and is_after and first_day <= row.day <= last_day)


def _may_come_before(days: _Days, last: int, cut: Cut) -> bool:
    """Tell whether some days may have rows that come before the last of a full page."""
    return days.first < last if cut.is_ascending else days.last > last
