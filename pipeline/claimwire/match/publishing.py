"""Publishing: what waits in a store goes to its topic, and is deleted once the broker has it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from claimwire.envelope import cloud_event_headers, fitting
from claimwire.errors import NotDelivered, Refused
from claimwire.kafka import Outgoing, Publisher
from claimwire.outbox import Outbox
from claimwire.store import OutgoingRow, Store
from claimwire_schemas.topics import MATCHED, Topic

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Waiting:
    row: OutgoingRow

    @property
    def where(self) -> str:
        return f"{self.row.topic} {self.row.key}"


@dataclass
class _Settled:
    """Rows that need not be sent again."""

    rows: list[OutgoingRow] = field(default_factory=list)

    def __call__(self, waiting: _Waiting, problem: str | None) -> None:
        if problem is not None:  # it would be refused again: the next change of the record is another try
            log.warning("match_record_refused", topic=waiting.row.topic, key=waiting.row.key, problem=problem)
        self.rows.append(waiting.row)


async def publish(store: Store, publisher: Publisher) -> int:
    """Send every record of matching that waits; return how many the broker was told of.

    What is not acknowledged waits on. Raises `NotDelivered` when the broker takes no more, `StoreError`.
    """
    return sum([await _publish(topic, store, publisher) for topic in MATCHED])


async def _publish(topic: Topic, store: Store, publisher: Publisher) -> int:
    told = 0
    while rows := await asyncio.to_thread(store.outgoing.first, topic.name):
        settled = _Settled()
        outbox = Outbox[_Waiting](publisher, settled)
        try:
            for row in rows:
                await outbox.put(_Waiting(row), _message(topic, row))
            await outbox.drain()
        except NotDelivered:
            await outbox.last_words()
            raise
        finally:
            await asyncio.to_thread(store.outgoing.sent, settled.rows)
        told += len(rows)
    return told


def _message(topic: Topic, row: OutgoingRow) -> Outgoing | str:
    """Return a row as a message: its event id has the turn, so that each change is an event of its own."""
    headers = cloud_event_headers(
        topic, record_id=f"{row.key}.{row.turn}", source="/claimwire/match", time=datetime.now(UTC)
    )
    message = Outgoing(topic.name, row.key.encode(), row.body.encode() or None, headers)
    try:
        return fitting(topic, message)
    except Refused as error:
        return str(error)
