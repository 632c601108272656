"""Records on their way to a topic: put in the transaction that changed them, deleted once a broker has them.

Of each key only the last record waits. Its turn tells it from one that takes its place while it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from claimwire.store.counters import taken
from claimwire.store.deliveries import Connecting

_TURN = "turn"


@dataclass(frozen=True)
class OutgoingRow:
    """A record that waits."""

    topic: str
    key: str
    turn: int
    body: str


class OutgoingRows:
    """What waits to be sent, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, topic: str, records: Iterable[tuple[str, str]]) -> None:
        """Let records wait by key, each in place of an earlier one; one without a body ends its key."""
        if some := list(records):
            turns = taken(self._connection, _TURN, len(some))
            rows = [
                {"topic": topic, "key": key, "turn": turn, "body": body}
                for turn, (key, body) in zip(turns, some, strict=True)
            ]
            self._connection.execute(text(_PUT), rows)


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


_PUT = (
    "INSERT INTO outgoing (topic, key, turn, body) VALUES (:topic, :key, :turn, :body) "
    "ON CONFLICT (topic, key) DO UPDATE SET turn = excluded.turn, body = excluded.body"
)
_FIRST = "SELECT topic, key, turn, body FROM outgoing WHERE topic = :topic ORDER BY turn LIMIT :most"
_SENT = "DELETE FROM outgoing WHERE topic = :topic AND key = :key AND turn = :turn"
