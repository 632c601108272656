"""The real Kafka of `make kafka`: it is one, it is set up as the wire needs it, and it goes away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError

from claimwire.errors import BrokerError
from claimwire.stream.embedded import answers
from tests.brokers import apache_kafka
from tests.conftest import free_port

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def bootstrap() -> Iterator[str]:
    """Give the address of a Kafka for these tests."""
    port = free_port()
    try:
        yield apache_kafka.start(port).bootstrap
    finally:
        apache_kafka.stop(port)


@pytest.fixture
async def admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """Give a client that creates topics."""
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await client.start()
    yield client
    await client.close()


@pytest.fixture
async def producer(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    """Give a producer as the wire's: idempotent, `acks=all`, for large messages."""
    client = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, max_request_size=64 * MIB
    )
    await client.start()
    yield client
    await client.stop()


async def create(admin: AIOKafkaAdminClient, **configs: str) -> str:
    """Create a topic of one partition with a name of its own."""
    name = f"test.{uuid4()}"
    answer = await admin.create_topics([NewTopic(name, 1, 1, topic_configs=configs)])
    assert [error[1] for error in answer.topic_errors] == [0]
    return name


@pytest.mark.kafka
async def test_a_message_of_30_mb_passes(
    bootstrap: str, admin: AIOKafkaAdminClient, producer: AIOKafkaProducer
) -> None:
    """A topic's own max.message.bytes is enough; the broker's default stays."""
    topic = await create(admin, **{"max.message.bytes": str(32 * MIB)})
    body = os.urandom(30_000_000)
    await producer.send_and_wait(topic, body, key=b"k", headers=[("n", None)])
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    got = await consumer.getone()
    await consumer.stop()
    assert (got.value, got.key, got.headers) == (body, b"k", (("n", None),))


@pytest.mark.kafka
async def test_a_topic_without_its_own_limit_refuses_2_mib(
    admin: AIOKafkaAdminClient, producer: AIOKafkaProducer
) -> None:
    """The broker's limit is Kafka's default, so a topic that forgot its own shows in a test."""
    topic = await create(admin)
    with pytest.raises(MessageSizeTooLargeError):
        await producer.send_and_wait(topic, bytes(2 * MIB))


@pytest.mark.kafka
async def test_topics_do_not_appear_by_themselves(admin: AIOKafkaAdminClient) -> None:
    """Asking for an unknown topic, as every client does before it writes, creates none."""
    name = f"test.{uuid4()}"
    (answer,) = await admin.describe_topics([name])
    assert answer["error_code"] == UnknownTopicOrPartitionError.errno
    assert name not in await admin.list_topics()


@pytest.mark.kafka
async def test_offsets_by_time_are_those_of_the_messages(
    bootstrap: str, admin: AIOKafkaAdminClient, producer: AIOKafkaProducer
) -> None:
    """Kafka looks up CreateTime, and says where nothing is that late."""
    topic = await create(admin)
    for at in (1_000, 2_000, 3_000):
        await producer.send_and_wait(topic, b"", timestamp_ms=1_700_000_000_000 + at)
    place = TopicPartition(topic, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    between = await consumer.offsets_for_times({place: 1_700_000_001_500})
    after = await consumer.offsets_for_times({place: 1_700_000_009_000})
    await consumer.stop()
    assert between[place].offset == 1
    assert after[place] is None


@pytest.mark.kafka
def test_it_starts_once_and_is_gone_after_stop(spare: int) -> None:
    """A second start returns the first's node; stop ends it and drops its data."""
    node = apache_kafka.start(spare)
    try:
        assert answers(node.bootstrap, node.cluster)
        assert apache_kafka.start(spare) == node
    finally:
        assert apache_kafka.stop(spare)
    assert not node.alive()
    assert not answers(node.bootstrap, node.cluster)
    assert not (Path(node.folder) / "data").exists()
    assert not apache_kafka.stop(spare)


@pytest.fixture
def spare() -> int:
    """Give a free port to start another on."""
    return free_port()


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set a cache with nothing in it, and a PATH with only what a test puts there."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("KAFKA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    """Put a program on the PATH of `empty_cache`."""
    file = folder / "bin" / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


JAVA_11 = """echo 'openjdk version "11.0.2" 2019-01-15' >&2"""
JAVA_21 = """echo 'openjdk version "21" 2023-09-19' >&2"""


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        ({}, "needs Java 17 or newer, but there is no java on the PATH"),
        ({"java": JAVA_11}, 'Java 17 or newer, but .*/java says: openjdk version "11.0.2"'),
        ({"java": "exit 1"}, "Java 17 or newer, but .*/java says: nothing"),
        ({"java": JAVA_21}, "come by Maven, but there is no mvn on the PATH"),
        (
            {"java": JAVA_21, "mvn": "echo no such artifact; exit 1"},
            r"Maven failed \(exit 1\): no such artifact",
        ),
    ],
)
def test_what_is_missing_is_named(empty_cache: Path, spare: int, programs: dict[str, str], told: str) -> None:
    """One line says what is needed and what was found."""
    for name, script in programs.items():
        program(empty_cache, name, script)
    with pytest.raises(BrokerError, match=told):
        apache_kafka.start(spare)


def test_a_taken_port_is_named(empty_cache: Path) -> None:
    """Before anything is downloaded or started."""
    program(empty_cache, "java", JAVA_21)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=rf"cannot listen on 127\.0\.0\.1:{port}: .*in use"):
            apache_kafka.start(port)


def test_the_command_fails_in_one_line(empty_cache: Path, spare: int) -> None:
    """`make kafka` stops with a reason and a non-zero exit."""
    command = [sys.executable, "-m", "tests.brokers.apache_kafka", "start", "--port", str(spare)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: Apache Kafka needs Java 17 or newer, but there is no java on the PATH\n"
