"""Progress: how far an unfinished replay has come, in a file, so that the same command goes on from there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import orjson
from pydantic import Field, ValidationError

from pipeline.feed.checkpoint import SAVE_EVERY_S, state_folder
from schemas.message import Value

Numbers = Mapping[int, int]
"""By partition, an offset; by archive, a line."""


class Mark(Value):
    """What of a replay is settled: all before `reached`. It reads a topic up to `ends`."""

    name: str
    delivered: int = Field(ge=0)
    bad: int = Field(ge=0)
    refused: int = Field(ge=0)
    reached: dict[str, int]
    ends: dict[str, int]


class Progress:
    """A replay's mark in a file of its own, renewed now and then."""

    def __init__(self, asked: object, report: Callable[[str], None]) -> None:
        self._report = report
        self._writable = True
        digest = sha256(repr(asked).encode()).hexdigest()[:32]
        self._file: Path = state_folder().parent / "replay" / f"{digest}.json"
        self._saved_at = time.monotonic()

    def recall(self) -> Mark | None:
        """Return what an unfinished run of the same command had done."""
        try:
            return Mark.model_validate(orjson.loads(self._file.read_bytes()))
        except (OSError, orjson.JSONDecodeError, ValidationError):
            return None

    def note(self, mark: Mark) -> None:
        """Save the mark if that was not done a moment ago."""
        if time.monotonic() - self._saved_at >= SAVE_EVERY_S:
            self.save(mark)

    def save(self, mark: Mark) -> None:
        """Save the mark whole or not at all; where it cannot be written, people are told once."""
        self._saved_at = time.monotonic()
        try:
            self._write(mark)
        except OSError as error:
            if self._writable:
                self._report(f"{self._file}: {error.strerror}: an interrupted replay will start again")
            self._writable = False

    def _write(self, mark: Mark) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".tmp")
        written.write_bytes(orjson.dumps(mark.model_dump()))
        written.replace(self._file)

    def forget(self) -> None:
        """Drop the mark of a replay that is complete."""
        self._file.unlink(missing_ok=True)
