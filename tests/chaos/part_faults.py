"""What is done to the parts that bring articles in: they feed the plan, and are ended amid it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import orjson

from claimwire.kafka import Outgoing
from claimwire.polling.admin import add_feeds, feed_of
from claimwire_schemas import RawArticle
from tests.chaos.plan import Plan, outcome_of
from tests.chaos.run import GIVEN_UP_S, Row, Run
from tests.stream.wire import WorkerProcess, Workers, workers
from tests.web.server import misbehaving_server

AT_A_TIME = 4
ENDS = 6
"""How often a part is ended, by SIGKILL and SIGTERM in turn; another is started at once."""
STARTING_S = 1.5
"""What comes out so soon after a part's start came in by the one before."""
AGAIN_S = 0.2
TOKEN = "sixteen-or-more-characters"

Put = Callable[[list[Outgoing]], Coroutine[Any, Any, None]]
"""Gives messages to a part, or to where it takes them from."""


@dataclass
class Part:
    """A service that is started again whenever it was ended."""

    run: Run
    services: Workers
    begun_at: float = 0.0
    ended: int = 0

    def start(self) -> WorkerProcess:
        """Start it, in the place of the one before."""
        self.begun_at = monotonic()
        return self.services.spawn()

    async def has_begun(self) -> None:
        """Wait until what comes out can be told from what the part before brought in."""
        await asyncio.sleep(max(0.0, self.begun_at + STARTING_S - monotonic()))

    async def brings(self) -> None:
        """Wait until something has come out that it brought in."""
        while self.run.watch.new_at[-1:] < [self.begun_at + STARTING_S]:
            service = self.services.all[-1]
            assert service.process.poll() is None, f"it ended by itself: {service.log.read_text()[-3000:]}"
            assert monotonic() - self.begun_at < GIVEN_UP_S, service.log.read_text()[-3000:]
            await asyncio.sleep(0.05)

    async def end(self) -> None:
        """End it, and start another."""
        self.run.breaks()
        service = self.services.all[-1]
        if self.ended % 2:
            status = await asyncio.to_thread(service.terminate)
            assert status == 0, f"exit {status}: {service.log.read_text()[-3000:]}"
        else:
            await asyncio.to_thread(service.kill)
        self.ended += 1
        self.start()


@contextmanager
def started(run: Run, *command: str, **variables: str) -> Iterator[Part]:
    """Start a part, with settings of its own beside the wire's."""
    folder = run.folder / "part"
    folder.mkdir()
    with workers(run.settings, folder, command=command) as services:
        services.variables = {"XDG_STATE_HOME": str(folder / "state"), **variables}
        part = Part(run, services)
        part.start()
        yield part


async def put_all(run: Run, part: Part, put: Put, *, within_s: float) -> int:
    """Put the plan's messages, some at a time, and end the part up to so long after some of them."""
    messages = run.plan.messages
    batches = [messages[first : first + AT_A_TIME] for first in range(0, len(messages), AT_A_TIME)]
    step = max(len(batches) // (ENDS + 1), 2)
    for number, batch in enumerate(batches, 1):
        is_end = number % step == 0 and part.ended < ENDS
        if (number + 1) % step == 0:
            await part.has_begun()
        if is_end:
            await part.brings()
        putting = asyncio.create_task(put(batch))
        if is_end:
            await asyncio.sleep(run.random.uniform(0, within_s))
            await part.end()
        await putting
        await asyncio.sleep(run.seconds / len(batches))
    await run.reach(1)
    return part.ended


async def watched_folder(run: Run) -> int:
    """Write files into a folder that `claimwire feed --watch` looks at."""
    inbox = run.folder / "inbox"
    inbox.mkdir()
    with started(run, "feed", str(inbox), "--watch", "--every", "0.1") as part:
        return await put_all(run, part, lambda batch: _written(inbox, batch), within_s=0.3)


async def _written(inbox: Path, batch: list[Outgoing]) -> None:
    number = len(list(inbox.glob("*.jsonl")))
    hidden = inbox / f".{number:06}"
    hidden.write_bytes(_lines(batch))
    hidden.rename(inbox / f"{number:06}.jsonl")


async def pushed(run: Run) -> int:
    """Post to `claimwire push`, again and again until it says that it has them."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    variables = {"CLAIMWIRE_PUSH_TOKEN": TOKEN, "CLAIMWIRE_PUSH_PORT": port}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        with started(run, "push", **variables) as part:
            url = f"http://127.0.0.1:{port}/articles"
            return await put_all(run, part, lambda batch: _posted(client, url, batch), within_s=0.02)


async def _posted(client: aiohttp.ClientSession, url: str, batch: list[Outgoing]) -> None:
    while not await _is_taken(client, url, _lines(batch)):
        await asyncio.sleep(AGAIN_S)


async def _is_taken(client: aiohttp.ClientSession, url: str, lines: bytes) -> bool:
    try:
        async with client.post(url, data=lines, headers={"Content-Type": "application/x-ndjson"}) as answer:
            assert answer.status in (202, 503), await answer.text()
            return answer.status == 202
    except (aiohttp.ClientError, TimeoutError):
        return False


async def polled_feed(run: Run) -> int:
    """Let a feed grow that `claimwire feeds run` polls every second."""
    items: list[dict[str, object]] = []
    async with misbehaving_server() as site:

        async def grown(batch: list[Outgoing]) -> None:
            items[:0] = reversed([_item(RawArticle.decode(message.value or b"")) for message in batch])
            feed = {"version": "https://jsonfeed.org/version/1.1", "title": "All of it", "items": items}
            site.serve(
                "/feed", orjson.dumps(feed), content_type="application/feed+json", etag=f'"{len(items)}"'
            )

        await grown([])
        feed = feed_of(site.url("/feed"), full_text="never", min_interval_s=1, max_interval_s=1)
        await add_feeds([feed], run.settings)
        variables = {"CLAIMWIRE_ALLOW_PRIVATE": "true", "CLAIMWIRE_HOST_SPACING_S": "0"}
        with started(run, "feeds", "run", **variables) as part:
            return await put_all(run, part, grown, within_s=1.5)


def _item(raw: RawArticle) -> dict[str, object]:
    return {"id": raw.url, "url": raw.url, "title": raw.headline, "content_text": raw.body,
            "date_published": raw.published_at}  # fmt: skip


def _lines(batch: list[Outgoing]) -> bytes:
    return b"".join((message.value or b"") + b"\n" for message in batch)


def first_texts(count: int) -> Plan:
    """Plan so many articles with one text each: between two polls a feed may lose the first of two."""
    plan = Plan()
    for number in range(count):
        plan.add(*outcome_of(number, 1))
    return plan


ROWS = (
    Row("watch", "a watched folder's feeder ended amid its files and restarted", watched_folder,
        feeds_itself=True),
    Row("push", "push ended amid requests, which are repeated until accepted", pushed,
        feeds_itself=True),
    Row("feeds", "the feeder ended amid its polls", polled_feed, plan=first_texts,
        feeds_itself=True),
)  # fmt: skip
