"""The matcher as a process: whatever is killed, the topics end with what an undisturbed run found."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from claimwire.kafka import start_consumer
from claimwire.match.engine import step
from claimwire.settings import Settings
from claimwire.store import Store, open_store
from claimwire.stream.topics import create_topics
from claimwire_schemas import EnrichedArticle
from claimwire_schemas.topics import MATCHED
from tests.cli.wired import claimwire, running
from tests.conftest import free_port
from tests.store.articles import Said, enriched

pytestmark = pytest.mark.broker
WITHIN_S = 120.0
PLACES = ("Tarn", "Ashby", "Skerry", "Wend", "Saltmere", "Brannock", "Quay", "Marrow")
TURNS = ("will be closed for repairs in April", "will not be closed for repairs in April")


def articles(first: int, last: int) -> list[EnrichedArticle]:
    """Return articles of two claims; each is said again, and denied, by others."""
    return [
        enriched(
            number,
            Said(
                f"The {PLACES[number % 8]} Valley dam {TURNS[number % 5 == 4]}", f"Speaker {number % 7} Holm"
            ),
            Said(f"The {PLACES[number % 3]} harbour lost {number % 4 + 30} ferries in the winter storm"),
            outlet=f"Outlet {number % 6}",
        )
        for number in range(first, last)
    ]


async def on_topics(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return the last value of each key on each topic of matching; None for keys that have ended."""
    found: dict[str, dict[str, Any]] = {}
    for topic in MATCHED:
        consumer = await start_consumer(settings, topic.name, from_beginning=True)
        try:
            ends = await consumer.end_offsets(consumer.assignment())
            values = found.setdefault(topic.name, {})
            while any([await consumer.position(one) < end for one, end in ends.items()]):
                polled = await consumer.getmany(timeout_ms=500)
                for message in (one for some in polled.values() for one in some):
                    values[message.key.decode()] = orjson.loads(message.value) if message.value else None
        finally:
            await consumer.stop()
    return found


def undisturbed(some: list[EnrichedArticle], folder: Path) -> dict[str, dict[str, Any]]:
    """Return the last value of each key that one run finds, in a store of its own."""
    store = open_store(f"sqlite:///{folder / 'calm.db'}")
    try:
        for one in some:
            store.write([one])
        while step(store):
            pass
        return {
            topic.name: {
                row.key: orjson.loads(row.body) if row.body else None
                for row in store.outgoing.first(topic.name, limit=10**6)
            }
            for topic in MATCHED
        }
    finally:
        store.close()


async def until_matched(store: Store) -> None:
    """Wait until a matcher has read the store and published all of it."""
    async with asyncio.timeout(WITHIN_S):
        while await asyncio.to_thread(_waits, store):  # noqa: ASYNC110 # another process works
            await asyncio.sleep(0.2)


def _waits(store: Store) -> bool:
    return store.unmatched() > 0 or any(store.outgoing.first(topic.name, limit=1) for topic in MATCHED)


@pytest.mark.slow
async def test_killed_at_random_moments_it_loses_no_link_and_says_none_twice(
    bootstrap: str, store: Store, store_url: str, tmp_path: Path
) -> None:
    """Ids are of what is linked: each key has one last record, the one of a run that nobody killed."""
    settings = Settings(bootstrap_servers=bootstrap, partitions=3)
    await create_topics(settings)
    given = {"bootstrap_servers": bootstrap, "store": store_url}
    made, chance = articles(0, 60), random.Random(7)
    writing = asyncio.create_task(_write(store, made))
    for _ in range(5):
        async with running(given, "match") as matcher:
            assert matcher.stderr
            await asyncio.wait_for(matcher.stderr.readline(), WITHIN_S)
            await asyncio.sleep(chance.random())
            matcher.kill()
    await writing
    async with running(given, "match"):
        await until_matched(store)
    calm = await asyncio.to_thread(undisturbed, made, tmp_path)
    found = await on_topics(settings)
    for topic, values in calm.items():
        assert _held(values), topic
        wrong = [
            key for key in values.keys() | found[topic].keys() if found[topic].get(key) != values.get(key)
        ]
        assert not wrong, (topic, len(wrong), found[topic].get(wrong[0]), values.get(wrong[0]))


def _held(values: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that have not ended: of one that ended before it was sent, nothing is ever said."""
    return {key: value for key, value in values.items() if value is not None}


async def _write(store: Store, made: list[EnrichedArticle]) -> None:
    for start in range(0, len(made), 4):
        await asyncio.to_thread(store.write, made[start : start + 4])
        await asyncio.sleep(0.1)


async def test_it_says_what_it_does_and_waits_for_a_broker(store: Store, store_url: str) -> None:
    """Without a broker it matches and is not ready; the records wait in the store."""
    for one in articles(0, 12):
        store.write([one])
    port = free_port()
    given = {"bootstrap_servers": f"127.0.0.1:{free_port()}", "store": store_url, "http_port": str(port)}
    async with running(given, "match"), aiohttp.ClientSession() as session, asyncio.timeout(WITHIN_S):
        while await asyncio.to_thread(store.unmatched):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 503
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            metrics = await answer.text()
    assert "claimwire_match_articles_total 12.0" in metrics
    assert "claimwire_match_lag 0.0" in metrics
    assert "claimwire_match_alerts_total 0.0" in metrics
    assert store.outgoing.first(MATCHED[0].name) or store.outgoing.first(MATCHED[2].name)


def test_once_matches_what_is_there_and_again_forgets(store: Store, store_url: str) -> None:
    for one in articles(0, 12):
        store.write([one])
    done = claimwire("match", "--once", "--json", settings={"store": store_url})
    assert done.returncode == 0, done.stderr
    assert orjson.loads(done.out)["articles"] == 12
    assert orjson.loads(done.out)["links"] > 0
    nothing = claimwire("match", "--once", settings={"store": store_url})
    assert "0 articles with 0 claims matched, 0 links found" in nothing.stderr
    again = claimwire("match", "--again", "--once", "--json", settings={"store": store_url})
    assert orjson.loads(again.out) == orjson.loads(done.out)
