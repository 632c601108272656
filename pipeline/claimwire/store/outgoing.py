"""Records on their way to a topic: put in the transaction that changed them, deleted once a broker has them.

Of each key only the last record waits. Its turn tells it from one that takes its place while it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from claimwire.store.deliveries import Connecting


@dataclass(frozen=True)
class OutgoingRow:
    """A record that waits."""

    topic: str
    key: str
    turn: int
    body: str


def put_outgoing(connection: Connection, topic: str, records: Iterable[tuple[str, str]]) -> None:
    """Let records wait by key, each in place of an earlier one."""
    rows = [{"topic": topic, "key": key, "body": body} for key, body in records]
    if not rows:
        return
    connection.execute(text(_COUNT), {"number": len(rows)})
    last = connection.execute(text(_TURN)).scalar_one()
    for turn, row in enumerate(rows, last - len(rows) + 1):
        connection.execute(text(_PUT), row | {"turn": turn})


class OutgoingShelf:
    """What waits to be sent; methods block, each is a transaction."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    def first(self, topic: str, *, limit: int = 500) -> list[OutgoingRow]:
        """Return what has waited longest for a topic."""
        with self._reading() as connection:
            rows = connection.execute(text(_FIRST), {"topic": topic, "most": limit}).all()
        return [OutgoingRow(*row) for row in rows]

    def sent(self, rows: Sequence[OutgoingRow]) -> None:
        """Delete what the broker has; a record that took the place of one meanwhile stays."""
        if rows:
            with self._writing() as connection:
                connection.execute(text(_SENT), [asdict(row) for row in rows])


_COUNT = (
    "INSERT INTO counters (name, value) VALUES ('turn', :number) "
    "ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value"
)
_TURN = "SELECT value FROM counters WHERE name = 'turn'"
_PUT = (
    "INSERT INTO outgoing (topic, key, turn, body) VALUES (:topic, :key, :turn, :body) "
    "ON CONFLICT (topic, key) DO UPDATE SET turn = excluded.turn, body = excluded.body"
)
_FIRST = "SELECT topic, key, turn, body FROM outgoing WHERE topic = :topic ORDER BY turn LIMIT :most"
_SENT = "DELETE FROM outgoing WHERE topic = :topic AND key = :key AND turn = :turn"
