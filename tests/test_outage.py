"""An outage is one line when it begins and one when it ends, and no worker is ready in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import aiohttp
import pytest

from claimwire.outage import LASTS_S, Outage
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from tests.cli.wired import started
from tests.conftest import free_port

GONE = "the Kafka broker at kafka:9092 does not answer: waiting for it"
BACK = "the Kafka broker at kafka:9092 answers again"
SHORT, LONG = LASTS_S / 2, LASTS_S * 2


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([(True, 1.0), (True, 9.0)], []),
        ([(False, 1.0), (False, 1.0 + SHORT), (True, 9.0)], []),
        ([(False, 1.0), (False, 1.0 + LONG), (False, 99.0)], [GONE]),
        ([(False, 1.0), (False, 1.0 + LONG), (True, 20.0), (False, 20.0 + SHORT)], [GONE]),
        ([(False, 1.0), (False, 1.0 + LONG), (True, 20.0), (True, 20.0 + LONG), (True, 99.0)], [GONE, BACK]),
    ],
    ids=["none", "a moment", "gone", "back for a moment", "back"],
)
def test_what_lasts_is_told_once(looks: list[tuple[bool, float]], told: list[str]) -> None:
    said: list[str] = []
    outage = Outage("kafka:9092", said.append)
    for connected, now in looks:
        outage.look(connected=connected, now=now)
    assert said == told


@pytest.mark.broker
async def test_a_worker_and_a_subscriber_tell_that_the_broker_is_gone(tmp_path: Path) -> None:
    """The worker is alive and not ready; the subscriber goes on by itself."""
    port, http = free_port(), free_port()
    settings = Settings(bootstrap_servers=f"127.0.0.1:{port}", partitions=1)
    given = {
        "bootstrap_servers": settings.bootstrap_servers,
        "http_port": str(http),
        "session_timeout_s": "2",
    }
    log, heard = tmp_path / "worker", tmp_path / "subscriber"
    with ExitStack() as running:
        async with embedded_broker(port=port):
            await create_topics(settings)
            worker = running.enter_context(started("worker", log=log, **given))
            running.enter_context(started("subscribe", "claims", log=heard, **given))
            await until(lambda: '"worker_ready"' in log.read_text())
            assert await page(http, "readyz") == (200, "ok")
            await asyncio.sleep(LASTS_S)  # the subscriber has connected
        await until(lambda: "does not answer: waiting" in heard.read_text())
        assert await page(http, "readyz") == (503, "no connection to a broker")
        assert await page(http, "healthz") == (200, "ok")
        assert worker.poll() is None
        async with embedded_broker(port=port):
            await create_topics(settings)
            await until(lambda: "answers again" in heard.read_text())
    assert len(heard.read_text().splitlines()) == 2


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not happened():  # noqa: ASYNC110 # a file sets no event
            await asyncio.sleep(0.1)


async def page(port: int, name: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/{name}") as answer:
        return answer.status, (await answer.text()).strip()
