"""`make bench`: everything in one run on one machine; trust the ratios, not the seconds."""

from __future__ import annotations

import asyncio
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pipeline.feed import FeedOptions, Parsed, Position, find_files, read_files
from pipeline.log import configure_logs
from pipeline.settings import load_settings
from pipeline.stream.embedded import embedded_broker
from pipeline.stream.topics import create_topics
from schemas import RawArticle
from tests.bench import passthrough, wire

console = Console()


@click.command()
@click.option("--articles", default=240, show_default=True, help="Articles of each run.")
@click.option("--messages", default=6000, show_default=True, help="Messages of the passthrough.")
@click.option("--bootstrap", help="A Kafka to measure on, instead of the embedded broker.")
def main(*, articles: int, messages: int, bootstrap: str | None) -> None:
    """Measure throughput, latency and the engine's share."""
    configure_logs(load_settings())
    asyncio.run(measure(articles, messages, bootstrap))


async def measure(articles: int, messages: int, bootstrap: str | None) -> None:
    """Run all measurements and print them."""
    await engine(messages, bootstrap)
    await whole_way(articles, bootstrap)


async def engine(messages: int, bootstrap: str | None) -> None:
    """Print the engine's rates: the same messages, the same broker, one after the other."""
    async with embedded_broker() as embedded:
        settings = load_settings(
            bootstrap_servers=bootstrap or embedded, session_timeout_s=6, group="bench-engine"
        )
        await create_topics(settings)
        await passthrough.fill(settings, messages)
        rates = {
            "bare aiokafka loop": await passthrough.aiokafka_rate(settings, messages),
            "our agents on Faust": await passthrough.faust_rate(settings, messages),
        }
    table = Table("5 kB messages, topic to topic", "messages/s", "per CPU-second", "CPU ms each")
    for name, rate in rates.items():
        table.add_row(name, f"{rate.per_second:.0f}", f"{rate.per_cpu_second:.0f}", f"{rate.cpu_ms:.2f}")
    console.print(table)


async def whole_way(count: int, bootstrap: str | None) -> None:
    """Print throughput, latency and the engine's share of an article's CPU."""
    texts = sample_articles()
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_broker() as embedded:
            settings = load_settings(
                bootstrap_servers=bootstrap or embedded, session_timeout_s=6, group="bench"
            )
            await create_topics(settings)
            full, half = await wire.through_a_worker(settings, Path(folder), texts, count)
    pure_s = await asyncio.to_thread(wire.pure_cpu_s, texts, count, batch=settings.batch_articles)
    words = sum(len(raw.body.split()) for raw in texts) / len(texts)
    table = Table(f"{count} articles of {words:.0f} words, one worker", "full speed", "half load")
    table.add_row("articles/s", f"{full.per_second:.1f}", f"{half.per_second:.1f}")
    for share in (0.5, 0.99):
        table.add_row(
            f"raw to claim, p{share * 100:.0f}", *(f"{f.latency(share) * 1000:.0f} ms" for f in (full, half))
        )
    table.add_row("worker CPU ms an article", *(f"{1000 * f.cpu_s / count:.1f}" for f in (full, half)))
    table.add_row("of it normalizing and extracting", *[f"{1000 * pure_s / count:.1f}"] * 2)
    table.add_row("engine's share", *(f"{100 * (1 - pure_s / f.cpu_s):.1f} %" for f in (full, half)))
    table.add_row("worker memory", *(f"{f.memory_mb:.0f} MB" for f in (full, half)))
    console.print(table)


def sample_articles() -> list[RawArticle]:
    """Return the demo's articles that are plain text."""
    with as_file(files("pipeline") / "samples") as folder:
        entries = read_files(find_files([str(folder)], form="auto").files, FeedOptions(), start=Position())
        raws = [entry.article for entry in entries if isinstance(entry, Parsed)]
    return [raw for raw in raws if raw.content_type == "text/plain"]


main()
