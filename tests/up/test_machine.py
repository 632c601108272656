"""`claimwire up` as people run it: whatever is killed, each article's claims are in the store, once."""

from __future__ import annotations

import http.server
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import orjson
import pytest

from claimwire.errors import StoreError
from claimwire.store import Search, open_store
from tests.cli.wired import COMMAND, environment, process, the_error
from tests.polling.world import item, rss

WITHIN_S = 90.0
pytestmark = [
    pytest.mark.broker,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the parts in /proc"),
]


@dataclass
class Running:
    """A machine that runs: its process, and what it said."""

    process: subprocess.Popen[bytes]
    said: Path
    data: Path
    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    fed: int = 0

    @property
    def url(self) -> str:
        """The desk's address."""
        found = re.search(r"http://\S+?(?=/ )", self.said.read_text())
        return found[0] if found else ""

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        deadline = monotonic() + WITHIN_S
        while not is_so():
            assert self.process.poll() is None, self.said.read_text()
            assert monotonic() < deadline, f"{what}: {self.said.read_text()}"
            sleep(0.1)

    def feed(self, articles: int) -> None:
        """Put articles into the folder."""
        for _ in range(articles):
            number = next(self.numbers)
            text = f"“Bridge {number} will not close,” Petra Olund told the council on Monday.\n"
            hidden = self.folder / f".{number}.txt"
            hidden.write_text(text)
            hidden.rename(self.folder / f"{number}.txt")
        self.fed += articles

    def has_all(self) -> bool:
        """Tell whether every article is in the store; none may be there twice, nor any claim."""
        try:
            store = open_store(f"sqlite:///{self.data / 'desk.db'}")
        except StoreError:  # the desk creates its tables
            return False
        try:
            rows = store.claims_after(Search(superseded=True), 0).rows
            days = store.days()
        finally:
            store.close()
        texts = [row.text for row in rows]
        assert len(texts) == len(set(texts))
        assert not any(row.superseded for row in rows)
        assert sum(day.articles for day in days) <= self.fed
        return len(texts) == sum(day.articles for day in days) == self.fed

    def wait_for_all(self) -> None:
        """Wait until every article is in the store."""
        self.until(self.has_all, "not everything is in the store")

    def part(self, *words: str) -> int:
        """Return the process of a part: the last below the machine's that was called so."""
        return max(pid for pid in below(self.process.pid) if words == command(pid)[-len(words) :])


@contextmanager
def machine(tmp_path: Path, *arguments: str, **settings: str) -> Iterator[Running]:
    """Run a machine over a folder, and kill it in the end."""
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    said = tmp_path / "said"
    with said.open("wb") as file:
        words = (*COMMAND, "up", "--data", str(tmp_path / "data"), "--every", "0.2", *arguments, str(folder))
        started = subprocess.Popen(words, env=environment(settings), stdout=file, stderr=file)
    running = Running(started, said, tmp_path / "data", folder)
    try:
        yield running
    finally:
        started.kill()
        started.wait()


@contextmanager
def feed_of(items: list[str]) -> Iterator[str]:
    """Serve a feed of these items, as they are when it is asked for."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = rss(*items) if self.path == "/feed" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/feed"
        server.shutdown()


def below(pid: int) -> list[int]:
    """Return the processes that a process started, and those that these did."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (child, *below(child))]


def command(pid: int) -> tuple[str, ...]:
    """Return the words that a process was called with."""
    try:
        return tuple(Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1])
    except OSError:
        return ()


def alive(pids: list[int]) -> list[int]:
    """Return those that run, and are no zombies that nobody has asked for yet."""
    return [pid for pid in pids if command(pid)]


def ended(pids: list[int]) -> bool:
    """Tell whether processes end within a time."""
    deadline = monotonic() + 20
    while alive(pids) and monotonic() < deadline:
        sleep(0.1)
    return not alive(pids)


@pytest.mark.slow
def test_each_part_is_killed_and_then_the_supervisor(tmp_path: Path) -> None:
    """Each part once, the broker too, while articles come; then all at once, and it goes on."""
    with machine(tmp_path, desk_port="0") as running:
        running.feed(5)
        running.wait_for_all()
        for words in (("worker",), ("desk",), ("match",), (str(running.folder),)):
            running.feed(3)
            os.kill(running.part(*words), signal.SIGKILL)
            running.wait_for_all()
        (broker,) = (pid for pid in below(running.process.pid) if command(pid)[:1][0].endswith("tansu"))
        running.feed(3)
        os.kill(broker, signal.SIGKILL)
        running.wait_for_all()
        running.feed(3)
        parts = below(running.process.pid)
        running.process.kill()
        assert ended(parts)
        numbers, fed = running.numbers, running.fed
    assert "SIGKILL" in running.said.read_text()
    with machine(tmp_path, desk_port="0") as again:
        again.numbers, again.fed = numbers, fed
        again.feed(3)
        again.wait_for_all()
        parts = below(again.process.pid)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(30) == 0, again.said.read_text()
        assert not alive(parts)


@pytest.mark.slow
def test_the_feeder_is_killed_and_then_all_of_it(tmp_path: Path) -> None:
    """Each item of a feed is in the store once, though the new broker has forgotten what was polled."""
    settings = {
        "desk_port": "0",
        "allow_private": "true",
        "host_spacing_s": "0",
        "feed_min_interval_s": "2",
        "feed_max_interval_s": "2",
    }
    items: list[str] = []

    def publish(running: Running, articles: int) -> None:
        for _ in range(articles):
            number = next(running.numbers)
            words = f"“Bridge {number} will not close,” Petra Olund told the council on Monday. "
            items.append(item(number, body=words))
        running.fed += articles

    with feed_of(items) as url:
        opml = tmp_path / "subscriptions.opml"
        outline = f'<outline type="rss" text="Courier" xmlUrl="{url}" cw:full_text="never"/>'
        ours = 'xmlns:cw="https://claimwire.dev/opml"'
        opml.write_text(f'<opml version="2.0" {ours}><body>{outline}</body></opml>')
        with machine(tmp_path, "--feeds", str(opml), **settings) as running:
            publish(running, 3)
            running.wait_for_all()
            for _ in range(2):
                publish(running, 2)
                os.kill(running.part("feeds", "run"), signal.SIGKILL)
                running.wait_for_all()
            publish(running, 2)
            parts = below(running.process.pid)
            running.process.kill()
            assert ended(parts)
            numbers, fed = running.numbers, running.fed
        opml.unlink()
        with machine(tmp_path, **settings) as again:  # its feeds are in its folder
            again.numbers, again.fed = numbers, fed
            publish(again, 2)
            again.wait_for_all()
            assert "1 feed;" in again.said.read_text()


def test_it_says_where_the_desk_is_and_two_do_not_share_a_folder(tmp_path: Path) -> None:
    """A port that is taken gives way to a free one; what is asked for by name does not."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        given = ("up", "--data", str(tmp_path / "data"))
        asked = process(*given, "--listen", f"127.0.0.1:{port}")
        assert the_error(asked) == f"--listen 127.0.0.1:{port}: the port is taken"
        with machine(tmp_path, desk_port=str(port)) as running:
            running.until(lambda: bool(running.url), "no address")
            assert f"port {port} is taken" in running.said.read_text()
            assert running.url != f"http://127.0.0.1:{port}"
            assert f"process {running.process.pid}) uses it" in the_error(process(*given))
            parts = below(running.process.pid)
            running.process.terminate()
            assert running.process.wait(30) == 0
            assert not alive(parts)


def test_a_program_reads_its_addresses_as_json(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    arguments = ("up", str(tmp_path / "articles"), "--data", str(tmp_path / "data"), "--json")
    given = environment({"desk_port": "0"})
    with subprocess.Popen([*COMMAND, *arguments], env=given, stdout=subprocess.PIPE) as running:
        assert running.stdout
        told = orjson.loads(running.stdout.readline())
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", told.pop("url"))
    assert told.pop("broker").startswith("127.0.0.1:")
    assert told == {"data": str(tmp_path / "data"), "folders": 1, "feeds": 0}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere: not a folder"),
        (("--feeds", "nowhere.opml"), "nowhere.opml: No such file or directory"),
        (
            ("--listen", "0.0.0.0:0"),
            "desk_read_token: others can reach 0.0.0.0: set CLAIMWIRE_DESK_READ_TOKEN",
        ),
        (("--listen", "8082"), "--listen 8082: not HOST:PORT"),
    ],
)
def test_what_cannot_run_is_told_in_a_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert the_error(process("up", "--data", tmp_path / "data", *arguments)) == said
