"""The composition root: which stage reads which topic.

news.articles.raw.v1 ──normalize──> news.articles.v1 ──extract──> news.attributions.v1
         │                                 │                      news.claims.v1
         └───────────── refused ───────────┴──────> news.dead-letters.v1
                                                                  news.articles.enriched.v1
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import faust
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError, ClaimwireError
from claimwire.extract import Extractor, Reading
from claimwire.kafka import KafkaPublisher, partitioner, start_producer
from claimwire.normalize import PageReader
from claimwire.normalize.language import identify_language
from claimwire.settings import Settings, load_settings
from claimwire.stream.agent import Agent
from claimwire.stream.batches import Batches
from claimwire.stream.commits import Fetched
from claimwire.stream.engine import attach, new_app
from claimwire.stream.health import Health, served_health
from claimwire.stream.metrics import Metrics
from claimwire.stream.quality import QualityMetrics
from claimwire.stream.revisions import Revisions
from claimwire.stream.stages import Extract, Normalize
from claimwire.stream.topics import check_topics
from claimwire_schemas import Article
from claimwire_schemas.topics import ARTICLES, RAW

_FORGET_EVERY_S = 3600
_EXTRACTED_AT_A_TIME_BYTES = 256 * 1024
"""Of articles, 64 of 4 kB: what a worker finishes first when it stops or hands partitions over, 5 to 20 s."""


@dataclass(frozen=True)
class Worker:
    """A running worker: its Faust app, metrics and health port."""

    app: faust.App
    metrics: Metrics
    http_port: int

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`.

        Raises `ClaimwireError` with what stopped the worker if it stops by itself.
        """
        await self.app.wait(stop.wait())
        reason = self.app.crash_reason
        if isinstance(reason, KafkaError | OSError):
            raise BrokerError(f"the worker stopped; a restart continues from there: {reason!r}") from reason
        if reason:
            raise ClaimwireError(f"the worker stopped on an unexpected error: {reason!r}") from reason


def beside(settings: Settings, suffix: str) -> Settings:
    """Return the settings for workers that extract everything again, next to the current ones.

    They form their own group, start with the first article, and write to topics with a suffix.
    """
    return load_settings(
        **settings.model_dump() | {"group": f"{settings.group}{suffix}", "records_suffix": suffix}
    )


@asynccontextmanager
async def running_worker(
    settings: Settings, *, extractor: Extractor | None = None, only_extract: bool = False
) -> AsyncIterator[Worker]:
    """Run a worker while the context lasts. On exit, it finishes the articles in flight.

    `extractor` is another one than the package's; `only_extract` leaves the raw articles to others.

    Raises `BrokerError` when there is no broker or a topic is missing, `ModelError` when the model is.
    """
    partitions = await check_topics(settings, with_changelog=not only_extract)
    async with AsyncExitStack() as stack:
        fetched, metrics = Fetched(), Metrics()
        reads = await asyncio.to_thread(Extractor.load) if extractor is None else extractor
        producer = await start_producer(settings)
        stack.push_async_callback(producer.stop)
        reader = PageReader(timeout_s=settings.page_timeout_s, max_bytes=settings.max_article_bytes)
        stack.push_async_callback(reader.close)
        batches = Batches[Article, Reading](
            reads.read_batch,
            most=settings.batch_articles,
            threads=settings.extract_threads,
            on_batch=metrics.batch_articles.observe,
        )
        datadir = stack.enter_context(tempfile.TemporaryDirectory())
        app = new_app(settings, fetched, metrics, datadir=datadir)
        await stack.enter_async_context(in_background(app, batches.run()))
        extract = Extract(
            extract=batches.submit,
            extractor=reads.name,
            max_characters=settings.max_extract_characters,
            records_suffix=settings.records_suffix,
            count=QualityMetrics(metrics.registry).count,
        )
        publisher = KafkaPublisher(producer)
        if not only_extract:
            revisions = Revisions(
                app.Table("revisions", key_type=bytes, value_type=bytes, partitions=partitions)
            )
            normalize = Normalize(
                reader=reader,
                revisions=revisions,
                partition_of=partitioner(partitions),
                max_bytes=settings.max_article_bytes,
            )
            attach(app, RAW.name, Agent(normalize, publisher, metrics, settings.in_flight))
            await stack.enter_async_context(in_background(app, forget_old(revisions, settings)))
        extracting = Agent(extract, publisher, metrics, settings.in_flight, _EXTRACTED_AT_A_TIME_BYTES)
        attach(app, ARTICLES.name, extracting)

        health = Health(app, fetched, metrics)
        port = await stack.enter_async_context(served_health(settings, health))
        stack.push_async_callback(app.stop)
        # Or the first article would wait for the page reader and the language model.
        warm = asyncio.gather(reader.start(), asyncio.to_thread(identify_language, "This is English."))
        await app.start()
        await warm
        yield Worker(app, metrics, port)


@asynccontextmanager
async def in_background(app: faust.App, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run endless work while the context lasts. If it fails, the app stops."""

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            crashes.append(asyncio.ensure_future(app.crash(error)))

    crashes: list[asyncio.Future[None]] = []
    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task, *crashes])


async def forget_old(revisions: Revisions, settings: Settings) -> None:
    """Forget old articles, every hour."""
    while True:
        await asyncio.sleep(_FORGET_EVERY_S)
        await revisions.forget(now=datetime.now(UTC), after=timedelta(days=settings.remember_days))
