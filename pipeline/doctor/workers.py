"""The workers' consumer group: how many there are, and what waits for them."""

from __future__ import annotations

from collections.abc import Collection

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient

from pipeline.doctor.findings import Finding, Objection, judged
from pipeline.kafka import start_consumer
from pipeline.settings import Settings
from pipeline.subscribe.scout import scout
from schemas.topics import ARTICLES, RAW, Topic


async def workers_finding(
    admin: AIOKafkaAdminClient, settings: Settings, present: Collection[str]
) -> Finding:
    """Tell how many workers there are and how many messages wait; raises `BrokerError`, `KafkaError`."""
    members = await _members(admin, settings.group)
    waiting = await _waiting(settings, present)
    objections = [] if members else [Objection("warn", "no worker runs: `claimwire worker`")]
    told = ", ".join(f"{count:,} wait on {name}" for name, count in waiting.items())
    return judged("workers", f"{members} in group {settings.group}; {told or 'no topics'}", objections)


async def _members(admin: AIOKafkaAdminClient, group: str) -> int:
    answers = await admin.describe_consumer_groups([group])
    described = [item for answer in answers for item in answer.groups]
    return sum(len(item[5]) for item in described)


async def _waiting(settings: Settings, present: Collection[str]) -> dict[str, int]:
    """Return how many messages of each topic are not acknowledged."""
    # By a consumer that does not join: what the embedded broker tells an admin client cannot be read.
    consumer = await start_consumer(settings, group=settings.group)
    try:
        return {
            topic.name: await _waiting_on(topic, consumer, settings)
            for topic in (RAW, ARTICLES)
            if topic.name in present
        }
    finally:
        await consumer.stop()


async def _waiting_on(topic: Topic, consumer: AIOKafkaConsumer, settings: Settings) -> int:
    async with scout(topic, settings) as about:
        begins, ends = await about.beginnings(), await about.ends()
    reached = {at: max(await consumer.committed(at) or 0, begins[at]) for at in ends}
    return sum(max(end - reached[at], 0) for at, end in ends.items())
