"""`claimwire feed --watch`: what comes in is delivered, once, whole, and whatever happens in between."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest

from claimwire.errors import InputError
from claimwire.feed import FeedOptions, Listener, Tally, Watch, watch_folders
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker_sync
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW
from tests.cli.wired import claimwire, running, the_error
from tests.conftest import free_port

pytestmark = pytest.mark.broker
EVERY_S = 0.1
MANY = 8_000


class Watched:
    """A watch that runs in the background: its counts, and what it has reported."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.notes: list[str] = []

    async def until(self, true: Callable[[], bool], looks: int = 2) -> None:
        """Wait until something is so, and some looks more, in which it may become more."""
        async with asyncio.timeout(30):
            while not true():  # noqa: ASYNC110 # a tally sets no event
                await asyncio.sleep(0.02)
        await asyncio.sleep(looks * EVERY_S)


@asynccontextmanager
async def watching(folder: Path, settings: Settings, *, restart: bool = False) -> AsyncIterator[Watched]:
    watched = Watched()
    watch = Watch((str(folder),), "auto", FeedOptions(), EVERY_S, restart)
    listener = Listener(lambda _: None, watched.notes.append)
    task = asyncio.create_task(watch_folders(watch, settings, watched.tally, listener))
    try:
        yield watched
        assert not task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
async def wire(bootstrap: str) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    return settings


async def delivered(settings: Settings) -> Counter[str]:
    return Counter([RawArticle.decode(message.value).body async for message in snapshot(RAW, settings)])


async def test_what_is_new_or_has_changed_is_fed_once(wire: Settings, folder: Path) -> None:
    """A bad file is told of once; a restart remembers all of it."""
    (folder / "a.txt").write_text("The weir is safe, she said.")
    (folder / "bad.json").write_text("nonsense")
    async with watching(folder, wire) as watched:
        await watched.until(lambda: watched.tally.delivered == 1, looks=4)
        (folder / "deep").mkdir()
        (folder / "deep" / "b.jsonl").write_text('{"body": "One."}\n{"body": "Two."}\n')
        (folder / "a.txt").write_text("The weir is not safe, she said.")
        await watched.until(lambda: watched.tally.delivered == 4)
        assert len([note for note in watched.notes if "bad.json: not JSON" in note]) == 1
    async with watching(folder, wire) as again:
        (folder / "bad.json").write_text('{"body": "Well now."}')
        await again.until(lambda: again.tally.delivered > 0, looks=4)
        assert (again.tally.delivered, again.tally.bad) == (1, 0)
    assert await delivered(wire) == Counter(
        ["The weir is safe, she said.", "The weir is not safe, she said.", "One.", "Two.", "Well now."]
    )


async def test_a_file_that_is_being_written_is_left_alone(wire: Settings, folder: Path) -> None:
    """Not one of its halves is delivered, however many looks it takes."""
    async with watching(folder, wire) as watched:
        with (folder / "slow.txt").open("w") as stream:
            for number in range(40):
                stream.write(f"Part {number}. ")
                stream.flush()
                await asyncio.sleep(EVERY_S / 4)
        await watched.until(lambda: watched.tally.delivered == 1)
    assert list(await delivered(wire)) == ["".join(f"Part {number}. " for number in range(40))]


async def test_a_broker_that_is_away_is_waited_for(folder: Path) -> None:
    """It is told once, and what was there is delivered when it comes."""
    (folder / "a.txt").write_text("The weir is safe, she said.")
    port = free_port()
    settings = Settings(bootstrap_servers=f"127.0.0.1:{port}")
    async with watching(folder, settings) as watched:
        await watched.until(lambda: len(watched.notes) > 1, looks=5)
        assert [note.partition(" at ")[0] for note in watched.notes[1:]] == ["no Kafka broker answers"]
        with embedded_broker_sync(port=port):
            await create_topics(settings)
            await watched.until(lambda: watched.tally.delivered == 1)
            assert (await delivered(settings)).total() == 1


@pytest.fixture
def closed_to_us(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder under which a mode of 0 holds, also for root."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        monkeypatch.setenv("XDG_STATE_HOME", f"{name}/.state")
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


async def test_what_may_not_be_read_is_told_once_and_fed_when_it_may(
    wire: Settings, closed_to_us: Path
) -> None:
    """A mount's `lost+found`, a private file: the rest is fed, and they too as soon as they are open."""
    (closed_to_us / "a.txt").write_text("The weir is safe, she said.")
    (closed_to_us / "b.txt").write_text("The mill too.")
    (closed_to_us / "lost+found").mkdir()
    (closed_to_us / "lost+found" / "c.txt").write_text("So is the bridge.")
    (closed_to_us / "b.txt").chmod(0)
    (closed_to_us / "lost+found").chmod(0)
    async with watching(closed_to_us, wire) as watched:
        with as_nobody():
            await watched.until(lambda: watched.tally.delivered == 1, looks=4)
        told = [note for note in watched.notes if "permission denied" in note]
        assert sorted(note.partition(":")[0].rpartition("/")[2] for note in told) == ["b.txt", "lost+found"]
        (closed_to_us / "b.txt").chmod(0o644)
        (closed_to_us / "lost+found").chmod(0o755)
        await watched.until(lambda: watched.tally.delivered == 3)
    assert (await delivered(wire)).total() == 3


async def test_a_folder_that_goes_away_is_waited_for(wire: Settings, folder: Path) -> None:
    (folder / "a.txt").write_text("The weir is safe, she said.")
    async with watching(folder, wire) as watched:
        await watched.until(lambda: watched.tally.delivered == 1)
        folder.rename(folder.with_name("away"))  # noqa: ASYNC240 # it blocks for no time
        await watched.until(lambda: any("no such file" in note for note in watched.notes))
        folder.with_name("away").rename(folder)
        (folder / "b.txt").write_text("The mill too.")
        await watched.until(lambda: watched.tally.delivered == 2)
    assert (await delivered(wire)).total() == 2


@pytest.mark.parametrize(("path", "message"), [("-", "cannot be watched"), ("/nowhere", "no such file")])
async def test_what_cannot_be_watched_is_said_at_once(path: str, message: str) -> None:
    watch = Watch((path,), "auto", FeedOptions(), EVERY_S)
    with pytest.raises(InputError, match=message):
        await watch_folders(watch, Settings(), Tally(), Listener(lambda _: None, print))


async def test_a_restart_feeds_all_of_it_again(wire: Settings, folder: Path) -> None:
    """A broker that keeps nothing may be another one at the same address."""
    (folder / "a.txt").write_text("The weir is safe, she said.")
    for restart in (False, True):
        async with watching(folder, wire, restart=restart) as watched:
            await watched.until(lambda: watched.tally.delivered == 1)
    async with watching(folder, wire) as watched:
        (folder / "b.txt").write_text("It rains.")
        await watched.until(lambda: watched.tally.delivered > 0)
    assert (await delivered(wire)) == Counter({"The weir is safe, she said.": 2, "It rains.": 1})


def test_a_watch_is_of_folders() -> None:
    said = the_error(claimwire("feed", "--watch", "--rss", "https://example.org/feed"))
    assert said.startswith("--watch takes files and folders")


async def noted(tmp_path: Path, word: bytes, *, times: int) -> None:
    """Wait until a word is in the journal so many times."""
    journals = (tmp_path / "state").rglob
    while sum(file.read_bytes().count(word) for file in journals("*.jsonl")) < times:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_a_kill_loses_nothing_and_repeats_little(wire: Settings, folder: Path, tmp_path: Path) -> None:
    """The next run goes on within the file that was being fed; Ctrl-C ends it with its counts."""
    lines = [orjson.dumps({"body": f"story {number} " + "word " * 50}) for number in range(MANY)]
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    (folder / "b.txt").write_text("The last one.")
    command = ("feed", "--watch", "--every", "0.1", "--json", folder)
    async with asyncio.timeout(120):
        async with running(wire, *command):
            await noted(tmp_path, b"path", times=1)
        before = (await delivered(wire)).total()
        assert 0 < before < MANY
        async with running(wire, *command) as second:
            await noted(tmp_path, b"true", times=2)
            second.send_signal(signal.SIGINT)
            said, _ = await second.communicate()
    bodies = await delivered(wire)
    assert second.returncode == 0
    assert orjson.loads(said)["delivered"] < MANY
    assert len(bodies) == MANY + 1
    assert bodies.total() < MANY + before
