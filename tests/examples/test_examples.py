"""The examples run as they are printed."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimwire.kafka import start_producer
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import CLAIMS, RAW
from tests.builders import a_claim
from tests.cli.wired import environment

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PRINTED_BROKER = "127.0.0.1:9092"
pytestmark = pytest.mark.broker


@pytest.fixture
async def wire(bootstrap: str, shortest_session_s: float) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s)
    await create_topics(settings)
    return settings


async def raw_articles(settings: Settings) -> list[RawArticle]:
    return [RawArticle.decode(message.value) async for message in snapshot(RAW, settings)]


@pytest.mark.parametrize("told", ["by its argument", "by the environment"])
async def test_the_producer_puts_a_raw_article_on_the_wire(wire: Settings, told: str) -> None:
    command = [sys.executable, str(EXAMPLES / "produce.py")]
    if told == "by its argument":
        command.append(wire.bootstrap_servers)
    await asyncio.to_thread(subprocess.run, command, env=environment(wire), check=True, timeout=60)
    (article,) = await raw_articles(wire)
    assert article.outlet == "The Harrowmere Courier"


async def test_the_consumer_prints_denials(wire: Settings) -> None:
    producer = await start_producer(wire)
    for claim in (a_claim(), a_claim(stance="denies", text="the alarms had been switched off")):
        await producer.send_and_wait(CLAIMS.name, claim.encode())
    await producer.stop()
    consumer = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLES / "consume.py", env=environment(wire), stdout=asyncio.subprocess.PIPE
    )
    assert consumer.stdout
    try:
        line = await asyncio.wait_for(consumer.stdout.readline(), 60)
    finally:
        consumer.kill()
        await consumer.communicate()
    assert line == b"Petra Olund, the chief fire officer denies: the alarms had been switched off\n"


@pytest.mark.kafka
@pytest.mark.parametrize("bootstrap", ["kafka"], indirect=True)
async def test_kcat_writes_and_reads_as_printed(wire: Settings) -> None:
    assert shutil.which("kcat"), "this test needs kcat: apt-get install kcat"
    write, read = printed_commands(wire.bootstrap_servers)
    await shell(write)
    (article,) = await raw_articles(wire)
    assert article.body == "The tunnel will close, mayor Tilda Marrow said."
    producer = await start_producer(wire)
    for text in ("one", "two"):
        await producer.send_and_wait(CLAIMS.name, a_claim(text=text).encode())
    await producer.stop()
    lines = (await shell(read)).splitlines()
    assert sorted(lines) == sorted(a_claim(text=text).encode() for text in ("one", "two"))


def printed_commands(bootstrap: str) -> list[str]:
    """Return the shell commands of the examples' page, for another broker."""
    text = (EXAMPLES / "README.md").read_text()
    assert PRINTED_BROKER in text
    return re.findall(r"```sh\n(.+?)```", text.replace(PRINTED_BROKER, bootstrap), re.DOTALL)


async def shell(command: str) -> bytes:
    done = await asyncio.to_thread(
        subprocess.run, command, shell=True, check=True, timeout=60, capture_output=True
    )
    assert isinstance(done.stdout, bytes)
    return done.stdout
