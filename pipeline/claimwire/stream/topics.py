"""Topics on a broker: created before anything runs, and checked before anything starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from claimwire.errors import BrokerError
from claimwire.kafka import broker_error, client_options, require_topic, started
from claimwire.polling.states import feeds_changelog_of
from claimwire.settings import Settings
from claimwire_schemas.topics import FEEDS, RAW, TOPICS

DAY_MS = 24 * 3600 * 1000


def changelog_of(settings: Settings) -> str:
    """Return the name of the changelog topic of the workers' Faust table."""
    return f"{settings.group}-revisions-changelog"


def planned_topics(settings: Settings, *, with_changelog: bool = True) -> list[NewTopic]:
    """Return every topic that Claimwire needs, with its configuration."""
    planned = [
        _topic(topic.suffixed(settings.records_suffix).name, settings, topic.configs) for topic in TOPICS
    ]
    remembered = {"cleanup.policy": "compact,delete", "retention.ms": settings.remember_days * DAY_MS}
    changelogs = [
        _topic(changelog_of(settings), settings, remembered),
        _topic(feeds_changelog_of(settings), settings, FEEDS.configs),
    ]
    return planned + (changelogs if with_changelog else [])


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
    async with admin_client(settings) as admin:
        response = await admin.create_topics(planned_topics(settings, with_changelog=with_changelog))
        created = {}
        for name, code, *detail in response.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise BrokerError(f"topic {name} was not created: {detail[0] or error.__name__}")
            created[name] = code == 0
        return created


class FoundTopic(NamedTuple):
    """A topic that Claimwire needs, as found on the broker: 0 partitions if it is missing."""

    topic: str
    partitions: int
    replicas: int


async def found_topics(settings: Settings) -> list[FoundTopic]:
    """Return every topic that Claimwire needs, as found; raises `BrokerError` when no broker answers."""
    async with admin_client(settings) as admin:
        there = {item["topic"]: item["partitions"] for item in await admin.describe_topics()}
    return [_found(topic.name, there.get(topic.name, [])) for topic in planned_topics(settings)]


def _found(name: str, partitions: list[dict[str, Any]]) -> FoundTopic:
    replicas = len(partitions[0]["replicas"]) if partitions else 0
    return FoundTopic(name, len(partitions), replicas)


async def check_topics(settings: Settings, *, with_changelog: bool = True) -> int:
    """Return how many partitions the raw topic has.

    Raises `BrokerError` when no broker answers, a topic is missing, or the changelog's partitions differ.
    """
    return await _partitions(settings, RAW.name, changelog_of(settings) if with_changelog else RAW.name)


async def check_feeds_topics(settings: Settings) -> int:
    """Return how many partitions the topic of feeds has; raises as `check_topics` does."""
    return await _partitions(settings, FEEDS.name, feeds_changelog_of(settings))


async def _partitions(settings: Settings, source: str, changelog: str) -> int:
    async with admin_client(settings) as admin:
        # All topics: asking for one by name would create it on the embedded broker.
        found = {item["topic"]: item for item in await admin.describe_topics()}
    for name in [*(topic.suffixed(settings.records_suffix).name for topic in TOPICS), changelog]:
        require_topic(name, found, settings)
    counts = {name: len(found[name]["partitions"]) for name in (source, changelog)}
    if len(set(counts.values())) > 1:
        raise BrokerError(
            f"{source} has {counts[source]} partitions but {changelog} {counts[changelog]}: "
            "the numbers must be equal"
        )
    return counts[source]


@asynccontextmanager
async def admin_client(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Give an admin client; raises `BrokerError` when no broker answers or one refuses."""
    admin = AIOKafkaAdminClient(**client_options(settings))
    try:
        await started(admin.start(), settings)
        yield admin
    except (KafkaError, OSError) as error:
        raise await broker_error(settings, error) from None
    finally:
        await admin.close()
