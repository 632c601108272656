"""Deliveries: the outbox of what is sent to people and programs, shared by all desks on a store.

Each receiver has its messages in order, one at a time: the next once the one before is settled.

A desk takes what is due by moving its time to when it will have failed, so one desk has each. If that desk is
killed, it is due again then: at least once, under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, text

from claimwire.store.alerting import Notice, advance, hold_line, put_notices
from claimwire.store.words import instant

State = Literal["waiting", "sent", "dead"]
Connecting = Callable[[], AbstractContextManager[Connection]]
_COLUMNS = (
    "id, search_id, channel, target, body, claims, more, created_ms, since_ms, due_ms, attempts, state, "
    "trouble, done_ms"
)
_LONGEST_TROUBLE = 500


@dataclass(frozen=True)
class DeliveryRow:
    """A message to one receiver: its claims as JSON objects by commas, and what became of it."""

    id: str
    search_id: str
    channel: str
    target: str
    body: str
    claims: int
    more: int
    created_ms: int
    since_ms: int
    """When it was first to be sent; it is dead some time after this."""
    due_ms: int
    attempts: int
    state: State
    trouble: str
    done_ms: int

    @property
    def created(self) -> datetime:
        """When it was made."""
        return instant(self.created_ms)

    @property
    def due(self) -> datetime | None:
        """When it is sent next; None once it is done."""
        return instant(self.due_ms) if self.state == "waiting" else None

    @property
    def done(self) -> datetime | None:
        """When it was sent, or given up."""
        return instant(self.done_ms) if self.done_ms else None


class Deliveries:
    """What is to be sent, and what became of it; methods block, each is a transaction."""

    def __init__(self, reading: Connecting, changing: Connecting, skips_locked: str) -> None:
        self._reading = reading
        self._changing = changing
        self._take = text(_TAKE.format(columns=_COLUMNS, skips_locked=skips_locked))

    def put(self, notices: Sequence[Notice], *, now_ms: int) -> list[str]:
        """Put messages into the outbox, and return their ids."""
        with self._changing() as connection:
            return put_notices(connection, notices, now_ms=now_ms)

    def take(self, *, now_ms: int, until_ms: int, most: int) -> list[DeliveryRow]:
        """Take what is due and has its turn; it is due again at `until_ms` unless it is settled."""
        with self._changing() as connection:
            asked = {"now": now_ms, "until": until_ms, "most": most}
            rows = [DeliveryRow(*row) for row in connection.execute(self._take, asked)]
        return sorted(rows, key=lambda row: (row.since_ms, row.id))

    def sent(self, taken: DeliveryRow, *, now_ms: int) -> None:
        """Note that a message was taken by its receiver, who may have the next one."""
        self._settle(taken, _SENT, {"id": taken.id, "now": now_ms})

    def failed(self, taken: DeliveryRow, trouble: str, *, due_ms: int) -> None:
        """Have a message that failed sent again later, unless another desk has taken it meanwhile."""
        one = {"id": taken.id, "had": taken.due_ms, "due": due_ms, "trouble": _line(trouble)}
        with self._changing() as connection:
            connection.execute(text(_FAILED), one)

    def given_up(self, taken: DeliveryRow, trouble: str, *, now_ms: int) -> None:
        """Note that a message is dead; its receiver may have the next one."""
        told = {"had": taken.due_ms, "now": now_ms, "trouble": _line(trouble)}
        self._settle(taken, _GIVEN_UP, {"id": taken.id, **told})

    def _settle(self, row: DeliveryRow, statement: str, values: Mapping[str, object]) -> bool:
        with self._changing() as connection:
            hold_line(connection, row.search_id)
            settled = connection.execute(text(statement), values).rowcount > 0
            advance(connection, row.search_id, row.channel, row.target)
        return settled

    def one(self, delivery_id: str) -> DeliveryRow | None:
        """Return a message; None where there is none."""
        chosen = text(f"SELECT {_COLUMNS} FROM deliveries WHERE id = :id")  # noqa: S608
        with self._reading() as connection:
            found = connection.execute(chosen, {"id": delivery_id}).one_or_none()
        return None if found is None else DeliveryRow(*found)

    def again(self, delivery_id: str, *, now_ms: int) -> bool:
        """Send a dead message again, under its id; tell whether there was one."""
        row = self.one(delivery_id)
        return row is not None and self._settle(row, _AGAIN, {"id": delivery_id, "now": now_ms})

    def listed(
        self, *, search_id: str | None = None, state: State | None = None, limit: int = 50
    ) -> list[DeliveryRow]:
        """Return messages to people and programs, the newest first."""
        asked = {"search": search_id, "state": state, "most": limit}
        wanted = [
            condition
            for condition, value in (("search_id = :search", search_id), ("state = :state", state))
            if value is not None
        ]
        where = " AND ".join(["channel <> 'topic'", *wanted])
        with self._reading() as connection:
            chosen = text(
                f"SELECT {_COLUMNS} FROM deliveries WHERE {where} ORDER BY created_ms DESC, id LIMIT :most"  # noqa: S608
            )
            given = {name: value for name, value in asked.items() if value is not None}
            return [DeliveryRow(*row) for row in connection.execute(chosen, given)]

    def next_due_ms(self) -> int | None:
        """Return when the next message is due; None where none waits."""
        chosen = text("SELECT min(due_ms) FROM deliveries WHERE state = 'waiting' AND turn = 1")
        with self._reading() as connection:
            found = connection.execute(chosen).scalar()
        return None if found is None else int(found)

    def sweep(self, *, done_before_ms: int, hits_before_ms: int) -> None:
        """Forget what was settled before a time, and which claims were told before another."""
        with self._changing() as connection:
            connection.execute(
                text("DELETE FROM deliveries WHERE state <> 'waiting' AND done_ms < :done"),
                {"done": done_before_ms},
            )
            connection.execute(text("DELETE FROM hits WHERE at_ms < :hits"), {"hits": hits_before_ms})


def _line(trouble: str) -> str:
    return " ".join(trouble.replace("\0", " ").split())[:_LONGEST_TROUBLE]


_TAKE = (
    "UPDATE deliveries SET due_ms = :until, attempts = attempts + 1 WHERE id IN (SELECT id FROM deliveries "
    "WHERE state = 'waiting' AND turn = 1 AND due_ms <= :now ORDER BY due_ms, id LIMIT :most{skips_locked}) "
    "RETURNING {columns}"
)
_SENT = (
    "UPDATE deliveries SET state = 'sent', turn = 0, done_ms = :now, trouble = '' "
    "WHERE id = :id AND state = 'waiting'"
)
_FAILED = (
    "UPDATE deliveries SET due_ms = :due, trouble = :trouble "
    "WHERE id = :id AND state = 'waiting' AND due_ms = :had"
)
_GIVEN_UP = (
    "UPDATE deliveries SET state = 'dead', turn = 0, done_ms = :now, trouble = :trouble "
    "WHERE id = :id AND state = 'waiting' AND due_ms = :had"
)
_AGAIN = (
    "UPDATE deliveries SET state = 'waiting', due_ms = :now, since_ms = :now, attempts = 0, done_ms = 0 "
    "WHERE id = :id AND state = 'dead'"
)
