"""The composition root of the feeder: feeds in, raw articles out.

news.feeds.v1 ──register──> the table of feeds ──poll──> news.articles.raw.v1
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import faust

from claimwire.kafka import KafkaPublisher, start_producer
from claimwire.polling.schedule import Bounds
from claimwire.polling.scheduler import Scheduler
from claimwire.polling.states import FeedStates, feeder_group, feeds_changelog_of
from claimwire.polling.world import World, polite_client
from claimwire.settings import Settings
from claimwire.sources.reader import DocumentReader
from claimwire.stream.agent import Agent
from claimwire.stream.app import Worker, in_background
from claimwire.stream.commits import Fetched
from claimwire.stream.engine import attach, new_app
from claimwire.stream.feed_metrics import FeedMetrics
from claimwire.stream.health import Health, served_health
from claimwire.stream.metrics import Metrics
from claimwire.stream.register import Register
from claimwire.stream.topics import check_feeds_topics
from claimwire_schemas.topics import FEEDS


@asynccontextmanager
async def running_feeder(settings: Settings) -> AsyncIterator[Worker]:
    """Run a feeder while the context lasts; on leaving, what is settled is written down first.

    Raises `BrokerError` when there is no broker or a topic is missing.
    """
    partitions = await check_feeds_topics(settings)
    # Names are looked up in threads, a slow one in one of them: the usual six would hold up all feeds.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(settings.feed_polls))
    async with AsyncExitStack() as stack:
        producer = await start_producer(settings)
        stack.push_async_callback(producer.stop)
        publisher = KafkaPublisher(producer)
        client = await stack.enter_async_context(polite_client(settings))
        reader = DocumentReader()
        stack.push_async_callback(reader.close)
        as_group = settings.model_copy(update={"group": feeder_group(settings)})
        fetched, metrics = Fetched(), Metrics()
        datadir = stack.enter_context(tempfile.TemporaryDirectory())
        app = new_app(as_group, fetched, metrics, datadir=datadir)
        table = app.Table("feeds", key_type=bytes, value_type=bytes, partitions=partitions)
        states = FeedStates(table, publisher, changelog=feeds_changelog_of(settings))
        feed_metrics = FeedMetrics(states, metrics.registry)
        bounds = Bounds(settings.feed_min_interval_s, settings.feed_max_interval_s)
        world = World(client, reader, publisher, _now, bounds, settings.feed_pages)
        health = Health(app, fetched, metrics)
        scheduler = Scheduler(
            states,
            world,
            most=settings.feed_polls,
            assigned=partitions_of(app, health),
            polled=feed_metrics.polled,
        )
        attach(app, FEEDS.name, Agent(Register(states), publisher, metrics, in_flight=1))

        # Before the partitions go to another feeder, nothing of ours may be under way.
        @app.on_partitions_revoked.connect(weak=False)
        async def release(*_: object, **__: object) -> None:
            await scheduler.release()

        port = await stack.enter_async_context(served_health(settings, health))
        stack.push_async_callback(app.stop)
        await app.start()
        await stack.enter_async_context(in_background(app, scheduler.run()))
        yield Worker(app, metrics, port)


def partitions_of(app: faust.App, health: Health) -> Callable[[], frozenset[int] | None]:
    """Return what tells the partitions of feeds that are ours; None while the app is not ready."""

    def assigned() -> frozenset[int] | None:
        if health.unassigned():
            return None
        consumer: Any = app.consumer
        return frozenset(tp.partition for tp in consumer.assignment() if tp.topic == FEEDS.name)

    return assigned


def _now() -> datetime:
    return datetime.now(UTC)
