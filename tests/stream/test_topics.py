"""Topics: created once, as they are declared, and checked without creating anything."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import orjson
import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined] # it does not say what it exports
    AdminClient,
    ConfigResource,
    NewTopic,
    ResourceType,
)

from claimwire.errors import BrokerError
from claimwire.polling.states import feeds_changelog_of
from claimwire.settings import Settings
from claimwire.stream.topics import changelog_of, check_topics, create_topics
from claimwire_schemas.topics import CLAIMS, FEEDS, RAW, TOPICS
from tests.cli.wired import claimwire

pytestmark = pytest.mark.broker
DAY_MS = 24 * 3600 * 1000
NAMES = {topic.name for topic in TOPICS}


@pytest.fixture
async def settings(bootstrap: str, admin: AdminClient) -> Settings:
    await settled(admin, ())
    return Settings(bootstrap_servers=bootstrap, group="desk", partitions=3, remember_days=11)


@pytest.fixture
def admin(bootstrap: str) -> AdminClient:
    return AdminClient({"bootstrap.servers": bootstrap})


def partitions(admin: AdminClient) -> dict[str, int]:
    """Return how many partitions each topic has, as librdkafka sees it."""
    topics = admin.list_topics(timeout=30).topics
    return {name: len(topic.partitions) for name, topic in topics.items() if not name.startswith("__")}


async def settled(admin: AdminClient, names: Collection[str]) -> None:
    """Wait until a broker tells of these topics and no others: Kafka's view is behind by up to a second."""
    async with asyncio.timeout(10):
        while (await asyncio.to_thread(partitions, admin)).keys() != set(names):  # noqa: ASYNC110 # a broker sets no event
            await asyncio.sleep(0.05)


async def create_by_hand(admin: AdminClient, counts: dict[str, int]) -> None:
    new = [NewTopic(name, num_partitions=count, replication_factor=1) for name, count in counts.items()]
    for created in admin.create_topics(new, operation_timeout=30).values():
        await asyncio.to_thread(created.result, 30)
    await settled(admin, counts)


async def configs(admin: AdminClient, name: str, keys: Collection[str]) -> dict[str, str]:
    """Return some of a topic's configuration, as the broker tells it."""
    (asked,) = admin.describe_configs([ConfigResource(ResourceType.TOPIC, name)]).values()
    entries = await asyncio.to_thread(asked.result, 30)
    return {key: entries[key].value for key in keys}


async def test_the_command_lists_what_is_there_and_what_is_missing(settings: Settings) -> None:
    missing = await asyncio.to_thread(claimwire, "topics", "list", "--json", settings=settings)
    assert missing.returncode == 1
    assert {orjson.loads(line)["partitions"] for line in missing.stdout.splitlines()} == {0}
    created = await asyncio.to_thread(claimwire, "topics", "create", "--json", settings=settings)
    assert {orjson.loads(line)["outcome"] for line in created.stdout.splitlines()} == {"created"}
    there = await asyncio.to_thread(claimwire, "topics", "list", "--json", settings=settings)
    assert (there.returncode, len(there.stdout.splitlines())) == (0, len(TOPICS) + 2)
    assert {orjson.loads(line)["partitions"] for line in there.stdout.splitlines()} == {3}


async def test_topics_are_created_once(settings: Settings, admin: AdminClient) -> None:
    """Again is harmless, with other settings too: what is there stays as it is."""
    names = {*NAMES, "desk-revisions-changelog", "desk-feeder-feeds-changelog"}
    assert await create_topics(settings) == dict.fromkeys(names, True)
    await settled(admin, names)
    assert await check_topics(settings) == 3
    assert await create_topics(settings) == dict.fromkeys(names, False)
    assert await create_topics(settings.model_copy(update={"partitions": 5})) == dict.fromkeys(names, False)
    assert await asyncio.to_thread(partitions, admin) == dict.fromkeys(names, 3)


async def test_what_is_missing_is_created_beside_what_is_there(
    settings: Settings, admin: AdminClient
) -> None:
    await create_by_hand(admin, {RAW.name: 3})
    created = await create_topics(settings)
    assert [name for name, new in created.items() if not new] == [RAW.name]
    await settled(admin, created)
    assert await check_topics(settings) == 3


@pytest.mark.parametrize("bootstrap", [pytest.param("kafka", marks=pytest.mark.kafka)], indirect=True)
async def test_a_topic_keeps_for_so_long_and_takes_so_much(settings: Settings, admin: AdminClient) -> None:
    await create_topics(settings)
    declared = {
        topic.name: {
            **({"retention.ms": str(topic.retention_s * 1000)} if topic.retention_s else {}),
            "max.message.bytes": str(topic.max_message_bytes),
            "cleanup.policy": "delete" if topic.retention_s else "compact",
        }
        for topic in TOPICS
    }
    declared[feeds_changelog_of(settings)] = declared[FEEDS.name]
    declared[changelog_of(settings)] = {
        "retention.ms": str(11 * DAY_MS),
        "cleanup.policy": "compact,delete",
    }
    await settled(admin, declared)
    for name, expected in declared.items():
        assert await configs(admin, name, expected) == expected


async def test_a_missing_topic_is_named_and_not_created(settings: Settings, admin: AdminClient) -> None:
    for there, missing in [(set[str](), RAW.name), (NAMES - {CLAIMS.name}, CLAIMS.name)]:
        if there:
            await create_by_hand(admin, dict.fromkeys(there, 3))
        said = f"topic {missing} is not on {settings.bootstrap_servers}: run `claimwire topics create`"
        for _ in range(2):
            with pytest.raises(BrokerError) as caught:
                await check_topics(settings)
            assert str(caught.value) == said
        assert (await asyncio.to_thread(partitions, admin)).keys() == there


async def test_a_changelog_with_other_partitions_is_refused(settings: Settings, admin: AdminClient) -> None:
    """What a partition's worker remembers is on the changelog's partition of the same number."""
    await create_by_hand(admin, dict.fromkeys(NAMES, 3) | {changelog_of(settings): 2})
    with pytest.raises(
        BrokerError, match=r"raw\.v1 has 3 partitions but desk-.* 2: the numbers must be equal$"
    ):
        await check_topics(settings)


@pytest.mark.parametrize("bootstrap", [pytest.param("kafka", marks=pytest.mark.kafka)], indirect=True)
async def test_a_broker_that_refuses_a_topic_is_an_error_in_its_words(
    settings: Settings, admin: AdminClient
) -> None:
    with pytest.raises(
        BrokerError, match=r"^topic a b-revisions-changelog was not created: .*'a b-"
    ) as caught:
        await create_topics(settings.model_copy(update={"group": "a b"}))
    assert "\n" not in str(caught.value)
    await settled(admin, NAMES)
