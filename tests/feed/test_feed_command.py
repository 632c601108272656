"""`claimwire feed` against a broker: all of it arrives, an interrupted feed goes on, errors are lines."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from claimwire.normalize import raw_article_id
from claimwire.settings import Settings
from claimwire.stream.app import running_worker
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import ENRICHED, RAW
from tests.cli.wired import claimwire, process, running, the_error
from tests.conftest import free_port
from tests.sources.feeds import RSS

pytestmark = pytest.mark.broker
MANY = 20_000


@pytest.fixture
async def wire(bootstrap: str) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    return settings


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands keep their state here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def checkpoints() -> list[Path]:
    return list(Path(os.environ["XDG_STATE_HOME"]).glob("**/feed/*.json"))


async def delivered(settings: Settings) -> list[RawArticle]:
    return [RawArticle.decode(message.value) async for message in snapshot(RAW, settings)]


async def test_a_folder_arrives_keyed_and_the_bad_is_reported(wire: Settings, folder: Path) -> None:
    (folder / "a.txt").write_text("The bridge is safe, said Ida Holm.")
    (folder / "b.html").write_bytes("<p>Café closed, he said.</p>".encode("cp1252"))
    (folder / "c.jsonl").write_text(
        '{"body": "one"}\nnonsense\n{"body": "two", "url": "https://q.example/2"}\n'
    )
    (folder / "d.xlsx").write_text("PK")
    done = claimwire("feed", folder, "--json", "--outlet", "Quenby Post", settings=wire)
    assert done.returncode == 1
    counts = orjson.loads(done.stdout)
    assert {name: counts[name] for name in ("delivered", "bad", "skipped_files")} == {
        "delivered": 4,
        "bad": 1,
        "skipped_files": 1,
    }
    left_out, problem, *_ = done.stderr.splitlines()
    assert left_out == f"claimwire: {folder}/d.xlsx: skipped: unsupported file type (.xlsx)"
    assert problem.startswith(f"claimwire: {folder}/c.jsonl:2: not JSON")
    messages = [message async for message in snapshot(RAW, wire)]
    articles = [RawArticle.decode(message.value) for message in messages]
    assert {article.body for article in articles} >= {"one", "two", "<p>Café closed, he said.</p>"}
    assert {article.outlet for article in articles} == {"Quenby Post"}
    assert [message.key for message in messages] == [raw_article_id(article).encode() for article in articles]
    assert all(dict(message.headers)["content-type"] == b"application/json" for message in messages)


async def test_what_was_fed_before_is_said_to_bring_nothing_new(wire: Settings, folder: Path) -> None:
    (folder / "a.txt").write_text("The weir is safe, said Ida Holm.")
    first, again = (claimwire("feed", folder, settings=wire) for _ in range(2))
    assert (first.stderr, again.returncode) == ("", 0)
    assert again.stderr.startswith(f"claimwire: the same was fed to {wire.bootstrap_servers} at ")
    assert again.stderr.endswith(
        "unchanged articles give no new records, unless the broker was emptied since\n"
    )


async def test_with_wait_it_ends_when_the_workers_have_finished(
    wire: Settings, folder: Path, shortest_session_s: float
) -> None:
    """Enriched, unchanged or a dead letter; what was a dead letter before is not counted."""
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Weir {number} is safe, said Ida Holm.")
    (folder / "6.jsonl").write_bytes(orjson.dumps({"body": "It is safe, said Ida Holm. " * 500}))
    given = {"session_timeout_s": shortest_session_s, "http_port": 0, "max_article_bytes": 5000}
    settings = wire.model_copy(update=given)
    waiting = ("feed", folder, "--wait", "--json")
    async with running(wire, *waiting) as feeding:
        while len(await delivered(wire)) < 6:
            assert feeding.returncode is None
        async with running_worker(settings):
            out, said = await feeding.communicate()
            enriched = [message async for message in snapshot(ENRICHED, wire)]
            again = await asyncio.to_thread(claimwire, *waiting, "--restart", settings=wire)
    counts = orjson.loads(out)
    assert (feeding.returncode, counts["delivered"], counts["dead_letters"], len(enriched)) == (1, 6, 1, 5)
    assert b"1 dead letter: `claimwire dead-letters list` shows why" in said
    assert orjson.loads(again.stdout)["dead_letters"] == 1


def test_a_folder_that_is_watched_is_not_waited_for(folder: Path) -> None:
    assert "leave out --wait" in the_error(claimwire("feed", folder, "--watch", "--wait"))


async def test_standard_input_is_json_lines(wire: Settings) -> None:
    done = process("feed", "-", data=b'{"body": "one"}\n{"body": "two"}', settings=wire)
    assert (done.returncode, done.err) == (0, b"")
    assert {article.body for article in await delivered(wire)} == {"one", "two"}


@pytest.mark.parametrize("how", [pytest.param(signal.SIGKILL, marks=pytest.mark.slow), signal.SIGINT])
async def test_an_interrupted_feed_goes_on_where_it_stopped(
    wire: Settings, folder: Path, how: signal.Signals
) -> None:
    """Nothing is lost; after Ctrl-C nothing is sent twice, after a kill only what a second had brought."""
    lines = [orjson.dumps({"body": f"story {number} " + "word " * 50}) for number in range(MANY)]
    (folder / "a.jsonl").write_bytes(b"\n".join(lines[: MANY // 2]))
    (folder / "b.jsonl").write_bytes(b"\n".join(lines[MANY // 2 :]))
    status, said = await interrupted_feed(wire, folder, how)
    assert status == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert (b"the same command continues from there" in said) is (how == signal.SIGINT)
    before = len(await delivered(wire))
    assert 0 < before < MANY
    done = claimwire("feed", folder, "--json", settings=wire)
    counts = orjson.loads(done.stdout)
    assert done.returncode == 0
    assert 0 < counts["delivered_before"] <= before
    assert counts["delivered"] + counts["delivered_before"] == MANY
    bodies = Counter(article.body for article in await delivered(wire))
    assert len(bodies) == MANY
    if how == signal.SIGINT:
        assert bodies.total() == MANY
    assert checkpoints() == []


async def interrupted_feed(wire: Settings, folder: Path, how: signal.Signals) -> tuple[int | None, bytes]:
    """Start a feed, send it a signal once it has saved how far it is; return its status and last words."""
    async with running(wire, "feed", folder) as feeding, asyncio.timeout(60):
        while not checkpoints():
            assert feeding.returncode is None, "it ended before it could be interrupted"
            await asyncio.sleep(0.01)
        feeding.send_signal(how)
        _, said = await feeding.communicate()
    return feeding.returncode, said


@pytest.mark.slow
async def test_restart_starts_again(wire: Settings, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"\n".join(b'{"body": "%d"}' % number for number in range(MANY)))
    await interrupted_feed(wire, folder, signal.SIGKILL)
    done = claimwire("feed", folder, "--json", "--restart", settings=wire)
    assert orjson.loads(done.stdout)["delivered"] == MANY


async def test_a_file_of_thirty_megabytes_is_delivered(wire: Settings, folder: Path) -> None:
    (folder / "large.txt").write_bytes(b"word " * 6_000_000)
    (folder / "larger.txt").write_bytes(b"word " * 7_000_000)
    done = claimwire("feed", folder, "--json", settings=wire)
    assert orjson.loads(done.stdout)["delivered"] == 1
    assert "larger.txt: larger than 33,550,336 bytes" in done.stderr


async def test_a_missing_broker_and_a_missing_topic_are_one_line_each(bootstrap: str, folder: Path) -> None:
    """The topic is not created by asking after it."""
    (folder / "a.txt").write_text("Nobody hears this, she said.")
    for broker, message in [
        (bootstrap, f"topic {RAW.name} is not on {bootstrap}: run `claimwire topics create`"),
        (f"127.0.0.1:{free_port()}", "no Kafka broker answers at 127.0.0.1"),
    ] * 2:
        done = claimwire("feed", folder, settings={"bootstrap_servers": broker})
        assert (done.returncode, done.stdout) == (1, "")
        assert message in done.stderr.splitlines()[-1]


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def news(request: web.Request) -> web.Response:
        return web.Response(text=RSS, content_type="application/rss+xml")

    app = web.Application()
    app.add_routes([web.get("/news.xml", news)])
    running = TestServer(app)
    async with running:
        yield str(running.make_url("/news.xml"))


async def test_a_web_feed_is_fed_once(wire: Settings, site: str) -> None:
    options = ("--allow-private", "--json")
    done = await asyncio.to_thread(claimwire, "feed", "--rss", site, *options, settings=wire)
    counts = orjson.loads(done.stdout)
    assert (done.returncode, counts["delivered"], counts["without_text"]) == (0, 2, 1)
    assert "item 2 (Only a headline): no text" in done.stderr
    articles = await delivered(wire)
    assert {article.feed for article in articles} == {site}
    assert "Mill & weir to reopen" in {article.headline for article in articles}


async def test_a_private_address_is_refused_unless_allowed(site: str) -> None:
    done = claimwire("feed", "--rss", site)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith(
        "127.0.0.1 is not a public address: --allow-private or CLAIMWIRE_ALLOW_PRIVATE=true allows it"
    )
