"""`claimwire demo`: the whole wire on this machine for a few seconds, with sample articles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import as_file, files
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

import click
from aiokafka import AIOKafkaConsumer
from pydantic import SecretStr
from rich.console import Console

from claimwire.cli.rows import Rows, Terminal
from claimwire.cli.run import run
from claimwire.cli.subscribe import COLUMNS, cells
from claimwire.cli.worker import stopped_by_signal
from claimwire.errors import BrokerError
from claimwire.kafka import start_consumer
from claimwire.log import configure_logs
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire_schemas import Claim, EnrichedArticle
from claimwire_schemas.topics import CLAIMS, ENRICHED

if TYPE_CHECKING:
    from claimwire.desk.app import Desk
    from claimwire.extract import Extractor

_NEXT = """\
Next (the command is in .venv/bin: `source .venv/bin/activate`):
  claimwire extract FILE            claims of an article of yours, without a broker
  claimwire up FOLDER --feeds OPML  your own articles and feeds, on the desk
  claimwire subscribe claims        new claims in a terminal (--json for programs)
  claimwire feed FILE|DIR           feed articles to a broker (--rss URL: those of a feed)
  claimwire --help                  all commands"""

_SHOWN = slice(1, 4)
"""Columns of a claim: who, how and what. Most samples are of one outlet."""

_LONGEST_S = 120
_STOP_S = 15


@click.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Watch claims arrive: an embedded broker, a worker and fourteen sample articles.

    In a terminal, the desk shows these claims too, and what they have in common, until Ctrl-C.
    """
    if not ctx.find_root().params["debug"]:
        configure_logs(ctx.obj.model_copy(update={"log_level": "error"}))
    run(_demo(Terminal(highlight=False)))


async def _demo(console: Console) -> None:
    begun = monotonic()
    console.print("Starting an embedded broker and a worker …", style="dim")
    has_desk = console.is_terminal and find_spec("fastapi") is not None
    needed = ("claimwire.feed", *(["claimwire.desk.app"] if has_desk else []))
    async with _wire(needed) as settings, _page(settings, is_wanted=has_desk) as shown, _out(settings) as out:
        console.print(f"Ready after {monotonic() - begun:.1f} s; feeding sample articles.", style="dim")
        if shown:
            page = f"[bold]http://127.0.0.1:{shown.desk.http_port}/[/bold]"
            console.print(f"Read them here, or at {page} as they arrive.", soft_wrap=True)
        console.print()
        start = monotonic()
        fed = await _feed_samples(settings)
        arrived = await _show(out, Rows(COLUMNS[Claim][_SHOWN], console), articles=fed)
        _summarize(console, arrived, articles=fed, took=monotonic() - start)
        if shown:
            told = f"\nThe desk is at {page}, its front page at /front (Ctrl-C to stop)."
            console.print(told, soft_wrap=True)
            await _until(stopped_by_signal(within_s=_STOP_S), shown)


async def _until(stop: asyncio.Event, shown: _Shown) -> None:
    """Wait for `stop`. A matcher finds what the articles have in common meanwhile.

    It begins once all claims are shown: before, it would slow them down.
    """
    from claimwire.match.app import running_matcher  # noqa: PLC0415 - nobody waits for it by now

    async with running_matcher(shown.settings) as matcher:
        matching = asyncio.create_task(matcher.until(stop))
        try:
            await shown.desk.until(stop)
        finally:
            stop.set()
            await matching


@dataclass(frozen=True)
class _Shown:
    """A desk that runs, and the settings that name its store."""

    desk: Desk
    settings: Settings


def _summarize(console: Console, arrived: Arrived, *, articles: int, took: float) -> None:
    seconds = sorted(arrived.seconds)
    median, longest = seconds[len(seconds) // 2], seconds[-1]
    console.print(
        f"\n{articles} articles, {arrived.claims} claims in {took:.1f} s "
        f"({arrived.claims / took:.0f} claims/s). "
        f"From raw article to claims: {median:.2f} s median, {longest:.2f} s maximum.",
        soft_wrap=True,
    )
    console.print(f"\n{_NEXT}", style="dim", markup=False, soft_wrap=True)


@asynccontextmanager
async def _page(settings: Settings, *, is_wanted: bool) -> AsyncIterator[_Shown | None]:
    """Run a desk beside it, if one is wanted."""
    if not is_wanted:
        yield None
        return
    from claimwire.desk.app import running_desk  # noqa: PLC0415 - takes a second to import
    from claimwire.up.places import free_port  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        store = SecretStr(f"sqlite:///{folder}/desk.db")
        given = settings.model_copy(update={"store": store, "desk_port": free_port(settings.desk_port)})
        async with running_desk(given) as desk:
            yield _Shown(desk, given)


@asynccontextmanager
async def _wire(needed: Iterable[str]) -> AsyncIterator[Settings]:
    """Run a broker and a worker on free ports, with the defaults whatever is set.

    The modules that are needed then are imported while the worker waits for its partitions, a second or two.
    """
    loading = asyncio.create_task(asyncio.to_thread(_extractor))
    async with embedded_broker() as bootstrap:
        # Made without reading any: a size or a replication that is set for a Kafka would spoil the demo.
        settings = Settings.model_construct(
            bootstrap_servers=bootstrap,
            session_timeout_s=2,  # the embedded broker waits half of it for more workers
            http_port=0,
        )
        await create_topics(settings)
        extractor = await loading
        from claimwire.stream.app import running_worker  # noqa: PLC0415 - imported by now

        importing = asyncio.create_task(asyncio.to_thread(lambda: list(map(import_module, needed))))
        async with running_worker(settings, extractor=extractor):
            await importing
            yield settings


def _extractor() -> Extractor:
    """Import the worker, and load its extractor."""
    import_module("claimwire.stream.app")  # Faust takes a second
    from claimwire.extract import Extractor  # noqa: PLC0415

    return Extractor.load()


async def _feed_samples(settings: Settings) -> int:
    """Deliver the sample articles; return how many they are."""
    from claimwire.feed import (  # noqa: PLC0415 - all kinds of files take a second to import
        FeedOptions,
        Listener,
        Position,
        Tally,
        feed_entries,
        find_files,
        read_files,
    )

    tally = Tally()
    with as_file(files("claimwire") / "samples") as folder:
        entries = read_files(
            find_files([str(folder)], form="auto").files,
            FeedOptions(outlet="Sample Gazette"),
            start=Position(),
        )
        await feed_entries(entries, tally, settings, Listener(lambda _: None, click.echo))
    return tally.delivered


@dataclass
class Arrived:
    """What has come out: claims, how many there must be, and the seconds that each article took."""

    claims: int = 0
    due: int = 0
    seconds: list[float] = field(default_factory=list)


@asynccontextmanager
async def _out(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """Consume what comes out: claims, and the articles they are of."""
    consumer = await start_consumer(settings, CLAIMS.name, ENRICHED.name, from_beginning=True)
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _show(out: AIOKafkaConsumer, rows: Rows, *, articles: int) -> Arrived:
    """Show claims as they arrive until all articles, and all claims of theirs, are there."""
    arrived = Arrived()
    try:
        async with asyncio.timeout(_LONGEST_S):
            async for message in out:
                if message.topic == CLAIMS.name:
                    rows.print(*cells(Claim.decode(message.value))[_SHOWN])
                    arrived.claims += 1
                else:
                    enriched = EnrichedArticle.decode(message.value)
                    arrived.due += len(enriched.claims)
                    arrived.seconds.append((_now() - enriched.article.received_at).total_seconds())
                if len(arrived.seconds) == articles and arrived.claims == arrived.due:
                    break
    except TimeoutError:
        raise BrokerError(
            f"only {len(arrived.seconds)} of {articles} articles arrived within {_LONGEST_S} s"
        ) from None
    return arrived


def _now() -> datetime:
    return datetime.now(UTC)
