"""A broker with topics, and a producer on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer

from claimwire.kafka import start_producer
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics


@pytest.fixture
async def wire(bootstrap: str, shortest_session_s: float) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s)
    await create_topics(settings)
    return settings


@pytest.fixture
async def producer(wire: Settings) -> AsyncIterator[AIOKafkaProducer]:
    producer = await start_producer(wire)
    yield producer
    await producer.stop()
