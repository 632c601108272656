"""Stages without a broker: what they take, and what they gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from claimwire.normalize import Page, read_page
from claimwire.stream.delivery import Delivery, Outcome, Stage
from claimwire.stream.revisions import Revisions
from claimwire.stream.stages import Normalize
from claimwire_schemas import Message
from claimwire_schemas.topics import RAW
from tests.builders import RECEIVED

TRACE = ("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")


W = TypeVar("W")


class MemoryTable(dict[bytes, bytes]):
    """What `Revisions` needs of a Faust table."""

    @property
    def data(self) -> dict[bytes, bytes]:
        return self


class InProcessReader:
    """Reads pages here: the child process has tests of its own."""

    async def read(self, html: str, *, url: str | None) -> Page:
        return read_page(html, url=url)


def delivered(
    record: Message | bytes | None, *, topic: str = RAW.name, headers: Sequence[tuple[str, bytes | None]] = ()
) -> Delivery:
    value = record.encode() if isinstance(record, Message) else record
    time_ms = int(RECEIVED.timestamp() * 1000)
    return Delivery(topic, 3, 42, time_ms, b"key", value, list(headers))


def normalizing(table: MemoryTable | None = None, *, partition: int = 3) -> Normalize:
    return Normalize(
        reader=InProcessReader(),
        revisions=Revisions(MemoryTable() if table is None else table),
        partition_of=lambda _: partition,
        max_bytes=10_000,
    )


async def outcome_of(stage: Stage[W], delivery: Delivery) -> Outcome:
    return stage.conclude(delivery, await stage.work(delivery))
