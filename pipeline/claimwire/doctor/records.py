"""The newest records of a topic: whether this version reads them, and what they tell of clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from aiokafka import ConsumerRecord, TopicPartition

from claimwire.doctor.findings import Finding
from claimwire.kafka import start_consumer
from claimwire.settings import Settings
from claimwire.subscribe.scout import scout
from claimwire.subscribe.subscription import decoded
from claimwire_schemas import DecodeError
from claimwire_schemas.topics import Topic

_READ_S = 5
_AHEAD_S = 60
"""A record may be from so far in the future before a clock is wrong."""


async def newest_records(topic: Topic, settings: Settings) -> list[ConsumerRecord]:
    """Return the last record of each partition that has one; raises `BrokerError`."""
    async with scout(topic, settings) as about:
        begins, ends = await about.beginnings(), await about.ends()
    last = {at: end - 1 for at, end in ends.items() if end > begins[at]}
    return await first_records(settings, last)


async def first_records(settings: Settings, offsets: Mapping[TopicPartition, int]) -> list[ConsumerRecord]:
    """Return each first record at an offset or after it that comes in time; raises `BrokerError`."""
    if not offsets:
        return []
    found: dict[TopicPartition, ConsumerRecord] = {}
    consumer = await start_consumer(settings, from_beginning=True)
    try:
        consumer.assign(list(offsets))
        for at, offset in offsets.items():
            consumer.seek(at, offset)
        deadline = asyncio.get_running_loop().time() + _READ_S
        while len(found) < len(offsets) and asyncio.get_running_loop().time() < deadline:
            found = {at: got[0] for at, got in (await consumer.getmany(timeout_ms=500)).items()} | found
    finally:
        await consumer.stop()
    return list(found.values())


async def records_finding(topic: Topic, settings: Settings, newest: list[ConsumerRecord]) -> Finding:
    """Tell whether this version reads a topic's newest records, which are added to `newest`."""
    check = f"records {topic.name}"
    records = await newest_records(topic, settings)
    newest += records
    if not records:
        return Finding(check, "ok", "none yet")
    # A tombstone has no value; it says that a key is gone.
    unread = [error for record in records if record.value is not None if (error := _error(topic, record))]
    if not unread:
        return Finding(check, "ok", f"the newest of {len(records)} partitions are read by this version")
    newer = any(error.reason == "unsupported_schema_version" for error in unread)
    advice = "upgrade this machine first" if newer else "see who writes there: it becomes a dead letter"
    return Finding(check, "warn", str(unread[0]), advice)


def _error(topic: Topic, record: ConsumerRecord) -> DecodeError | None:
    try:
        decoded(topic.record, record)
    except DecodeError as error:
        return error
    return None


def clock_finding(newest: Sequence[ConsumerRecord], *, now: datetime) -> Finding:
    """Tell what the newest records say of clocks: a broker does not tell its own."""
    if not newest:
        return Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC here; no record to compare with")
    last = max(record.timestamp for record in newest) / 1000
    ahead = last - now.timestamp()
    if ahead > _AHEAD_S:
        found = f"the newest record is from {ahead:,.0f} s in the future"
        return Finding("clock", "warn", found, "set this machine's clock, or its producer's")
    at = f"{datetime.fromtimestamp(last, UTC):%Y-%m-%d %H:%M:%S}"
    return Finding("clock", "ok", f"the newest record is from {at} UTC, not from the future")
