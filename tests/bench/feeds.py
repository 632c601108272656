"""Feeds by the thousand on one feeder: what the first reading takes, what a poll takes, who takes over."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import monotonic

from rich.table import Table

from claimwire.kafka import start_consumer
from claimwire.polling.admin import add_feeds, feed_of
from claimwire.settings import Settings, load_settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire_schemas.topics import RAW
from tests.bench.wire import port_of, process_figures, served
from tests.polling.world import item, rss
from tests.stream.wire import WorkerProcess, workers
from tests.web.server import Site, misbehaving_server

ITEMS = 50
EVERY_S = 30
STEADY_S = 60.0
LONGEST_S = 900.0


async def table(feeds: int, bootstrap: str | None) -> Table:
    """Return the figures of one feeder with so many feeds, each on a host of its own."""
    made = Table(f"{feeds:,} feeds, {feeds * ITEMS:,} items, one feeder", "", "")
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_broker() as embedded, misbehaving_server() as site:
            settings = load_settings(
                bootstrap_servers=bootstrap or embedded,
                group="bench-feeds",
                session_timeout_s=6,
                allow_private=True,
                host_spacing_s=0,
                feed_min_interval_s=EVERY_S,
                feed_max_interval_s=EVERY_S,
            )
            await create_topics(settings)
            urls = [_served(site, number) for number in range(feeds)]
            with workers(settings, Path(folder), command=("feeds", "run")) as feeders:
                [first] = await feeders.start()
                await _first_reading(made, settings, site, urls, first)
                await _steady(made, first)
                [second] = await feeders.start()
                await asyncio.sleep(EVERY_S)  # until each has its half
                await _takeover(made, site, first, second, feeds)
    return made


def _served(site: Site, number: int) -> str:
    entries = (item(n, url=f"http://courier-{number}.example/{n}") for n in range(ITEMS))
    site.serve(f"/feed/{number}", rss(*entries, title=f"Courier {number}"), etag=f'"{number}"')
    return site.url(f"/feed/{number}", host=f"127.1.{number // 250}.{number % 250 + 1}")


async def _first_reading(
    made: Table, settings: Settings, site: Site, urls: list[str], feeder: WorkerProcess
) -> None:
    times: Counter[bytes] = Counter()
    counting = asyncio.create_task(_count(settings, times))
    before, begun = (await process_figures(port_of(feeder)))[0], monotonic()
    await add_feeds([feed_of(url) for url in urls], settings)
    while len(times) < len(urls) * ITEMS:
        if monotonic() - begun > LONGEST_S:
            raise TimeoutError(f"{len(times):,} of {len(urls) * ITEMS:,} items in {LONGEST_S:.0f} s")
        await asyncio.sleep(0.1)
    took, (after, memory) = monotonic() - begun, await process_figures(port_of(feeder))
    counting.cancel()
    with suppress(asyncio.CancelledError):
        await counting
    made.add_row("registering and first reading", f"{took:.0f} s")
    made.add_row("articles/s", f"{len(times) / took:.0f}")
    made.add_row("CPU ms an article", f"{1000 * (after - before) / len(times):.2f}")
    made.add_row("articles that came twice", f"{sum(times.values()) - len(times)}")
    made.add_row("feeder's memory", f"{memory / 1e6:.0f} MB")


async def _steady(made: Table, feeder: WorkerProcess) -> None:
    """Measure polls that find nothing new, as most do."""
    await asyncio.sleep(EVERY_S)  # until those that began with the first reading are through
    (cpu_s, _), polls = await process_figures(port_of(feeder)), await _polls(feeder)
    await asyncio.sleep(STEADY_S)
    (cpu_after, memory), polls_after = await process_figures(port_of(feeder)), await _polls(feeder)
    done, used = polls_after - polls, cpu_after - cpu_s
    made.add_row("polls/s, each feed every 30 s", f"{done / STEADY_S:.1f}")
    made.add_row("CPU ms a poll without news", f"{1000 * used / done:.2f}")
    made.add_row("polls per CPU-second", f"{done / used:.0f}")
    made.add_row("feeder's memory then", f"{memory / 1e6:.0f} MB")


async def _takeover(made: Table, site: Site, first: WorkerProcess, second: WorkerProcess, feeds: int) -> None:
    """Measure from the kill of a feeder to the first and the last poll of its feeds by the other."""
    asked = {f"/feed/{number}" for number in range(feeds)}
    first.kill()
    killed, taken_up = monotonic(), second.log.read_text().count("feeds_taken_up")
    site.asked.clear()
    while second.log.read_text().count("feeds_taken_up") == taken_up:  # noqa: ASYNC110 # another process
        await asyncio.sleep(0.05)
    made.add_row("kill to takeover of all partitions", f"{monotonic() - killed:.1f} s")
    while not asked <= {path for path, _ in site.asked}:
        if monotonic() - killed > LONGEST_S:
            raise TimeoutError("not every feed was polled again")
        await asyncio.sleep(0.2)
    made.add_row("kill to a poll of every feed", f"{monotonic() - killed:.1f} s")


async def _count(settings: Settings, times: Counter[bytes]) -> None:
    consumer = await start_consumer(settings, RAW.name, from_beginning=True)
    try:
        async for message in consumer:
            times[message.key] += 1
    finally:
        await consumer.stop()


async def _polls(feeder: WorkerProcess) -> float:
    page = await served(port_of(feeder))
    return sum(
        float(value) for value in re.findall(r"^claimwire_polls_total\{.*\} (\S+)$", page, re.MULTILINE)
    )
