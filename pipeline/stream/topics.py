"""Topics on a broker: created before anything runs, and checked before anything starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from pipeline.errors import BrokerError
from pipeline.kafka import client_options, no_broker
from pipeline.presence import require_topic
from pipeline.settings import Settings
from schemas.topics import RAW, TOPICS

DAY_MS = 24 * 3600 * 1000


def changelog_of(settings: Settings) -> str:
    """Return the topic in which Faust keeps what the workers have seen."""
    return f"{settings.group}-revisions-changelog"


def planned_topics(settings: Settings, *, with_changelog: bool = True) -> list[NewTopic]:
    """Return every topic that Claimwire needs, as it is created."""
    planned = [
        _topic(
            topic.suffixed(settings.records_suffix).name,
            settings,
            {"retention.ms": topic.retention_s * 1000, "max.message.bytes": topic.max_message_bytes},
        )
        for topic in TOPICS
    ]
    remembered = {"cleanup.policy": "compact,delete", "retention.ms": settings.remember_days * DAY_MS}
    changelog = [_topic(changelog_of(settings), settings, remembered)] if with_changelog else []
    return planned + changelog


def _topic(name: str, settings: Settings, configs: dict[str, Any]) -> NewTopic:
    return NewTopic(
        name,
        settings.partitions,
        settings.replication_factor,
        topic_configs={key: str(value) for key, value in configs.items()},
    )


async def create_topics(settings: Settings, *, with_changelog: bool = True) -> dict[str, bool]:
    """Create the topics that are missing; return each name with whether it is new.

    Raises `BrokerError` when no broker answers or it refuses.
    """
    async with _admin(settings) as admin:
        response = await admin.create_topics(planned_topics(settings, with_changelog=with_changelog))
        created = {}
        for name, code, *detail in response.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise BrokerError(f"topic {name} was not created: {detail[0] or error.__name__}")
            created[name] = code == 0
        return created


async def check_topics(settings: Settings, *, with_changelog: bool = True) -> int:
    """Return how many partitions the raw topic has.

    Raises `BrokerError` when no broker answers, a topic is missing, or the changelog's partitions differ.
    """
    needed = [topic.suffixed(settings.records_suffix).name for topic in TOPICS]
    same = (RAW.name, changelog_of(settings)) if with_changelog else (RAW.name,)
    async with _admin(settings) as admin:
        # All of them: to ask for one by name would create it on the embedded broker.
        found = {item["topic"]: item for item in await admin.describe_topics()}
    for name in dict.fromkeys((*needed, *same)):
        require_topic(name, found, settings)
    partitions = {name: len(found[name]["partitions"]) for name in same}
    if len(set(partitions.values())) > 1:
        raise BrokerError(
            f"{RAW.name} has {partitions[RAW.name]} partitions but {changelog_of(settings)} "
            f"{partitions[changelog_of(settings)]}: they must be equal"
        )
    return partitions[RAW.name]


@asynccontextmanager
async def _admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**client_options(settings))
    try:
        await admin.start()
        yield admin
    except (KafkaError, OSError) as error:
        raise BrokerError(no_broker(settings, error)) from None
    finally:
        await admin.close()
