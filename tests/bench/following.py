"""Followers of a desk's stream: how long a claim is on its way, and what the desk takes for them."""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time

import aiohttp
import orjson
from rich.table import Table

from claimwire.kafka import KafkaPublisher, Outgoing, start_producer
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire_schemas.topics import ENRICHED
from tests.cli.wired import running
from tests.store.articles import Said, enriched

FOLLOWERS = 200
PER_S = 5
"""Articles, of ten claims each."""
SECONDS = 30
NARROW = "budget"


async def table() -> Table:
    """Return latency from the topic to followers, and the desk's CPU and memory."""
    made = Table(f"{FOLLOWERS} followers, half of everything, {PER_S * 10} claims a second", "")
    with tempfile.TemporaryDirectory() as folder:
        for name, value in await followed(f"sqlite:///{folder}/desk.db"):
            made.add_row(name, value)
    return made


async def followed(store: str) -> list[tuple[str, str]]:
    """Return the figures of a desk on a store."""
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(embedded_broker())
        settings = Settings(bootstrap_servers=broker, partitions=3, session_timeout_s=6)
        await create_topics(settings)
        given = {"bootstrap_servers": broker, "store": store, "desk_port": "0"}
        more = {"session_timeout_s": "6", "desk_requests_per_s": "1000", "log_format": "json"}
        desk = await stack.enter_async_context(running(given | more, "desk"))
        assert desk.stderr
        port = int(orjson.loads(await desk.stderr.readline())["http_port"])
        return await _measured(settings, port, desk.pid)


async def _measured(settings: Settings, port: int, pid: int) -> list[tuple[str, str]]:
    delays: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), read_bufsize=2**22) as session:
        url = f"http://127.0.0.1:{port}/api/stream?limit=200"
        urls = [url if number % 2 else f"{url}&q={NARROW}" for number in range(FOLLOWERS)]
        tasks = [asyncio.create_task(_follow(session, one, delays)) for one in urls]
        await _publish(settings, 0, 2)  # until the desk has its partitions
        await asyncio.sleep(5)
        delays.clear()
        before, begun = cpu_s(pid), monotonic()
        await _publish(settings, 1_000, SECONDS)
        await asyncio.sleep(2)
        used, wall = cpu_s(pid) - before, monotonic() - begun
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    delays.sort()
    expected = SECONDS * PER_S * (10 * FOLLOWERS // 2 + FOLLOWERS // 2)
    late = {
        f"topic to follower, p{share * 100:.0f}": f"{delays[int(len(delays) * share)] * 1000:.0f} ms"
        for share in (0.5, 0.95, 0.99)
    }
    return [
        ("claims delivered to followers", f"{len(delays):,} of {expected:,}"),
        *late.items(),
        ("the desk's CPU meanwhile", f"{100 * used / wall:.0f} % of a core"),
        ("the desk's memory", f"{resident_mb(pid):.0f} MB"),
    ]


async def _follow(session: aiohttp.ClientSession, url: str, delays: list[float]) -> None:
    async with session.get(url, timeout=aiohttp.ClientTimeout(total=None)) as answer:
        async for line in answer.content:
            if line.startswith(b'data: {"claims'):
                now = time()
                told = orjson.loads(line[6:])["claims"]
                delays.extend(now - float(one["claim"]["text"].split()[-1]) for one in told)


async def _publish(settings: Settings, first: int, seconds: int) -> None:
    producer = await start_producer(settings)
    publisher = KafkaPublisher(producer)
    begun = monotonic()
    for number in range(seconds * PER_S):
        at = time()
        said = [Said(f"{NARROW if one == 0 else 'claim'} {number} {one} of {at}") for one in range(10)]
        article = enriched(first + number, *said, seen=datetime.now(UTC))
        message = Outgoing(ENRICHED.name, article.article.article_id.encode(), article.encode(), [])
        await publisher.send(message)
        await asyncio.sleep(max(0, begun + (number + 1) / PER_S - monotonic()))
    await producer.stop()


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process has used; Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds, in megabytes; Linux."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
