"""Counters: numbers that only grow, each taken once however many transactions take some."""

from __future__ import annotations

from sqlalchemy import Connection, text

_TAKE = text(
    "INSERT INTO counters VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET value = counters.value + :count RETURNING value"
)


def taken(connection: Connection, name: str, count: int = 1) -> range:
    """Take the next numbers of a counter, the first of which is 1."""
    last = int(connection.execute(_TAKE, {"name": name, "count": count}).scalar_one())
    return range(last - count + 1, last + 1)
