"""The workers' consumer group: how many there are, and what waits for them."""

from __future__ import annotations

from collections.abc import Collection

from aiokafka.admin import AIOKafkaAdminClient

from pipeline.doctor.findings import Finding, Objection, judged
from pipeline.settings import Settings
from pipeline.subscribe.scout import scout
from schemas.topics import ARTICLES, RAW


async def workers_finding(
    admin: AIOKafkaAdminClient, settings: Settings, present: Collection[str]
) -> Finding:
    """Tell how many workers there are and how many messages wait; raises `BrokerError`, `KafkaError`."""
    members = await _members(admin, settings.group)
    waiting = await _waiting(admin, settings, present)
    objections = [] if members else [Objection("warn", "no worker runs: `claimwire worker`")]
    told = ", ".join(f"{count:,} wait on {name}" for name, count in waiting.items())
    return judged(
        "workers", f"{members} in group {settings.group}; {told or 'nothing to wait on'}", objections
    )


async def _members(admin: AIOKafkaAdminClient, group: str) -> int:
    answers = await admin.describe_consumer_groups([group])
    described = [item for answer in answers for item in answer.groups]
    return sum(len(item[5]) for item in described)


async def _waiting(
    admin: AIOKafkaAdminClient, settings: Settings, present: Collection[str]
) -> dict[str, int]:
    """Return how many messages of each topic are not acknowledged."""
    committed = await admin.list_consumer_group_offsets(settings.group)
    waiting = {}
    for topic in (RAW, ARTICLES):
        if topic.name in present:
            async with scout(topic, settings) as about:
                begins, ends = await about.beginnings(), await about.ends()
            reached = {at: committed[at].offset if at in committed else begins[at] for at in ends}
            waiting[topic.name] = sum(max(ends[at] - max(reached[at], begins[at]), 0) for at in ends)
    return waiting
