"""State that outlives a process: small files in the user's state folder, each written whole or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import platformdirs
from pydantic import ValidationError

from claimwire_schemas.message import Value

Mark = TypeVar("Mark", bound=Value)

SAVE_EVERY_S = 0.5
MOST_MARKS = 1_000
"""Of a kind, that are kept; runs with other inputs have other marks, and nobody else drops them."""


def state_file(kind: str, named: bytes, *, suffix: str = ".json") -> Path:
    """Return where the state of what is so named is kept: in `KIND` of the user's state folder.

    That is `~/.local/state/claimwire` on Linux, or `claimwire` in `XDG_STATE_HOME` (XDG Base Directory
    Specification), and `~/Library/Application Support/claimwire` on macOS.
    """
    return state_folder() / kind / f"{sha256(named).hexdigest()[:32]}{suffix}"


def state_folder() -> Path:
    """Return the folder of all that Claimwire keeps."""
    return platformdirs.user_state_path("claimwire", appauthor=False)


def up_folder() -> Path:
    """Return the data folder of `claimwire up`, unless it is given another."""
    return state_folder() / "up"


def write_whole(file: Path, data: bytes) -> None:
    """Write a file anew, whole or not at all; raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_suffix(f".{os.getpid()}.tmp")
    written.write_bytes(data)
    written.replace(file)


def _drop_oldest(folder: Path) -> None:
    """Drop the oldest files of a folder of marks if it has too many; another process may be at it."""
    with suppress(OSError), os.scandir(folder) as entries:
        files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
        for entry in sorted(files, key=lambda entry: entry.stat().st_mtime_ns)[:-MOST_MARKS]:
            Path(entry.path).unlink(missing_ok=True)


class MarkFile(Generic[Mark]):
    """The mark of how far an unfinished run has come, in a file, renewed now and then.

    Where it cannot be written, people are told once that the run, a `what`, will start again. A new one
    drops the oldest in its folder.
    """

    def __init__(self, file: Path, kind: type[Mark], *, what: str, report: Callable[[str], None]) -> None:
        self._file = file
        self._kind = kind
        self._what = what
        self._report = report
        self._saved_at = time.monotonic()
        self._writable = True

    def recall(self) -> Mark | None:
        """Return what was saved last; None where there is nothing that can be read."""
        try:
            return self._kind.model_validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return None

    def note(self, mark: Callable[[], Mark]) -> None:
        """Save the mark as it is now, if that was not done a moment ago."""
        if time.monotonic() - self._saved_at >= SAVE_EVERY_S:
            self.save(mark())

    def save(self, mark: Mark) -> None:
        """Save the mark."""
        self._saved_at = time.monotonic()
        try:
            is_new = not self._file.exists()
            write_whole(self._file, mark.model_dump_json().encode())
            if is_new:
                _drop_oldest(self._file.parent)
        except OSError as error:
            if self._writable:
                self._report(f"{self._file}: {error.strerror}: an interrupted {self._what} will start over")
            self._writable = False

    def forget(self) -> None:
        """Drop the mark of a run that is complete."""
        self._file.unlink(missing_ok=True)
