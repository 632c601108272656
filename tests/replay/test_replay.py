"""`claimwire replay` and `claimwire archive` against a broker and a worker."""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from pathlib import Path
from time import monotonic

import orjson
import pytest

from claimwire.envelope import REPLAY, REPLAYED_FROM
from claimwire.kafka import start_consumer
from claimwire.replay.headroom import UNTOLD
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import Article
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED, RAW
from tests.cli.wired import claimwire, process, running
from tests.stream.wire import article, feed, raw_message, workers

pytestmark = pytest.mark.broker
FAST = ("--rate", "1000", "--most-waiting", "100000")
OUT = (ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED)


async def raw(settings: Settings) -> list[tuple[bytes, str | None]]:
    """Return what is on the raw topic: each value and the name of its replay."""
    found = []
    async for message in snapshot(RAW, settings):
        name = dict(message.headers).get(REPLAY)
        found.append((message.value, name.decode() if name else None))
    return found


async def until_enriched(settings: Settings, count: int) -> None:
    """Wait for so many enriched articles, repeats counted."""
    consumer = await start_consumer(settings, ENRICHED.name, from_beginning=True)
    begun = monotonic()
    try:
        while count > 0:
            count -= sum(map(len, (await consumer.getmany(timeout_ms=500)).values()))
            assert monotonic() - begun < 120, f"{count} enriched articles did not come"
    finally:
        await consumer.stop()


async def test_a_replay_publishes_the_same_records_once_more_marked(wire: Settings, tmp_path: Path) -> None:
    """Also of both revisions of an article: each under the number and the bytes that it had.

    A second replay sends as much as the first: copies are passed over. Live subscribers see none of it.
    """
    articles = [article(number) for number in range(4)]
    changed = articles[0].model_copy(update={"body": articles[0].body.replace("months", "weeks")})
    with workers(wire, tmp_path) as started:
        await started.start()
        await feed(wire, [raw_message(each) for each in (*articles, changed)])
        await until_enriched(wire, 5)
        for number, enriched in ((1, 10), (2, 15)):
            done = claimwire(
                "replay", "--from", "beginning", *FAST, "--json", "--name", f"run-{number}", settings=wire
            )
            assert done.returncode == 0, done.err
            assert orjson.loads(done.out)["delivered"] == 5
            await until_enriched(wire, enriched)
        for topic in OUT:
            values: dict[str | None, Counter[bytes]] = {}
            async for message in snapshot(topic, wire):
                name = (dict(message.headers).get(REPLAY) or b"live").decode()
                values.setdefault(name, Counter())[message.value] += 1
            assert values["run-1"] == values["run-2"] == values["live"]
        revisions = [
            (found.article_id, found.revision)
            async for message in snapshot(ARTICLES, wire)
            if (found := Article.decode(message.value))
        ]
        assert len(set(revisions)) == 5
        assert {number for _, number in revisions} == {1, 2}
    shown = claimwire(
        "subscribe", "enriched", "--from", "beginning", "--live-only", "--json", "--limit", "5", settings=wire
    )
    assert len(set(shown.out.splitlines())) == 5


async def test_a_dry_run_shows_and_sends_nothing(wire: Settings) -> None:
    await feed(wire, [raw_message(article(number)) for number in range(3)])
    outlet = article(0).outlet or ""
    for options in ((), ("--json",)):
        done = claimwire(
            "replay", "--from", "beginning", "--dry-run", "--outlet", outlet.upper(), *options, settings=wire
        )
        assert done.stdout.count(RAW.name) == 3
        assert b"would send 3" in done.err
    later = claimwire("replay", "--from", "2999-01-01", "--dry-run", "--json", settings=wire)
    assert later.out == b""
    assert len(await raw(wire)) == 3


@pytest.mark.slow
async def test_a_replay_that_is_killed_goes_on_where_it_stopped(wire: Settings) -> None:
    """Nothing is left out, and no more is sent twice than since the last look at how far it was."""
    values = [raw_message(article(number)) for number in range(60)]
    await feed(wire, values)
    command = ("replay", "--from", "beginning", "--rate", "30", "--most-waiting", "100000")
    async with running(wire, *command) as sending:
        deadline = monotonic() + 60
        while len([name for _, name in await raw(wire) if name]) < 30:
            assert monotonic() < deadline
            await asyncio.sleep(0.2)
        sending.kill()
        await sending.wait()
    done = claimwire(*command, settings=wire)
    assert b"continuing after" in done.err
    sent = Counter(value for value, name in await raw(wire) if name)
    assert set(sent) == {message.value for message in values}
    assert sum(sent.values()) - len(sent) <= 35, "what was sent in a second"
    assert len({name for _, name in await raw(wire) if name}) == 1


async def test_live_news_goes_first(wire: Settings, request: pytest.FixtureRequest) -> None:
    """No more is sent than may wait for the workers; where the broker cannot tell, that is said."""
    await feed(wire, [raw_message(article(number)) for number in range(10)])
    command = ("replay", "--from", "beginning", "--rate", "1000", "--most-waiting", "13")
    async with running(wire, *command) as sending:
        if request.node.callspec.params["bootstrap"] == "embedded":
            _, errors = await asyncio.wait_for(sending.communicate(), 60)
            assert UNTOLD in errors.decode()
            assert len(await raw(wire)) == 20
            return
        while len(await raw(wire)) < 13:  # noqa: ASYNC110 # a broker sets no event
            await asyncio.sleep(0.2)
        await asyncio.sleep(3)
        assert len(await raw(wire)) == 13


@pytest.mark.parametrize("name", ["raw.jsonl", "raw.jsonl.gz"])
async def test_an_archive_brings_back_what_is_gone(wire: Settings, tmp_path: Path, name: str) -> None:
    """What was backfilled counts as an original on its topic: it may be replayed from there."""
    values = [raw_message(article(number)) for number in range(5)]
    await feed(wire, values)
    written = process("archive", str(tmp_path / name), settings=wire)
    assert written.out.startswith(b"5 written"), written.err
    lines = (tmp_path / name).read_bytes()
    assert len((gzip.decompress(lines) if name.endswith("gz") else lines).splitlines()) == 5
    done = claimwire("replay", str(tmp_path / name), *FAST, "--name", "old", "--limit", "4", settings=wire)
    assert b"old: 4 delivered" in done.out
    assert done.returncode == 0
    back = [message async for message in snapshot(RAW, wire) if dict(message.headers).get(REPLAY)]
    assert {message.value for message in back} < {message.value for message in values}
    assert len(back) == 4
    assert all(REPLAYED_FROM not in dict(message.headers) for message in back)


async def test_an_archive_on_standard_output_is_nothing_but_lines(wire: Settings, tmp_path: Path) -> None:
    await feed(wire, [raw_message(article(number)) for number in range(3)])
    done = await asyncio.to_thread(process, "archive", "-", settings=wire, cwd=tmp_path)
    assert [orjson.loads(line)["topic"] for line in done.out.splitlines()] == [RAW.name] * 3
    assert done.stderr == "3 written to -\n"
    assert not list(tmp_path.iterdir())  # noqa: ASYNC240 # it blocks for no time


async def test_a_damaged_line_is_reported_and_the_rest_sent(wire: Settings, tmp_path: Path) -> None:
    """The exit status is 1; of a topic, what is no article was refused when it came."""
    file = tmp_path / "damaged.jsonl"
    file.write_bytes(b'{"topic": \n' + article(1).encode() + b"\n")
    done = claimwire("replay", str(file), *FAST, "--json", settings=wire)
    counts = orjson.loads(done.out)
    assert (done.returncode, counts["delivered"], counts["bad"], counts["refused"]) == (1, 1, 1, 0)
    assert f"{file}:1: not JSON" in done.stderr


async def test_an_archive_replaces_a_file_only_if_told(wire: Settings, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text("the only copy")
    refused = claimwire("archive", str(file), settings=wire)
    assert refused.stderr == f"claimwire: {file}: exists: give another name, or --overwrite\n"
    assert (refused.returncode, file.read_text()) == (1, "the only copy")
    assert claimwire("archive", str(file), "--overwrite", settings=wire).returncode == 0
    assert file.read_text() == ""


@pytest.mark.parametrize("name", [".", "", "/"])
async def test_an_archive_is_no_directory(wire: Settings, name: str) -> None:
    done = claimwire("archive", name, settings=wire)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, line.endswith("is a directory: give a file name")) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give --from TIME"),
        (("--from", "beginning", "--name", "a b"), "--name takes"),
        (("missing.jsonl",), "missing.jsonl"),
        (("a.jsonl", "--topic", "raw"), "leave out --topic"),
    ],
)
async def test_what_cannot_be_replayed_is_said(
    wire: Settings, arguments: tuple[str, ...], message: str
) -> None:
    done = claimwire("replay", *arguments, settings=wire)
    assert done.returncode == 1
    assert message in done.stderr
