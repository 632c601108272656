"""`make bench`: everything in one run on one machine; trust the ratios, not the seconds."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from claimwire.log import configure_logs
from claimwire.settings import load_settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from tests.bench import (
    against_spacy,
    alerting,
    claiming,
    documents,
    feeds,
    following,
    lengths,
    matching,
    memory,
    passthrough,
    store,
    sweep,
    wire,
)
from tests.bench.parts import parts_s
from tests.bench.texts import sample_articles


@dataclass(frozen=True)
class Amounts:
    """How much is measured, and on which Kafka instead of the embedded broker."""

    articles: int
    messages: int
    feeds: int
    claims: int
    engines: tuple[str, ...]
    live: bool
    bootstrap: str | None


def measure(section: str, amounts: Amounts) -> Table:
    """Return what one section shows."""
    sections: dict[str, Callable[[], Table]] = {
        "engine": lambda: asyncio.run(engine(amounts)),
        "wire": lambda: asyncio.run(whole_way(amounts)),
        "alerts": alerting.table,
        "claims": claiming.table,
        "feeds": lambda: asyncio.run(feeds.table(amounts.feeds, amounts.bootstrap)),
        "documents": documents.table,
        "length": lengths.table,
        "match": lambda: matching.table(amounts.claims),
        "memory": memory.table,
        "spacy": against_spacy.table,
        "store": lambda: store.table(amounts.claims, amounts.engines, live=amounts.live),
        "stream": lambda: asyncio.run(following.table()),
        "sweep": lambda: asyncio.run(sweep.table(amounts.articles)),
    }
    return sections[section]()


SECTIONS = (
    "engine",
    "wire",
    "alerts",
    "claims",
    "documents",
    "feeds",
    "length",
    "match",
    "memory",
    "spacy",
    "store",
    "stream",
)


@click.command()
@click.option("--only", multiple=True, type=click.Choice(SECTIONS), help="This section; may be repeated.")
@click.option("--sweep", "sweeps", is_flag=True, help="Sweep the extractor's threads and batches instead.")
@click.option("--articles", default=240, show_default=True, help="Articles of each run.")
@click.option("--messages", default=6000, show_default=True, help="Messages of the passthrough.")
@click.option("--feeds", "feed_count", default=2000, show_default=True, help="Feeds of the feeder.")
@click.option("--claims", "claim_count", default=500_000, show_default=True, help="Claims stored.")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(store.ENGINES),
    help="Of the store; may be repeated.",
)
@click.option("--live", is_flag=True, help="Then follow claims that arrive in that store.")
@click.option("--bootstrap", help="A Kafka to measure on, instead of the embedded broker.")
def main(  # one for each option
    *,
    only: tuple[str, ...],
    sweeps: bool,
    articles: int,
    messages: int,
    feed_count: int,
    claim_count: int,
    engines: tuple[str, ...],
    live: bool,
    bootstrap: str | None,
) -> None:
    """Measure extraction, the engine and the whole way; each section prints its table when it is done."""
    configure_logs(load_settings())
    console = Console()
    amounts = Amounts(articles, messages, feed_count, claim_count, engines or store.ENGINES, live, bootstrap)
    for section in ("sweep",) if sweeps else only or SECTIONS:
        console.print(measure(section, amounts))


async def engine(amounts: Amounts) -> Table:
    """Return the engine's rates: the same messages, the same broker, one after the other."""
    async with embedded_broker() as embedded:
        settings = load_settings(
            bootstrap_servers=amounts.bootstrap or embedded, session_timeout_s=6, group="bench-engine"
        )
        await create_topics(settings)
        await passthrough.fill(settings, amounts.messages)
        rates = {
            "bare aiokafka loop": await passthrough.aiokafka_rate(settings, amounts.messages),
            "our agents on Faust": await passthrough.faust_rate(settings, amounts.messages),
        }
    table = Table("5 kB messages, topic to topic", "messages/s", "per CPU-second", "CPU ms each")
    for name, rate in rates.items():
        table.add_row(name, f"{rate.per_second:.0f}", f"{rate.per_cpu_second:.0f}", f"{rate.cpu_ms:.2f}")
    return table


async def whole_way(amounts: Amounts) -> Table:
    """Return throughput, latency, and what an article's CPU goes to, part by part."""
    texts, count = sample_articles(), amounts.articles
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_broker() as embedded:
            settings = load_settings(
                bootstrap_servers=amounts.bootstrap or embedded, session_timeout_s=6, group="bench"
            )
            await create_topics(settings)
            full, half = await wire.through_a_worker(settings, Path(folder), texts, count)
    raws = wire.numbered(texts, count, run="parts")
    parts = await asyncio.to_thread(parts_s, raws, batch=settings.batch_articles)
    words = sum(len(raw.body.split()) for raw in texts) / len(texts)
    table = Table(f"{count} articles of {words:.0f} words, one worker", "full speed", "half load")
    table.add_row("articles/s", f"{full.per_second:.1f}", f"{half.per_second:.1f}")
    for share in (0.5, 0.99):
        table.add_row(
            f"raw to claim, p{share * 100:.0f}", *(f"{f.latency(share) * 1000:.0f} ms" for f in (full, half))
        )
    table.add_row("worker CPU ms an article", *(f"{1000 * f.cpu_s / count:.1f}" for f in (full, half)))
    for part, seconds in parts.items():
        table.add_row(f"  {part}", *(_share(seconds, f.cpu_s, count) for f in (full, half)))
    rest = [f.cpu_s - sum(parts.values()) for f in (full, half)]
    shares = (_share(seconds, f.cpu_s, count) for seconds, f in zip(rest, (full, half), strict=True))
    table.add_row("  Faust, Kafka and the rest", *shares)
    table.add_row("worker memory", *(f"{f.memory_mb:.0f} MB" for f in (full, half)))
    return table


def _share(seconds: float, of: float, articles: int) -> str:
    return f"{1000 * seconds / articles:.1f} ({100 * seconds / of:.0f} %)"


if __name__ == "__main__":
    main()
