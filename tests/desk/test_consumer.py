"""The consumer on a broker: whatever is killed, the store has what the topic has, each once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from claimwire.kafka import KafkaPublisher, Outgoing, start_producer
from claimwire.settings import Settings
from claimwire.store import Search, Store, open_store
from claimwire.stream.topics import create_topics
from claimwire_schemas import EnrichedArticle
from claimwire_schemas.topics import ENRICHED
from tests.cli.wired import claimwire, process, running, the_error
from tests.desk.conftest import Client, Desks
from tests.desk.test_stream import following, taken, texts
from tests.store.articles import Said, enriched
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


@pytest.mark.slow
async def test_killed_at_random_moments_it_stores_everything_once(
    settings: Settings, store: Store, store_url: str
) -> None:
    """SIGKILL, again and again, while articles come; a client that comes back misses none."""
    chance = random.Random(store_url)
    given = {
        "bootstrap_servers": settings.bootstrap_servers,
        "session_timeout_s": str(settings.session_timeout_s),
        "store": store_url,
        "desk_port": "0",
    }
    made = articles(0, 300)
    feeding = asyncio.create_task(_feed(settings, made))
    for _ in range(4):
        async with running(given, "desk") as desk_process:
            assert desk_process.stderr
            await asyncio.wait_for(desk_process.stderr.readline(), WITHIN_S)
            await asyncio.sleep(1.5 + chance.random() * 2)
            desk_process.kill()
    await feeding
    async with running(given, "desk"):
        await until(store, made)
    offsets = [offset for _, offset in _offsets(store)]
    assert sum(offsets) == len(made), "the store's positions are the topic's ends"


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
    client = await desk(**of(settings))
    await publish(settings, articles(0, 5))
    await until(store, articles(0, 5))
    await asyncio.to_thread(postgresql_server.control, "stop", "-m", "immediate")
    await publish(settings, articles(5, 10))
    status, reason, _ = await client.problem("/api/claims")
    assert (status, reason) == (503, "store_unavailable")
    await asyncio.to_thread(postgresql_server.start)
    await until(store, articles(0, 10))
    assert (await client.get("/readyz")).status == 200


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
