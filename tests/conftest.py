"""What all tests share: brokers, and how many articles the long tests use."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from time import sleep

import hypothesis
import pytest
from aiokafka.admin import NewTopic
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker_sync
from claimwire.stream.topics import admin_client
from claimwire_schemas.topics import RAW
from tests.brokers import apache_kafka

for name, count in {"desk": 25, "ci": 100}.items():
    # A busy machine is no failure: no test asserts a time.
    hypothesis.settings.register_profile(
        name, max_examples=count, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))

EMBEDDED_SESSION_S, KAFKA_SESSION_S = 2, 6


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--articles", type=int, default=40, help="articles of each kill test (CI: 2000)")


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def bootstrap(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty broker's address: a new embedded one's, or a real Apache Kafka's."""
    if request.param == "embedded":
        with embedded_broker_sync() as address:
            yield address
    else:
        address = request.getfixturevalue("kafka")
        empty(address)
        yield address


@pytest.fixture
def shortest_session_s(request: pytest.FixtureRequest) -> float:
    """The shortest session that `bootstrap` allows: to join a group of the embedded one takes half of it."""
    return EMBEDDED_SESSION_S if request.node.callspec.params["bootstrap"] == "embedded" else KAFKA_SESSION_S


@pytest.fixture
async def small_raw(bootstrap: str) -> None:
    """Let the raw topic take 5,000 bytes a message. A limit that is set later takes a broker a moment."""
    plan = NewTopic(RAW.name, 1, 1, topic_configs={"max.message.bytes": "5000"})
    async with admin_client(Settings(bootstrap_servers=bootstrap)) as admin:
        await admin.create_topics([plan])


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The address of an Apache Kafka that runs for all tests. Fails where it cannot start."""
    port = free_port()
    try:
        yield apache_kafka.start(port).bootstrap
    finally:
        apache_kafka.stop(port)


def empty(bootstrap: str) -> None:
    """Delete a broker's topics; what groups had committed on them goes with them."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    quiet = 0
    while quiet < 5:  # the list lags behind what was created and deleted
        names = [name for name in admin.list_topics(timeout=30).topics if not name.startswith("__")]
        quiet = 0 if names else quiet + 1
        for deleted in (admin.delete_topics(names, operation_timeout=30) if names else {}).values():
            with suppress(KafkaException):  # gone already
                deleted.result(timeout=30)
        sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
