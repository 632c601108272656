"""Publishing: what waits in a store goes to its topic, and is deleted once the broker has it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog

from claimwire.envelope import outgoing
from claimwire.errors import NotDelivered, Refused
from claimwire.kafka import Outgoing, Publisher
from claimwire.outbox import Outbox
from claimwire.store import OutgoingRow, Store
from claimwire_schemas import Actor
from claimwire_schemas.topics import ACTORS

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Waiting:
    row: OutgoingRow

    @property
    def where(self) -> str:
        return f"actor {self.row.key}"


@dataclass
class _Settled:
    """Rows that need not be sent again."""

    rows: list[OutgoingRow] = field(default_factory=list)

    def __call__(self, waiting: _Waiting, problem: str | None) -> None:
        if problem is not None:  # it would be refused again: the next change of the actor is another try
            log.warning("match_actor_refused", actor_id=waiting.row.key, problem=problem)
        self.rows.append(waiting.row)


async def publish_actors(store: Store, publisher: Publisher) -> int:
    """Send every actor that waits; return how many the broker was told of.

    What is not acknowledged waits on. Raises `NotDelivered` when the broker takes no more, `StoreError`.
    """
    told = 0
    while rows := await asyncio.to_thread(store.outgoing.first, ACTORS.name):
        settled = _Settled()
        outbox = Outbox[_Waiting](publisher, settled)
        try:
            for row in rows:
                await outbox.put(_Waiting(row), _message(row))
            await outbox.drain()
        except NotDelivered:
            await outbox.last_words()
            raise
        finally:
            await asyncio.to_thread(store.outgoing.sent, settled.rows)
        told += len(rows)
    return told


def _message(row: OutgoingRow) -> Outgoing | str:
    actor = Actor.decode(row.body.encode())
    try:
        return outgoing(
            actor,
            key=actor.actor_id.encode(),
            record_id=actor.actor_id,
            source="/claimwire/match",
            time=actor.last_seen,
            trace=[],
        )
    except Refused as error:
        return str(error)
