"""The whole way: a worker process, articles at full speed and at half of it, what they take."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import aiohttp
import orjson

from claimwire.kafka import KafkaPublisher, start_consumer, start_producer
from claimwire.settings import Settings
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import ENRICHED
from tests.stream.wire import WorkerProcess, raw_message, workers


@dataclass(frozen=True)
class Figures:
    """What one run of the worker showed."""

    articles: int
    wall_s: float
    cpu_s: float
    latencies_s: list[float]
    memory_mb: float

    @property
    def per_second(self) -> float:
        return self.articles / self.wall_s

    def latency(self, share: float) -> float:
        ordered = sorted(self.latencies_s)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def numbered(texts: list[RawArticle], count: int, *, run: str) -> list[RawArticle]:
    """Return as many articles, each under a URL of its own."""
    return [
        texts[n % len(texts)].model_copy(update={"url": f"https://bench.example/{run}/{n}"})
        for n in range(count)
    ]


async def through_a_worker(
    settings: Settings, folder: Path, texts: list[RawArticle], count: int
) -> tuple[Figures, Figures]:
    """Return the figures at full speed and at half of it."""
    with workers(settings, folder) as running:
        [worker] = await running.start()
        port = port_of(worker)
        await _run(settings, port, numbered(texts, len(texts), run="warm"), pause_s=0)
        full = await _run(settings, port, numbered(texts, count, run="full"), pause_s=0)
        pause_s = 2 / full.per_second
        half = await _run(settings, port, numbered(texts, count, run="half"), pause_s=pause_s)
    return full, half


async def _run(settings: Settings, port: int, articles: list[RawArticle], *, pause_s: float) -> Figures:
    producer = await start_producer(settings)
    consumer = await start_consumer(settings, ENRICHED.name)
    await consumer.seek_to_end()
    before, start = await process_figures(port), perf_counter()
    feeding = asyncio.create_task(_feed(KafkaPublisher(producer), articles, pause_s))
    urls = {article.url for article in articles}
    latencies: list[float] = []
    while urls:
        message = await asyncio.wait_for(consumer.getone(), 120)
        record = orjson.loads(message.value)["article"]
        if record["url"] in urls:
            urls.discard(record["url"])
            received = datetime.fromisoformat(record["received_at"])
            latencies.append((datetime.now(UTC) - received).total_seconds())
    wall_s, after = perf_counter() - start, await process_figures(port)
    await feeding
    await consumer.stop()
    await producer.stop()
    return Figures(len(articles), wall_s, after[0] - before[0], latencies, after[1] / 1e6)


async def _feed(publisher: KafkaPublisher, articles: list[RawArticle], pause_s: float) -> None:
    sent = []
    for article in articles:
        sent.append(await publisher.send(raw_message(article)))
        await asyncio.sleep(pause_s)
    await asyncio.gather(*sent)


def port_of(service: WorkerProcess) -> int:
    """Return the port of a service's health pages."""
    return int(re.findall(r'"http_port": (\d+)', service.log.read_text())[-1])


async def served(port: int) -> str:
    """Return a service's metrics, as text."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as page:
        return await page.text()


async def process_figures(port: int) -> tuple[float, float]:
    """Return a service's CPU seconds and bytes of memory, as its metrics tell them."""
    values = dict(re.findall(r"^(process_\w+) (\S+)$", await served(port), re.MULTILINE))
    return float(values["process_cpu_seconds_total"]), float(values["process_resident_memory_bytes"])
