"""Growth: to store a batch and to read what is new costs the same, however much is stored already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from claimwire.store import Offset, Search, Store
from tests.store.articles import Said, enriched

ARTICLES, CLAIMS = 20, 50
Asked = list[tuple[str, tuple[Any, ...]]]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@pytest.fixture
def full(store: Store) -> Store:
    """Of one day, by a speaker each."""
    said = [Said(f"Claim {one}", f"Speaker {one}") for one in range(CLAIMS)]
    store.write([enriched(number, *said) for number in range(ARTICLES)])
    return store


@contextmanager
def asked(store: Store, table: str) -> Iterator[Asked]:
    """Give the statements about a table that are executed meanwhile, with their parameters."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:  # noqa: FBT001 # SQLAlchemy's
        if table in statement and statement.startswith(("SELECT", "UPDATE", "INSERT")):
            found.append((statement, tuple(values[0] if many else values)))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


def steps(store: Store, made: Asked) -> int:
    """Return how many steps of its machine SQLite takes for statements."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    with closing(sqlite3.connect(str(store._engine.url.database))) as connection:
        connection.set_progress_handler(step, 1)
        for statement, values in made:
            connection.execute(statement, values).fetchall()
    return taken


def test_what_is_new_is_read_without_what_is_old(full: Store) -> None:
    """A position is sought, both ways: a look for new claims at a desk that follows them reads no others."""
    last = full.last_position()
    with asked(full, "FROM claims") as nothing_new:
        assert full.claims_after(Search(), last).rows == ()
    with asked(full, "FROM claims") as five_new:
        assert len(full.claims_after(Search(), last - 6).rows) == 5
    with asked(full, "FROM claims") as oldest:
        assert len(full.claims(Search(), before=6).rows) == 5
    assert [len(made) for made in (nothing_new, five_new, oldest)] == [0, 1, 1]
    assert max(steps(full, made) for made in (five_new, oldest)) < ARTICLES * CLAIMS


@pytest.mark.parametrize("table", ["names", "articles", "tallies", "days", "offsets", "counters"])
def test_a_batch_is_stored_without_reading_a_table_to_its_end(full: Store, table: str) -> None:
    with asked(full, f" {table}") as made:
        full.write([enriched(2, Said("It burned", "Jon Vane"), revision=2)], [Offset("c", "t", 0, 1)])
    assert made
    with closing(sqlite3.connect(str(full._engine.url.database))) as connection:
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {one}", values).fetchall() for one, values in made]
    assert [line for plan in plans for *_, line in plan if line.startswith("SCAN")] == []
