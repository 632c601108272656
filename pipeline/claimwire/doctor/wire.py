"""What can be told of the wire: the brokers, each topic, its newest records, the clocks and the workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from claimwire.doctor.findings import Finding
from claimwire.doctor.records import clock_finding, records_finding
from claimwire.doctor.topics import SeenTopic, topic_findings
from claimwire.doctor.workers import feeders_finding, workers_finding
from claimwire.errors import BrokerError
from claimwire.kafka import start_producer
from claimwire.settings import Settings
from claimwire.stream.embedded import CLUSTER_PREFIX
from claimwire.stream.faust_internals import is_idempotent
from claimwire.stream.topics import admin_client, planned_topics
from claimwire_schemas.topics import TOPICS

_PATIENCE_S = 30
_EMBEDDED = (
    "empty after each start; does not serve kcat 1.7, franz-go's defaults, or kafka-go groups: "
    "docs/embedded-broker.md"
)
_NOT_TOLD = (BrokerError, KafkaError, OSError, TimeoutError)


async def examine_wire(settings: Settings, *, now: datetime) -> AsyncGenerator[Finding, None]:
    """Yield what is found on the wire; where no broker answers, that is all."""
    try:
        async with admin_client(settings) as admin:
            cluster = await admin.describe_cluster()
            yield brokers_finding(cluster)
            if str(cluster["cluster_id"]).startswith(CLUSTER_PREFIX):
                yield Finding("embedded broker", "ok", _EMBEDDED)
            yield await _asked("delivery", partial(delivery_finding, settings))
            seen = await _seen_topics(admin, [plan.name for plan in planned_topics(settings)])
            for finding in topic_findings(settings, seen, brokers=len(cluster["brokers"])):
                yield finding
            newest: list[ConsumerRecord] = []
            for topic in (topic.suffixed(settings.records_suffix) for topic in TOPICS):
                if topic.name in seen:
                    ask = partial(records_finding, topic, settings, newest)
                    yield await _asked(f"records {topic.name}", ask)
            yield clock_finding(newest, now=now)
            yield await _asked("workers", partial(workers_finding, admin, settings, seen, now=now))
            yield await _asked("feeders", partial(feeders_finding, admin, settings, seen, now=now))
    except BrokerError as error:
        yield Finding("broker", "fail", str(error), "start a broker; the other checks need one")


async def _asked(check: str, ask: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await ask()
    except _NOT_TOLD as error:
        return Finding(check, "warn", f"unknown: {error!r}", "check this user's ACLs")


def brokers_finding(cluster: dict[str, Any]) -> Finding:
    """Tell how many brokers there are."""
    return Finding("broker", "ok", f"cluster {cluster['cluster_id']} of {len(cluster['brokers'])}")


async def delivery_finding(settings: Settings) -> Finding:
    """Tell whether a producer is let in, and is idempotent.

    Nothing is written, and what it may write to which topic cannot be asked: the first record shows it.
    """
    producer = await start_producer(settings)
    await producer.stop()
    # aiokafka asks for a producer's number at its start, which takes the right to write.
    how = "idempotent" if is_idempotent(producer) else "not idempotent, as usual with the embedded broker"
    return Finding("delivery", "ok", f"a producer may connect: acks=all, {how}; topic ACLs were not checked")


async def _seen_topics(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, SeenTopic]:
    """Return what the broker has of these topics."""
    # All of them: to ask for one by name would create it on the embedded broker.
    every = {item["topic"]: item["partitions"] for item in await admin.describe_topics()}
    told = {name: every[name] for name in names if name in every}
    configs = await _configs(admin, list(told))
    return {
        name: SeenTopic(
            partitions=len(partitions),
            copies=min(len(partition["replicas"]) for partition in partitions),
            in_sync=min(len(partition["isr"]) for partition in partitions),
            configs=configs.get(name, {}),
        )
        for name, partitions in told.items()
    }


async def _configs(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """Return each topic's configuration; of those that the broker does not tell, nothing."""
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    try:
        answers = await admin.describe_configs(asked) if asked else []
    except KafkaError:
        return {}
    resources = [resource for answer in answers for resource in answer.resources]
    return {name: {entry[0]: entry[1] for entry in entries} for _, _, _, name, entries in resources}
