"""Alerting: what a batch leads to, in its transaction, so that a kill loses no alert and makes none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, bindparam, text

from claimwire.store.answers import Saved
from claimwire.store.counters import taken
from claimwire.store.rows import ClaimRow

Alert = Callable[[Connection, Sequence[ClaimRow]], None]
"""What is told of the claims that a batch has stored, in its transaction."""
_SEARCHES = "searches"
_MOST_AT_ONCE = 5_000
_LINES = 0x636C616C
"""The class of the advisory locks of receivers' lines."""
MOST_CLAIMS = 50
"""Of one message; of more it has the number."""


@dataclass(frozen=True)
class Notice:
    """What a saved search is to tell through one channel: claims as JSON objects, and when they are due."""

    search_id: str
    channel: str
    target: str
    claims: Sequence[str]
    due_ms: int
    gathers: bool = False
    """Whether notices that are due at the same time become one message."""


def searches_version(connection: Connection) -> int:
    """Return a number that grows whenever a saved search is changed."""
    found = connection.execute(text("SELECT value FROM counters WHERE name = :name"), {"name": _SEARCHES})
    return int(found.scalar() or 0)


def searches_changed(connection: Connection) -> None:
    """Note that a saved search was changed."""
    taken(connection, _SEARCHES)


def saved_searches(connection: Connection, search_id: str | None = None) -> list[Saved]:
    """Return the saved searches, or one of them, in the order in which they were saved first."""
    one = "" if search_id is None else "WHERE id = :id "
    chosen = text(f"SELECT id, name, body, created_ms, updated_ms FROM searches {one}ORDER BY created_ms, id")  # noqa: S608
    return [Saved(*row) for row in connection.execute(chosen, {} if search_id is None else {"id": search_id})]


def first_hits(
    connection: Connection, pairs: Sequence[tuple[str, str]], *, now_ms: int
) -> set[tuple[str, str]]:
    """Note pairs of claim and search; return those that were not noted before."""
    known: set[tuple[str, str]] = set()
    ids = sorted({claim_id for claim_id, _ in pairs})
    chosen = text("SELECT claim_id, search_id FROM hits WHERE claim_id IN :ids").bindparams(
        bindparam("ids", expanding=True)
    )
    for start in range(0, len(ids), _MOST_AT_ONCE):
        rows = connection.execute(chosen, {"ids": ids[start : start + _MOST_AT_ONCE]})
        known |= {(row.claim_id, row.search_id) for row in rows}
    fresh = set(pairs) - known
    if fresh:
        values = [{"claim": claim, "search": search, "now": now_ms} for claim, search in sorted(fresh)]
        connection.execute(text("INSERT INTO hits VALUES (:claim, :search, :now)"), values)
    return fresh


def put_notices(connection: Connection, notices: Iterable[Notice], *, now_ms: int) -> list[str]:
    """Put notices into the outbox; return the messages that are new.

    One that gathers goes into the message that waits for the same time, if there is one. The others of a
    receiver take turns.
    """
    apart = (notice for notice in notices if not (notice.gathers and _gathered(connection, notice)))
    return [_put(connection, notice, now_ms) for notice in apart]


def hold_line(connection: Connection, search_id: str) -> None:
    """Have all others wait who give messages of a search their turn, until the transaction ends."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:line, hashtext(:id))"), {"line": _LINES, "id": search_id}
        )


def advance(connection: Connection, search_id: str, channel: str, target: str) -> None:
    """Give a receiver's oldest message its turn unless one has it; the line must be held."""
    connection.execute(text(_ADVANCE), {"search": search_id, "channel": channel, "target": target})


def forget_deliveries(connection: Connection, search_id: str) -> None:
    """Forget what a search was to send and has sent."""
    for table in ("deliveries", "hits"):
        connection.execute(text(f"DELETE FROM {table} WHERE search_id = :id"), {"id": search_id})  # noqa: S608


def _put(connection: Connection, notice: Notice, now_ms: int) -> str:
    shown, delivery_id = notice.claims[:MOST_CLAIMS], str(uuid4())
    hold_line(connection, notice.search_id)
    connection.execute(
        text(_PUT),
        {
            "id": delivery_id,
            "search": notice.search_id,
            "channel": notice.channel,
            "target": notice.target,
            "body": ",".join(shown),
            "claims": len(shown),
            "more": len(notice.claims) - len(shown),
            "now": now_ms,
            "due": notice.due_ms,
            # What gathers goes out at its time, whatever else waits.
            "turn": 1 if notice.gathers else 0,
        },
    )
    if not notice.gathers:
        advance(connection, notice.search_id, notice.channel, notice.target)
    return delivery_id


def _gathered(connection: Connection, notice: Notice) -> bool:
    """Add claims to the message that waits for its time; tell whether there is one that nobody has taken."""
    asked = vars(notice) | {"claims": None}
    found = connection.execute(text(_WAITING), asked).one_or_none()
    if found is None:
        return False
    shown = notice.claims[: MOST_CLAIMS - found.claims]
    added = {
        "id": found.id,
        "had": found.claims,
        "added": "".join(f",{claim}" for claim in shown),
        "claims": len(shown),
        "more": len(notice.claims) - len(shown),
    }
    return connection.execute(text(_GATHER), added).rowcount > 0


_PUT = (
    "INSERT INTO deliveries (id, search_id, channel, target, body, claims, more, created_ms, since_ms, "
    "due_ms, attempts, state, turn, trouble, done_ms) VALUES (:id, :search, :channel, :target, :body, "
    ":claims, :more, :now, :due, :due, 0, 'waiting', :turn, '', 0)"
)
_LINE = "search_id = :search AND channel = :channel AND target = :target AND state = 'waiting'"
_ADVANCE = (
    f"UPDATE deliveries SET turn = 1 WHERE id = (SELECT id FROM deliveries WHERE {_LINE} AND turn = 0 "  # noqa: S608
    f"ORDER BY since_ms, id LIMIT 1) AND NOT EXISTS (SELECT 1 FROM deliveries WHERE {_LINE} AND turn = 1)"
)
_WAITING = (
    "SELECT id, claims FROM deliveries WHERE search_id = :search_id AND channel = :channel "
    "AND target = :target AND state = 'waiting' AND attempts = 0 AND due_ms = :due_ms"
)
_GATHER = (
    "UPDATE deliveries SET body = body || :added, claims = claims + :claims, more = more + :more "
    "WHERE id = :id AND attempts = 0 AND claims = :had"
)
