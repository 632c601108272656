"""`claimwire doctor` on brokers: without topics, with them, a record of a later version, and no broker."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete

from claimwire.kafka import Outgoing, start_consumer
from claimwire.settings import Settings
from claimwire.stream.topics import DAY_MS, admin_client, create_topics
from claimwire_schemas.topics import ARTICLES, CLAIMS, FEEDS, RAW, TOPICS
from tests.cli.wired import claimwire, process
from tests.conftest import empty, free_port
from tests.stream.wire import feed

pytestmark = pytest.mark.broker


def looked(settings: dict[str, str]) -> tuple[int, dict[str, dict[str, str]]]:
    """Return the exit status, and the findings by what was looked at."""
    done = claimwire("doctor", "--json", settings=settings)
    told = orjson.loads(done.stdout)
    assert (done.stderr, told["ok"]) == ("", done.returncode == 0), done
    return done.returncode, {finding["check"]: finding for finding in told["findings"]}


async def test_it_sees_what_is_there_and_what_is_not(bootstrap: str) -> None:
    settings = {"bootstrap_servers": bootstrap, "partitions": "2"}
    status, found = looked(settings)
    assert (status, found[CLAIMS.name]["advice"]) == (1, "run `claimwire topics create`")
    assert claimwire("topics", "create", settings=settings).returncode == 0

    status, found = looked(settings)
    wrong = {name: finding for name, finding in found.items() if finding["verdict"] != "ok"}
    assert (status, list(wrong)) == (0, ["workers"]), wrong
    assert "no worker runs" in wrong["workers"]["advice"]
    assert f"0 wait on {ARTICLES.name}" in wrong["workers"]["found"]
    assert found["feeders"]["found"] == "no feeds"
    is_embedded = found["broker"]["found"].startswith("cluster claimwire-")
    assert ("embedded broker" in found) is is_embedded
    assert "topic ACLs were not checked" in found["delivery"]["found"]
    assert {f"records {topic.name}" for topic in TOPICS} <= found.keys()

    future = Outgoing(ARTICLES.name, b"k", b'{"schema_version": 99}', [])
    await feed(Settings(bootstrap_servers=bootstrap), [future])
    status, found = looked(settings)
    assert status == 0
    assert found[f"records {ARTICLES.name}"]["verdict"] == "warn"
    assert "upgrade" in found[f"records {ARTICLES.name}"]["advice"]
    assert f"1 wait on {ARTICLES.name}" in found["workers"]["found"]


async def test_it_sees_what_waits_too_long_and_feeds_without_a_feeder(bootstrap: str) -> None:
    """By the oldest message of each partition, of the 7 days that raw articles are kept."""
    settings = {"bootstrap_servers": bootstrap, "partitions": "2"}
    assert claimwire("topics", "create", settings=settings).returncode == 0
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    old = [
        Outgoing(RAW.name, b"k", b"{}", [], timestamp_ms=now_ms - days * DAY_MS, partition=partition)
        for days, partition in ((1, 0), (5, 1), (2, 1))
    ]
    await feed(Settings(bootstrap_servers=bootstrap), [*old, Outgoing(FEEDS.name, b"f", b"{}", [])])
    _, found = looked(settings)
    assert f"3 wait on {RAW.name}, the oldest for 5 days, 0:" in found["workers"]["found"]
    assert "deletes messages older than 7 days" in found["workers"]["advice"]
    assert found["workers"]["verdict"] == "warn"
    assert f"1 wait on {FEEDS.name}, the oldest for 0:" in found["feeders"]["found"]
    assert found["feeders"]["advice"] == "no feeder runs: `claimwire feeds run`"


@pytest.mark.kafka
async def test_it_sees_what_was_deleted_before_it_was_taken(kafka: str) -> None:
    """Until the workers commit again, which forgets it."""
    empty(kafka)
    chosen = Settings(bootstrap_servers=kafka, partitions=1)
    await create_topics(chosen)
    await feed(chosen, [Outgoing(RAW.name, b"k", b"{}", []) for _ in range(4)])
    place = TopicPartition(RAW.name, 0)
    consumer = await start_consumer(chosen, group=chosen.group)
    consumer.assign([place])
    await consumer.commit({place: 1})
    await consumer.stop()
    async with admin_client(chosen) as admin:
        await admin.delete_records({place: RecordsToDelete(before_offset=3)})
    status, found = looked({"bootstrap_servers": kafka, "partitions": "1"})
    assert (status, found["workers"]["verdict"]) == (1, "fail")
    assert f"2 messages expired on {RAW.name}" in found["workers"]["advice"]
    assert f"1 wait on {RAW.name}" in found["workers"]["found"]


async def test_it_reads_the_records_that_the_settings_mean(bootstrap: str) -> None:
    """Where extraction writes to topics with a suffix, those are looked at."""
    settings = {"bootstrap_servers": bootstrap, "partitions": "1", "records_suffix": ".next"}
    assert claimwire("topics", "create", settings=settings).returncode == 0
    future = Outgoing(f"{CLAIMS.name}.next", b"k", b'{"schema_version": 99}', [])
    await feed(Settings(bootstrap_servers=bootstrap), [future])
    _, found = looked(settings)
    expected = {f"records {topic.suffixed('.next').name}" for topic in TOPICS}
    assert expected == {check for check in found if check.startswith("records ")}
    assert found[f"records {CLAIMS.name}.next"]["verdict"] == "warn"


def test_people_get_rows_and_what_to_do() -> None:
    where = f"127.0.0.1:{free_port()}"
    done = process("doctor", settings={"bootstrap_servers": where})
    assert (done.returncode, done.stderr) == (1, "")
    assert "ok    model" in done.stdout
    assert f"fail  broker: no Kafka broker answers at {where}" in done.stdout
    assert "→ start a broker; the other checks need one" in done.stdout
