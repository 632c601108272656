"""Actors on a broker: the topic's last record of each is the store's, whatever fails on the way."""

from __future__ import annotations

from asyncio import Future

import pytest
from aiokafka.errors import KafkaConnectionError

from claimwire.errors import NotDelivered
from claimwire.kafka import KafkaPublisher, Outgoing, start_consumer, start_producer
from claimwire.match.publishing import publish
from claimwire.settings import Settings
from claimwire.store import Store
from claimwire.stream.topics import create_topics
from claimwire_schemas import Actor
from claimwire_schemas.topics import ACTORS
from tests.match.actors.test_book import actors_in, read, run

pytestmark = pytest.mark.broker


class Failing:
    """A broker's way that breaks after a number of messages."""

    def __init__(self, publisher: KafkaPublisher, after: int) -> None:
        self.publisher, self.left = publisher, after

    async def send(self, message: Outgoing) -> Future[object]:
        """Send, or fail as a lost connection does."""
        if not self.left:
            raise KafkaConnectionError("gone")
        self.left -= 1
        return await self.publisher.send(message)


async def on_topic(settings: Settings, records: int) -> dict[str, Actor]:
    """Return the last of each key among the first records of the topic."""
    consumer = await start_consumer(settings, ACTORS.name, from_beginning=True)
    try:
        taken = [await consumer.getone() for _ in range(records)]
    finally:
        await consumer.stop()
    return {one.key.decode(): Actor.decode(one.value) for one in taken}


async def test_the_topic_has_the_store_s_actors_after_articles_failures_and_a_merge(
    bootstrap: str, store: Store
) -> None:
    """Two articles share a person; what the broker did not take waits, and a merge is told too."""
    settings = Settings(bootstrap_servers=bootstrap, partitions=1)
    await create_topics(settings)
    ada, oda = read(store, "first", ("Ada Vane", "person"), ("Oda Lund", "person"))
    producer = await start_producer(settings)
    try:
        publisher = KafkaPublisher(producer)
        with pytest.raises(NotDelivered):
            await publish(store, Failing(publisher, 1))
        assert len(store.outgoing.first(ACTORS.name)) == 1
        assert read(store, "second", ("Mayor Ada Vane", "person"), days=1) == [ada]
        waiting = len(store.outgoing.first(ACTORS.name))
        assert await publish(store, publisher) == waiting
        assert run(store, "merge", oda, ada).returncode == 0
        assert await publish(store, publisher) == 1
        assert await publish(store, publisher) == 0
    finally:
        await producer.stop()
    found = await on_topic(settings, 1 + waiting + 1)
    assert found == actors_in(store)
    assert (found[ada].articles, found[oda].merged_into) == (2, ada)
