"""The consumer on a broker: whatever is killed, the store has what the topic has, each once."""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from claimwire.kafka import KafkaPublisher, Outgoing, start_producer
from claimwire.settings import Settings
from claimwire.store import Search, Store, open_store
from claimwire.stream.topics import create_topics
from claimwire_schemas import EnrichedArticle
from claimwire_schemas.topics import DEAD_LETTERS, ENRICHED
from tests.builders import a_dead_letter
from tests.cli.wired import claimwire, process, running, the_error
from tests.conftest import free_port
from tests.desk.conftest import Client, Desks
from tests.desk.test_stream import following, taken, texts
from tests.store.articles import START, Said, enriched
from tests.store.postgresql import Server

pytestmark = pytest.mark.broker
WITHIN_S = 90


async def publish(settings: Settings, articles: Sequence[EnrichedArticle | bytes]) -> None:
    """Put enriched articles, or other bytes, on the topic."""
    producer = await start_producer(settings)
    try:
        publisher = KafkaPublisher(producer)
        sent = [await publisher.send(_message(one)) for one in articles]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


def _message(one: EnrichedArticle | bytes) -> Outgoing:
    if isinstance(one, bytes):
        return Outgoing(ENRICHED.name, b"bad", one, [])
    return Outgoing(ENRICHED.name, one.article.article_id.encode(), one.encode(), [])


def articles(start: int, stop: int) -> list[EnrichedArticle]:
    return [
        enriched(number, *(Said(f"Claim {number} {one}") for one in range(3)))
        for number in range(start, stop)
    ]


def stored(store: Store) -> list[str]:
    """Return the text of every claim in the store, of all revisions."""
    found: list[str] = []
    at: int | None = 0
    while at is not None:
        page = store.claims_after(Search(superseded=True), at)
        found += [row.text for row in page.rows]
        at = page.next
    return sorted(found)


def expected(some: Sequence[EnrichedArticle]) -> list[str]:
    return sorted(claim.text for one in some for claim in one.claims)


async def until(store: Store, some: Sequence[EnrichedArticle]) -> None:
    """Wait until the store has what some articles say; then each once."""
    async with asyncio.timeout(WITHIN_S):
        while len(await asyncio.to_thread(stored, store)) < len(expected(some)):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert await asyncio.to_thread(stored, store) == expected(some)


@pytest.fixture
async def settings(bootstrap: str, shortest_session_s: float) -> Settings:
    found = Settings(bootstrap_servers=bootstrap, partitions=3, session_timeout_s=shortest_session_s)
    await create_topics(found)
    return found


def of(settings: Settings) -> dict[str, Any]:
    """Return what a desk is told of a broker."""
    return {"bootstrap_servers": settings.bootstrap_servers, "session_timeout_s": settings.session_timeout_s}


async def test_what_is_on_the_topic_is_in_the_store_and_in_the_stream(
    settings: Settings, store: Store, desk: Desks
) -> None:
    """Unreadable messages are counted and passed over."""
    await publish(settings, [*articles(0, 20), b"{", *articles(20, 40)])
    client: Client = await desk(**of(settings))
    await until(store, articles(0, 40))
    assert (await client.get("/readyz")).status == 200
    async with following(client, q='"claim 40"') as stream:
        await publish(settings, articles(40, 41))
        assert sorted(texts(await taken(stream, 3))) == expected(articles(40, 41))
    metrics = await (await client.get("/metrics")).text()
    assert 'claimwire_desk_articles_total{outcome="unreadable"} 1.0' in metrics
    assert 'claimwire_desk_articles_total{outcome="stored"} 41.0' in metrics
    assert "claimwire_desk_claims_total 123.0" in metrics
    assert (await client.json("/api/state"))["lag"] == 0


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_the_state_page_shows_what_was_refused(settings: Settings, store: Store, desk: Desks) -> None:
    """The last ten, the newest first, and how many there are; nothing in them is obeyed."""
    client: Client = await desk(**of(settings))
    letters = [
        a_dead_letter(detail=f"<b>line {n}</b>", timestamp=START + timedelta(minutes=n)) for n in range(12)
    ]
    producer = await start_producer(settings)
    sent = [
        await KafkaPublisher(producer).send(Outgoing(DEAD_LETTERS.name, str(n).encode(), value, []))
        for n, value in enumerate([b"{", *(one.encode() for one in letters)])
    ]
    await asyncio.gather(*sent)
    await producer.stop()
    shown = await (await client.get("/state", headers={"Accept": "text/html"})).text()
    shown = shown.partition("<h2>Dead letters</h2>")[2]
    assert "13 messages refused" in shown
    assert [int(n) for n in re.findall(r"&lt;b&gt;line (\d+)&lt;/b&gt;", shown)] == list(range(11, 1, -1))


@pytest.mark.slow
async def test_killed_at_random_moments_it_stores_everything_once(
    settings: Settings, store: Store, store_url: str
) -> None:
    """SIGKILL, again and again, while articles come; a client that comes back misses none."""
    chance, port = random.Random(store_url), free_port()
    given = {
        "bootstrap_servers": settings.bootstrap_servers,
        "session_timeout_s": str(settings.session_timeout_s),
        "store": store_url,
        "desk_port": str(port),
    }
    made, told = articles(0, 600), list[str]()
    feeding, follower = asyncio.create_task(_feed(settings, made)), asyncio.create_task(_follow(port, told))
    for _ in range(6):
        async with running(given, "desk") as desk_process:
            assert desk_process.stderr
            await asyncio.wait_for(desk_process.stderr.readline(), WITHIN_S)
            await asyncio.sleep(1.5 + chance.random() * 2)
            desk_process.kill()
    await feeding
    async with running(given, "desk"), asyncio.timeout(2 * WITHIN_S):
        await until(store, made)
        while len(told) < len(expected(made)):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    follower.cancel()
    assert sorted(told) == expected(made), "each once"
    offsets = [offset for _, offset in _offsets(store)]
    assert sum(offsets) == len(made), "the store's positions are the topic's ends"


async def _follow(port: int, told: list[str]) -> None:
    """Follow a desk's stream as browsers do: come back with the last id, whenever it breaks off."""
    last = 0
    async with aiohttp.ClientSession() as session:
        client = Client(session, port)
        while True:
            try:
                async with following(client, last) as stream:
                    async for event in stream:
                        last = event.id
                        told += event.texts if event.kind == "claims" else []
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(0.2)


async def _feed(settings: Settings, made: Sequence[EnrichedArticle]) -> None:
    for start in range(0, len(made), 10):
        await publish(settings, made[start : start + 10])
        await asyncio.sleep(0.2)


def _offsets(store: Store) -> list[tuple[int, int]]:
    with store._reading() as connection:
        rows = connection.exec_driver_sql("SELECT partition, next_offset FROM offsets")
        return [(row[0], row[1]) for row in rows]


async def test_the_store_tells_where_to_go_on_not_the_broker(
    settings: Settings, store: Store, store_url: str, desk: Desks, tmp_path: Path
) -> None:
    """A store that is cleared is filled again; another store is filled from the beginning."""
    await publish(settings, articles(0, 30))
    await desk(**of(settings))
    await until(store, articles(0, 30))
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    await desk(**of(settings), store=f"sqlite:///{tmp_path}/other.db")
    await until(other, articles(0, 30))
    other.close()


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_full_disk_is_waited_for_and_nothing_is_lost(
    settings: Settings, store_url: str, tmp_path: Path
) -> None:
    """A small disk is filled by what comes; pages are answered, and it goes on once there is room."""
    with small_disk(tmp_path / "disk", mib=8) as grow:
        url = f"sqlite:///{tmp_path}/disk/desk.db"
        port, made = free_port(), articles(0, 1_500)
        given = of(settings) | {"store": url, "desk_port": port}
        texts = {name: str(value) for name, value in given.items()}
        async with running(texts, "desk"), aiohttp.ClientSession() as session, asyncio.timeout(3 * WITHIN_S):
            await publish(settings, made)
            client = Client(session, port)
            while "full" not in (await _state(client))["waits_for"]:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            assert (await client.get("/readyz")).status == 503
            assert (await client.get("/", headers={"Accept": "text/html"})).status == 200
            grow()
            with closing(open_store(url, read_only=True)) as store:
                await until(store, made)
            assert (await _state(client))["lag"] == 0


async def _state(client: Client) -> dict[str, Any]:
    try:
        answer = await client.get("/api/state")
        state: dict[str, Any] = await answer.json() if answer.status == 200 else {}
    except aiohttp.ClientError:
        state = {}
    return {"lag": -1, **state, "waits_for": state.get("waits_for") or ""}


@contextmanager
def small_disk(folder: Path, *, mib: int) -> Iterator[Callable[[], object]]:
    """Give a disk of some MiB at a folder, and what makes it large; only root may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        (pytest.fail if "CI" in os.environ else pytest.skip)("no disk can be mounted: this needs root")
    try:
        larger = ["mount", "-o", "remount,size=512m", str(folder)]
        yield lambda: subprocess.run(larger, check=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_desks_that_share_a_database_share_the_work(
    settings: Settings, postgresql_server: Server, desk: Desks, store: Store
) -> None:
    first, second = await desk(**of(settings)), await desk(**of(settings))
    async with following(first) as one, following(second) as other:
        await asyncio.sleep(settings.session_timeout_s)
        await publish(settings, articles(0, 60))
        await until(store, articles(0, 60))
        for stream in (one, other):
            assert sorted(texts(await taken(stream, 180))) == expected(articles(0, 60))


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_database_that_is_restarted_is_waited_for(
    settings: Settings, postgresql_server: Server, desk: Desks, store: Store
) -> None:
    """Killed: nothing is lost, in the store or on the way to those who follow."""
    client, told = await desk(**of(settings)), list[str]()
    follower = asyncio.create_task(_follow(client.port, told))
    await publish(settings, articles(0, 5))
    await until(store, articles(0, 5))
    await asyncio.to_thread(postgresql_server.control, "stop", "-m", "immediate")
    await publish(settings, articles(5, 10))
    status, reason, _ = await client.problem("/api/claims")
    assert (status, reason) == (503, "store_unavailable")
    await asyncio.to_thread(postgresql_server.start)
    await until(store, articles(0, 10))
    assert (await client.get("/readyz")).status == 200
    async with asyncio.timeout(WITHIN_S):
        while len(told) < len(expected(articles(0, 10))):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    follower.cancel()
    assert sorted(told) == expected(articles(0, 10)), "each once"


async def test_the_command_rebuilds_and_stops(settings: Settings, store: Store, store_url: str) -> None:
    await publish(settings, articles(0, 5))
    store.write(articles(100, 103))
    given = {**{name: str(value) for name, value in of(settings).items()}, "log_format": "json"}
    async with running(
        given, "desk", "--store", store_url, "--listen", "127.0.0.1:0", "--rebuild"
    ) as desk_process:
        await until(store, articles(0, 5))
        desk_process.terminate()
        _, said = await asyncio.wait_for(desk_process.communicate(), WITHIN_S)
    assert desk_process.returncode == 0, said
    assert b"desk_ready" in said
    assert b"desk_stopped" in said


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    for arguments, said in (
        (("--listen", "here"), "--listen here: not HOST:PORT"),
        (("--listen", "0.0.0.0:0"), "CLAIMWIRE_DESK_READ_TOKEN"),
    ):
        assert said in the_error(claimwire("desk", *arguments, cwd=tmp_path))
    assert "neither sqlite nor postgresql" in the_error(
        process("desk", "--store", "mysql://x/y", cwd=tmp_path)
    )
