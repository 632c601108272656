"""Feedback: what readers say of claims, kept as records, each with a message to its topic in the outbox."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from claimwire.store.alerting import Notice, put_notices
from claimwire.store.deliveries import Connecting
from claimwire.store.words import milliseconds
from claimwire_schemas import Feedback

TOPIC = "topic"
"""The channel of what goes to a topic of the wire."""
_PAGE = 1_000


class FeedbackShelf:
    """What readers say of claims; methods block, each is a transaction."""

    def __init__(self, reading: Connecting, changing: Connecting) -> None:
        self._reading = reading
        self._changing = changing

    def add(self, record: Feedback) -> None:
        """Keep a record, and put it into the outbox of its topic; one that is there already stays."""
        body, at_ms = record.encode().decode(), milliseconds(record.given_at)
        row = {"id": record.feedback_id, "claim": record.claim_id, "at": at_ms, "body": body}
        with self._changing() as connection:
            if connection.execute(text(_ADD), row).rowcount:
                notice = Notice(record.claim_id, TOPIC, record.feedback_id, (body,), at_ms)
                put_notices(connection, [notice], now_ms=at_ms)

    def of_claim(self, claim_id: str) -> list[Feedback]:
        """Return what was said of a claim, the latest first."""
        chosen = text("SELECT body FROM feedback WHERE claim_id = :id ORDER BY at_ms DESC, id LIMIT 100")
        with self._reading() as connection:
            return [_record(row.body) for row in connection.execute(chosen, {"id": claim_id})]

    def every(self, *, since_ms: int = 0) -> Iterator[Feedback]:
        """Give all that was said since a time, the oldest first."""
        at, after = since_ms, ""
        while True:
            with self._reading() as connection:
                rows = connection.execute(text(_EVERY), {"at": at, "after": after, "most": _PAGE}).all()
            yield from (_record(row.body) for row in rows)
            if len(rows) < _PAGE:
                return
            at, after = rows[-1].at_ms, rows[-1].id


def _record(body: str) -> Feedback:
    return Feedback.decode(body.encode())


_ADD = "INSERT INTO feedback VALUES (:id, :claim, :at, :body) ON CONFLICT (id) DO NOTHING"
_EVERY = (
    "SELECT id, at_ms, body FROM feedback WHERE at_ms > :at OR (at_ms = :at AND id > :after) "
    "ORDER BY at_ms, id LIMIT :most"
)
