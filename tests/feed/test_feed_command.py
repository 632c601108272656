"""`claimwire feed` against a broker: all of it arrives, an interrupted feed goes on, errors are lines."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic, sleep

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from claimwire.normalize import raw_article_id
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW
from tests.conftest import free_port
from tests.sources.feeds import RSS

pytestmark = pytest.mark.broker
COMMAND = [sys.executable, "-m", "claimwire"]
MANY = 20_000


@pytest.fixture
async def wire(bootstrap: str) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    return settings


@pytest.fixture
def environment(tmp_path: Path, wire: Settings) -> dict[str, str]:
    state = tmp_path / "state"
    return os.environ | {"CLAIMWIRE_BOOTSTRAP_SERVERS": wire.bootstrap_servers, "XDG_STATE_HOME": str(state)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


async def feed(
    environment: dict[str, str], *arguments: str, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return await asyncio.to_thread(
        subprocess.run,
        [*COMMAND, "feed", *arguments],
        env=environment,
        input=data,
        capture_output=True,
        timeout=120,
        check=False,
    )


def checkpoints(environment: dict[str, str]) -> list[Path]:
    return list(Path(environment["XDG_STATE_HOME"]).rglob("*.json"))


async def delivered(settings: Settings) -> list[RawArticle]:
    return [RawArticle.decode(message.value) async for message in snapshot(RAW, settings)]


async def test_a_folder_arrives_keyed_and_the_bad_is_reported(
    wire: Settings, environment: dict[str, str], folder: Path
) -> None:
    (folder / "a.txt").write_text("The bridge is safe, said Ida Holm.")
    (folder / "b.html").write_bytes("<p>Café closed, he said.</p>".encode("cp1252"))
    (folder / "c.jsonl").write_text(
        '{"body": "one"}\nnonsense\n{"body": "two", "url": "https://q.example/2"}\n'
    )
    (folder / "d.pdf").write_text("%PDF")
    done = await feed(environment, str(folder), "--json", "--outlet", "Quenby Post")
    assert done.returncode == 1
    counts = orjson.loads(done.stdout)
    assert {name: counts[name] for name in ("delivered", "bad", "skipped_files")} == {
        "delivered": 4,
        "bad": 1,
        "skipped_files": 1,
    }
    assert done.stderr.decode().startswith(f"claimwire: {folder}/c.jsonl:2: not JSON")
    messages = [message async for message in snapshot(RAW, wire)]
    articles = [RawArticle.decode(message.value) for message in messages]
    assert {article.body for article in articles} >= {"one", "two", "<p>Café closed, he said.</p>"}
    assert {article.outlet for article in articles} == {"Quenby Post"}
    assert [message.key for message in messages] == [raw_article_id(article).encode() for article in articles]
    assert all(dict(message.headers)["content-type"] == b"application/json" for message in messages)


async def test_standard_input_is_json_lines(wire: Settings, environment: dict[str, str]) -> None:
    done = await feed(environment, "-", data=b'{"body": "one"}\n{"body": "two"}')
    assert (done.returncode, done.stderr) == (0, b"")
    assert {article.body for article in await delivered(wire)} == {"one", "two"}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
async def test_an_interrupted_feed_goes_on_where_it_stopped(
    wire: Settings, environment: dict[str, str], folder: Path, how: signal.Signals
) -> None:
    """Nothing is lost; after Ctrl-C nothing is sent twice, after a kill only what a second had brought."""
    lines = [orjson.dumps({"body": f"story {number} " + "word " * 50}) for number in range(MANY)]
    (folder / "a.jsonl").write_bytes(b"\n".join(lines[: MANY // 2]))
    (folder / "b.jsonl").write_bytes(b"\n".join(lines[MANY // 2 :]))
    status, said = await asyncio.to_thread(interrupted_feed, environment, folder, how)
    assert status == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert (b"the same command goes on from there" in said) is (how == signal.SIGINT)
    before = len(await delivered(wire))
    assert 0 < before < MANY
    done = await feed(environment, str(folder), "--json")
    counts = orjson.loads(done.stdout)
    assert done.returncode == 0
    assert 0 < counts["delivered_before"] <= before
    assert counts["delivered"] + counts["delivered_before"] == MANY
    bodies = Counter(article.body for article in await delivered(wire))
    assert len(bodies) == MANY
    if how == signal.SIGINT:
        assert bodies.total() == MANY
    assert checkpoints(environment) == []


def interrupted_feed(environment: dict[str, str], folder: Path, how: signal.Signals) -> tuple[int, bytes]:
    """Start a feed, send it a signal once it has saved how far it is; return its status and last words."""
    process = subprocess.Popen([*COMMAND, "feed", str(folder)], env=environment, stderr=subprocess.PIPE)
    deadline = monotonic() + 60
    while not checkpoints(environment):
        assert process.poll() is None, "it ended before it could be interrupted"
        assert monotonic() < deadline
        sleep(0.01)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


async def test_restart_starts_again(wire: Settings, environment: dict[str, str], folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"\n".join(b'{"body": "%d"}' % number for number in range(MANY)))
    await asyncio.to_thread(interrupted_feed, environment, folder, signal.SIGKILL)
    done = await feed(environment, str(folder), "--json", "--restart")
    assert orjson.loads(done.stdout)["delivered"] == MANY


async def test_a_file_of_thirty_megabytes_is_delivered(
    wire: Settings, environment: dict[str, str], folder: Path
) -> None:
    (folder / "large.txt").write_bytes(b"word " * 6_000_000)
    (folder / "larger.txt").write_bytes(b"word " * 7_000_000)
    done = await feed(environment, str(folder), "--json")
    assert orjson.loads(done.stdout)["delivered"] == 1
    assert b"larger.txt: larger than 33,550,336 bytes" in done.stderr


async def test_a_missing_broker_and_a_missing_topic_are_one_line_each(
    bootstrap: str, tmp_path: Path, folder: Path
) -> None:
    """The topic is not created by asking after it."""
    (folder / "a.txt").write_text("Nobody hears this, she said.")
    for broker, message in [
        (bootstrap, f"topic {RAW.name} is not on {bootstrap}: run `claimwire topics create`"),
        (f"127.0.0.1:{free_port()}", "no Kafka broker answers at 127.0.0.1"),
    ] * 2:
        environment = os.environ | {"CLAIMWIRE_BOOTSTRAP_SERVERS": broker, "XDG_STATE_HOME": str(tmp_path)}
        done = await feed(environment, str(folder))
        assert (done.returncode, done.stdout) == (1, b"")
        assert message in done.stderr.decode().splitlines()[-1]


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def news(request: web.Request) -> web.Response:
        return web.Response(text=RSS, content_type="application/rss+xml")

    app = web.Application()
    app.add_routes([web.get("/news.xml", news)])
    running = TestServer(app)
    async with running:
        yield str(running.make_url("/news.xml"))


async def test_a_web_feed_is_fed_once(wire: Settings, environment: dict[str, str], site: str) -> None:
    done = await feed(environment, "--rss", site, "--allow-private", "--json")
    counts = orjson.loads(done.stdout)
    assert (done.returncode, counts["delivered"], counts["without_text"]) == (0, 2, 1)
    assert b"item 2 (Only a headline): no text" in done.stderr
    articles = await delivered(wire)
    assert {article.feed for article in articles} == {site}
    assert "Mill & weir to reopen" in {article.headline for article in articles}


async def test_a_private_address_is_refused_unless_allowed(environment: dict[str, str], site: str) -> None:
    done = await feed(environment, "--rss", site)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.endswith("127.0.0.1 is not a public address: --allow-private allows it")
