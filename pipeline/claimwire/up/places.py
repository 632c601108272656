"""Places: what is kept in the data folder, who has it, and which ports are free."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from claimwire.errors import InputError
from claimwire.polling.admin import feed_of
from claimwire.sources.opml import read_opml
from claimwire.state import write_whole
from claimwire_schemas import Feed

HERE = "127.0.0.1"
_LARGEST_OPML = 16 * 1024 * 1024


@dataclass(frozen=True)
class Places:
    """The data folder."""

    data: Path
    broker_port: int = 9092

    @property
    def journal(self) -> Path:
        """What of the folders was fed."""
        return self.data / "watch.jsonl"

    @property
    def settled(self) -> Path:
        """What of that is in the store."""
        return self.data / "watch.settled.jsonl"

    @property
    def logs(self) -> Path:
        """A log for each part."""
        return self.data / "logs"

    @property
    def store(self) -> str:
        """The desk's store."""
        return f"sqlite:///{self.data.absolute() / 'desk.db'}"

    @property
    def subscriptions(self) -> Path:
        """The feeds that are polled."""
        return self.data / "subscriptions.opml"

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Hold the folder, and tell whether its last holder was killed.

        Raises `InputError` where another process has it, or it cannot be written.
        """
        file = self.data / "lock"
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            lock = file.open("a+")
        except OSError as error:
            raise InputError(f"{file}: {error.strerror}") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = file.read_text().strip()
                raise InputError(f"{self.data}: another `claimwire up` (process {holder}) uses it") from None
            was_killed = bool(file.read_text())
            file.write_text(str(os.getpid()))
            yield was_killed
            file.write_text("")

    def feeds(self, given: Path | None, tell: Callable[[str], None]) -> tuple[Feed, ...]:
        """Return the feeds of an OPML file, which is kept, or else of the one kept before.

        Tells what is wrong with single ones; raises `InputError` where the file cannot be read.
        """
        file = given or self.subscriptions
        if not file.exists() and given is None:
            return ()
        try:
            with file.open("rb") as stream:
                data = stream.read(_LARGEST_OPML + 1)
            if len(data) > _LARGEST_OPML:
                raise InputError(f"{file}: an OPML file may have {_LARGEST_OPML:,} bytes")
            found = _feeds(data, file, tell)
            if given:
                write_whole(self.subscriptions, data)
        except OSError as error:
            raise InputError(f"{file}: {error.strerror}") from None
        return found


def free_port(preferred: int, *, host: str = HERE, within_s: float = 0.0) -> int:
    """Return a port if it is free, perhaps a moment later, else another."""
    deadline = monotonic() + within_s
    while not is_free(host, preferred):
        if monotonic() > deadline:
            return free_port(0, host=host)
        sleep(0.1)
    return preferred or _any_port(host)


def is_free(host: str, port: int) -> bool:
    """Tell whether one can listen there."""
    try:
        with _bound(host, port):
            return True
    except OSError:
        return False


def _any_port(host: str) -> int:
    with _bound(host, 0) as probe:
        return int(probe.getsockname()[1])


def _bound(host: str, port: int) -> socket.socket:
    probe = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
    except OSError:
        probe.close()
        raise
    return probe


def _feeds(data: bytes, file: Path, tell: Callable[[str], None]) -> tuple[Feed, ...]:
    listed = read_opml(data, name=str(file))
    found: dict[str, Feed] = {}
    for problem in listed.problems:
        tell(f"{problem.where}: {problem.reason}")
    for one in listed.subscriptions:
        try:
            feed = feed_of(one.url, title=one.title)
            found[feed.url] = feed
        except InputError as error:
            tell(f"{file}: {error}")
    return tuple(found.values())
