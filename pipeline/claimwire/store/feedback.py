"""Feedback: what readers say of claims and links. Each record is stored with a message for its topic."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from claimwire.store.alerting import Notice, put_notices
from claimwire.store.deliveries import Connecting
from claimwire.store.words import milliseconds
from claimwire_schemas import Feedback

TOPIC = "topic"
"""The delivery channel of records that are published to Kafka."""
_PAGE = 1_000
_SHOWN = 100


class FeedbackShelf:
    """Stores and reads feedback. Its methods block."""

    def __init__(self, reading: Connecting, changing: Connecting) -> None:
        self._reading = reading
        self._changing = changing

    def add(self, record: Feedback) -> None:
        """Add a record in a transaction of its own."""
        with self._changing() as connection:
            add_feedback(connection, record)

    def of_claim(self, claim_id: str) -> list[Feedback]:
        """Return the latest 100 records about a claim, or about links of which it is the later claim."""
        with self._reading() as connection:
            found = connection.execute(text(_OF_CLAIM), {"id": claim_id, "most": _SHOWN})
            return [_record(row.body) for row in found]

    def every(self, *, since_ms: int = 0) -> Iterator[Feedback]:
        """Give all records since a time, oldest first; each page is read in a transaction of its own."""
        at, after = since_ms, ""
        while True:
            with self._reading() as connection:
                rows = connection.execute(text(_EVERY), {"at": at, "after": after, "most": _PAGE}).all()
            yield from (_record(row.body) for row in rows)
            if len(rows) < _PAGE:
                return
            at, after = rows[-1].at_ms, rows[-1].id


def add_feedback(connection: Connection, record: Feedback) -> None:
    """Store a record, and put it into the outbox; do nothing if it is stored already."""
    body, at_ms = record.encode().decode(), milliseconds(record.given_at)
    row = {"id": record.feedback_id, "claim": record.claim_id, "at": at_ms, "body": body}
    if connection.execute(text(_ADD), row).rowcount:
        notice = Notice(record.claim_id, TOPIC, record.feedback_id, (body,), at_ms)
        put_notices(connection, [notice], now_ms=at_ms)


def _record(body: str) -> Feedback:
    return Feedback.decode(body.encode())


_ADD = "INSERT INTO feedback VALUES (:id, :claim, :at, :body) ON CONFLICT (id) DO NOTHING"
_OF_CLAIM = "SELECT body FROM feedback WHERE claim_id = :id ORDER BY at_ms DESC, id LIMIT :most"
_EVERY = (
    "SELECT id, at_ms, body FROM feedback WHERE at_ms > :at OR (at_ms = :at AND id > :after) "
    "ORDER BY at_ms, id LIMIT :most"
)
