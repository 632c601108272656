"""What all tests share: brokers, and how many articles the long tests use."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pipeline.stream.embedded import embedded_broker_sync
from tests.brokers import apache_kafka


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--articles", type=int, default=120, help="articles of each kill test (CI: 2000)")


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def bootstrap(request: pytest.FixtureRequest) -> Iterator[str]:
    """A new broker's address: an embedded one's, or a real Apache Kafka's. Fails where it cannot start."""
    if request.param == "embedded":
        with embedded_broker_sync() as address:
            yield address
    else:
        port = free_port()
        try:
            yield apache_kafka.start(port).bootstrap
        finally:
            apache_kafka.stop(port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
