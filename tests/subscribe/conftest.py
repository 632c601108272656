"""A broker with topics, and a producer on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer

from claimwire.kafka import start_producer
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics


@pytest.fixture
async def wire(bootstrap: str, request: pytest.FixtureRequest) -> Settings:
    """Sessions are as short as the broker allows: on the embedded one, to join a group takes half of it."""
    shortest_s = 2 if request.node.callspec.params["bootstrap"] == "embedded" else 6
    settings = Settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_s)
    await create_topics(settings)
    return settings


@pytest.fixture
async def producer(wire: Settings) -> AsyncIterator[AIOKafkaProducer]:
    producer = await start_producer(wire)
    yield producer
    await producer.stop()
