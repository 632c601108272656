"""Push on a broker: what is answered with 202 is on the topic, also when the broker stops half-way."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import aiohttp
import orjson
import pytest
from prometheus_client import CollectorRegistry

from claimwire.raw_messages import raw_publisher
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker_sync
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas.topics import RAW
from tests.cli.wired import claimwire, running, the_error
from tests.push.conftest import TOKEN, Client, Servers

pytestmark = pytest.mark.broker
MANY = "application/x-ndjson"


def lines(first: int, count: int) -> bytes:
    return b"\n".join(
        orjson.dumps({"body": f"Story {number}, she said."}) for number in range(first, first + count)
    )


async def on_topic(settings: Settings) -> set[str]:
    return {(message.key or b"").decode() async for message in snapshot(RAW, settings)}


async def test_what_is_answered_is_on_the_topic(bootstrap: str, serve: Servers) -> None:
    """Several clients at a time; sent twice, all have the ids that they had."""
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    async with raw_publisher(settings) as publisher:
        client = await serve(publisher)
        answers = await asyncio.gather(*(client.post(lines(n * 100, 100), MANY) for n in [0, 1, 2, 3, 0]))
        assert [answer.status for answer in answers] == [202] * 5
        named = [{one["article_id"] for one in (await answer.json())["articles"]} for answer in answers]
    assert named[0] == named[4]
    assert await on_topic(settings) == set().union(*named)
    assert len(set().union(*named)) == 400


@pytest.mark.kafka
@pytest.mark.usefixtures("small_raw")
@pytest.mark.parametrize("bootstrap", ["kafka"], indirect=True)
async def test_an_article_that_the_broker_refuses_does_not_stop_the_next(
    bootstrap: str, serve: Servers
) -> None:
    """Its topic takes less than ours do; a gap in a partition would stop an idempotent producer."""
    settings = Settings(bootstrap_servers=bootstrap, partitions=1)
    await create_topics(settings)
    async with raw_publisher(settings) as publisher:
        client = await serve(publisher)
        large = orjson.dumps({"body": "It is long, she said. " * 4000})
        answers = [await client.post(lines(0, 1) + b"\n" + large + b"\n" + lines(n, 3), MANY) for n in (1, 4)]
    assert [(answer.status, (await answer.json())["delivered"]) for answer in answers] == [(207, 4)] * 2
    assert len(await on_topic(settings)) == 7


async def test_a_broker_that_stops_is_503_and_not_202(serve: Servers) -> None:
    """What was answered before it stopped had been there; nothing after it is said to be."""
    async with AsyncExitStack() as stack:
        with embedded_broker_sync() as address:
            settings = Settings(bootstrap_servers=address)
            await create_topics(settings)
            client = await serve(await stack.enter_async_context(raw_publisher(settings)), deliver_s=1)
            assert (await client.post(lines(0, 5), MANY)).status == 202
            assert len(await on_topic(settings)) == 5
        response = await client.post(lines(5, 5), MANY)
        problem = await response.json(content_type="application/problem+json")
        assert (response.status, problem["reason"], problem["delivered"]) == (503, "not_delivered", 0)


async def test_the_command_serves_until_it_is_stopped(bootstrap: str) -> None:
    """On SIGTERM it answers what is in flight, and ends with status 0."""
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    given = {"bootstrap_servers": bootstrap, "push_token": TOKEN, "push_port": "0", "log_format": "json"}
    async with running(given, "push") as push, asyncio.timeout(60):
        assert push.stderr
        ready = orjson.loads(await push.stderr.readline())
        assert (ready["event"], TOKEN in str(ready)) == ("push_ready", False)
        status = await pushed(int(ready["port"]))
        push.terminate()
        await push.communicate()
    assert (status, push.returncode, len(await on_topic(settings))) == (202, 0, 5)


def test_the_command_wants_a_token_first() -> None:
    assert the_error(claimwire("push")).endswith("set CLAIMWIRE_PUSH_TOKEN")
    short = the_error(claimwire("push", settings={"push_token": "short"}))
    assert "push_token: needs at least 16 ASCII characters" in short
    assert "short" not in short


async def pushed(port: int) -> int:
    async with aiohttp.ClientSession() as session:
        return (await Client(session, port, CollectorRegistry()).post(lines(0, 5), MANY)).status
