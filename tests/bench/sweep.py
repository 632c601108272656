"""The worker's threads and micro-batches, without a broker: which settings extract the most articles."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from time import perf_counter, process_time

from rich.table import Table

from claimwire.extract import Extractor, Reading
from claimwire.settings import Settings, load_settings
from claimwire.stream.batches import Batches
from claimwire_schemas import Article
from tests.bench.spread import spread
from tests.bench.texts import english_texts
from tests.eval.articles import article_of

THREADS = (1, 2, 4)
BATCHES = (1, 2, 8, 32)
ROUNDS = 3


@dataclass(frozen=True)
class Cell:
    """One choice of settings, and what its rounds showed."""

    settings: Settings
    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)


async def table(count: int) -> Table:
    """Return articles per second for each choice of `extract_threads` and `batch_articles`."""
    texts = english_texts()
    articles = [article_of(texts[number % len(texts)]) for number in range(max(1, count // ROUNDS))]
    extractor = Extractor.load()
    cells = [
        Cell(load_settings(extract_threads=threads, batch_articles=batch))
        for threads, batch in product(THREADS, BATCHES)
    ]
    for _ in range(ROUNDS):
        for cell in cells:
            await run(cell, extractor, articles)
    return shown(cells, len(articles))


async def run(cell: Cell, extractor: Extractor, articles: Sequence[Article]) -> None:
    """Extract from all articles as a worker with these settings does, and add what it took."""
    batches = Batches[Article, Reading](
        extractor.read_batch,
        most=cell.settings.batch_articles,
        threads=cell.settings.extract_threads,
        on_batch=lambda _: None,
    )
    serving = asyncio.create_task(batches.run())
    slots = asyncio.Semaphore(cell.settings.in_flight)

    async def submit(article: Article) -> None:
        async with slots:
            await batches.submit(article)

    wall, cpu = perf_counter(), process_time()
    await asyncio.gather(*(submit(article) for article in articles))
    wall, cpu = perf_counter() - wall, process_time() - cpu
    serving.cancel()
    await asyncio.wait([serving])
    cell.per_second.append(len(articles) / wall)
    cell.cpu_ms.append(1000 * cpu / len(articles))


def shown(cells: Sequence[Cell], count: int) -> Table:
    """Return a row for each choice of settings; the defaults are marked."""
    made = Table("extract_threads", "batch_articles", "articles/s", "least", "most", "CPU ms each")
    made.title = f"{ROUNDS} rounds of {count} articles"
    usual = load_settings()
    for cell in cells:
        threads, batch = cell.settings.extract_threads, cell.settings.batch_articles
        mark = " (as set)" if (threads, batch) == (usual.extract_threads, usual.batch_articles) else ""
        cpu_ms, *_ = spread(cell.cpu_ms, ".1f")
        made.add_row(str(threads), f"{batch}{mark}", *spread(cell.per_second, ".1f"), cpu_ms)
    return made
