"""Plans: what matching asks of SQLite again and again is sought, never scanned or sorted."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from claimwire.store import Store

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (
            "SELECT later_id FROM links WHERE earlier_id IN (:a, :b) AND kind = 'contradicts'",
            "links_of_earlier",
        ),
        (
            "SELECT earlier_id FROM links WHERE later_id IN (:a, :b) AND kind = 'contradicts'",
            "links_of_later",
        ),
        ("SELECT body FROM outgoing WHERE topic = :a ORDER BY turn LIMIT 500", "outgoing_by_turn"),
        ("SELECT body FROM actors WHERE actor_id >= :a AND actor_id < :b LIMIT 2", "PRIMARY KEY"),
        ("UPDATE statements SET number = 0 WHERE seen_ms < :a AND number > 0", "statements_compared"),
    ],
)
def test_it_is_sought_by_its_index(store: Store, statement: str, index: str) -> None:
    with store._reading() as connection:
        rows = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"), {"a": "a", "b": "b"}).all()
    told = " ".join(str(row[-1]) for row in rows)
    assert index in told
    assert "SCAN" not in told
    assert "TEMP B-TREE" not in told
