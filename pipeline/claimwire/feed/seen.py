"""What a watch has seen: a journal of files and how far each was delivered, kept across restarts.

A line is appended for each mark, so that a kill at any time loses at most a torn last line; where the lines
are many more than the files, those that are still there are written anew, whole or not at all.
"""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import Field, ValidationError

from claimwire.errors import InputError
from claimwire.feed.files import InputFile
from claimwire.state import state_file, write_whole
from claimwire_schemas.message import Value

SLACK = 1000
"""Lines that may be out of date before the journal is written anew."""


class Sight(Value):
    """A file as it was, and how far it is delivered; `done` is all the way."""

    path: str
    size: int | None
    modified_ns: int
    offset: int = Field(0, ge=0)
    line: int = Field(0, ge=0)
    done: bool = False

    def shows(self, file: InputFile) -> bool:
        """Tell whether the file is still as it was."""
        return (self.size, self.modified_ns) == (file.size, file.modified_ns)


def sight(file: InputFile, *, offset: int = 0, line: int = 0, done: bool = False) -> Sight:
    """Return a file as it is now, delivered so far."""
    return Sight(
        path=str(file.path.absolute()),
        size=file.size,
        modified_ns=file.modified_ns,
        offset=offset,
        line=line,
        done=done,
    )


def journal_file(paths: Sequence[str], *, topic: str, brokers: str) -> Path:
    """Return where the journal of these folders on their way to this topic is kept."""
    named = orjson.dumps([sorted(str(Path(path).resolve()) for path in paths), topic, brokers])
    return state_file("watch", named, suffix=".jsonl")


class Journal:
    """The sights of a watch, by path. One process at a time may have it open.

    Raises `InputError` where it cannot be written, or another process has it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._sights: dict[str, Sight] = {}
        self._lines = 0
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(file.with_suffix(".lock"))
            self._load()
            self._stream = file.open("ab")
            self._end_torn_line()
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(f"{self._file}: {error.strerror}: cannot remember what was fed")

    def close(self) -> None:
        """Give it free."""
        self._stream.close()
        self._lock.close()

    def of(self, file: InputFile) -> Sight | None:
        """Return what is known of a file as it is now; None for one that is new or has changed."""
        seen = self._sights.get(str(file.path.absolute()))
        return seen if seen and seen.shows(file) else None

    def note(self, *sights: Sight) -> None:
        """Write sights down; raises `InputError` where that fails."""
        for seen in sights:
            self._sights[seen.path] = seen
        try:
            self._stream.write(b"".join(map(_as_line, sights)))
            self._stream.flush()
        except OSError as error:
            raise self._unwritable(error) from None
        self._lines += len(sights)

    def forget(self) -> None:
        """Forget every file; raises as `note` does."""
        self._sights = {}
        self._rewrite()

    def tidy(self, present: Collection[str]) -> None:
        """Drop what is out of date, and files that are gone, once that is much; raises as `note` does."""
        live = len(self._sights.keys() & set(present))
        if self._lines <= 2 * live + SLACK:
            return
        self._sights = {path: self._sights[path] for path in present if path in self._sights}
        self._rewrite()

    def _rewrite(self) -> None:
        """Write the sights anew, whole or not at all."""
        try:
            write_whole(self._file, b"".join(map(_as_line, self._sights.values())))
            self._stream.close()
            self._stream = self._file.open("ab")
        except OSError as error:
            raise self._unwritable(error) from None
        self._lines = len(self._sights)

    def _load(self) -> None:
        if not self._file.exists():
            return
        with self._file.open("rb") as stream:
            for line in stream:
                self._lines += 1
                try:
                    seen = Sight.model_validate(orjson.loads(line))
                except (orjson.JSONDecodeError, ValidationError):
                    continue  # torn by a kill: its file is fed again
                self._sights[seen.path] = seen

    def _end_torn_line(self) -> None:
        if self._stream.tell():
            self._stream.write(b"\n")


def _as_line(seen: Sight) -> bytes:
    return orjson.dumps(seen.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


def _locked(file: Path) -> BinaryIO:
    lock = file.open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InputError("another process already watches these folders") from None
    return lock
