"""Checkpoints: how far an unfinished feed was delivered, so that the same command goes on from there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import orjson
from pydantic import Field, ValidationError

from pipeline.feed.entries import Position
from pipeline.feed.files import InputFile
from pipeline.feed.tally import Tally
from schemas.message import Value

SAVE_EVERY_S = 0.5


class Mark(Value):
    """A delivered prefix of the inputs. `fingerprint` names the inputs as they were."""

    fingerprint: str
    file: int = Field(ge=0)
    offset: int = Field(ge=0)
    line: int = Field(ge=0)
    delivered: int = Field(ge=0)
    bad: int = Field(ge=0)

    def tally(self) -> Tally:
        """Return the counts to go on from."""
        position = Position(self.file, self.offset, self.line)
        return Tally(resumed=self.delivered, bad=self.bad, position=position)


def state_folder() -> Path:
    """Return the folder of checkpoints: `claimwire/feed` in `XDG_STATE_HOME`, or in `~/.local/state`."""
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    home = named if named.is_absolute() else Path.home() / ".local" / "state"
    return home / "claimwire" / "feed"


def checkpoint_file(files: Sequence[InputFile], *, topic: str, brokers: str) -> Path:
    """Return where the checkpoint of these inputs on their way to this topic is kept."""
    named = orjson.dumps([[str(file.path.resolve()) for file in files], topic, brokers])
    return state_folder() / f"{sha256(named).hexdigest()[:32]}.json"


def fingerprint(files: Sequence[InputFile], *, options: object) -> str:
    """Return what changes when a file or an option does: a digest of sizes, times, kinds and options."""
    seen = [[str(file.path.resolve()), file.kind, file.size, file.modified_ns] for file in files]
    return sha256(orjson.dumps([seen, repr(options)])).hexdigest()


def resumable(files: Sequence[InputFile]) -> bool:
    """Tell whether all inputs can be read again: standard input and pipes cannot."""
    return all(file.size is not None for file in files)


class Checkpoint:
    """A mark in a file, renewed now and then; where it cannot be written, people are told once."""

    def __init__(self, file: Path, fingerprint: str, reported: Callable[[str], None]) -> None:
        self._file = file
        self._fingerprint = fingerprint
        self._reported = reported
        self._saved_at = time.monotonic()
        self._writable = True

    def recall(self) -> Tally:
        """Return what an unfinished run of the same feed had done; nothing when its inputs have changed."""
        mark = load_mark(self._file)
        if mark is None:
            return Tally()
        if mark.fingerprint != self._fingerprint:
            self._reported("the input has changed since it was fed in part: starting from its beginning")
            return Tally()
        self._reported(f"going on after {mark.delivered:,} delivered before (--restart starts again)")
        return mark.tally()

    def note(self, tally: Tally) -> None:
        """Save how far the feed has come, if that was not done a moment ago."""
        if time.monotonic() - self._saved_at >= SAVE_EVERY_S:
            self.save(tally)

    def save(self, tally: Tally) -> None:
        """Save how far the feed has come."""
        self._saved_at = time.monotonic()
        mark = Mark(
            fingerprint=self._fingerprint,
            file=tally.position.file,
            offset=tally.position.offset,
            line=tally.position.line,
            delivered=tally.resumed + tally.delivered,
            bad=tally.bad,
        )
        try:
            save_mark(self._file, mark)
        except OSError as error:
            if self._writable:
                self._reported(f"{self._file}: {error.strerror}: an interrupted feed will start again")
            self._writable = False

    def forget(self) -> None:
        """Drop the mark of a feed that is complete."""
        self._file.unlink(missing_ok=True)


def load_mark(file: Path) -> Mark | None:
    """Return the saved mark; None where there is none that can be read."""
    try:
        return Mark.model_validate(orjson.loads(file.read_bytes()))
    except (OSError, orjson.JSONDecodeError, ValidationError):
        return None


def save_mark(file: Path, mark: Mark) -> None:
    """Save a mark whole or not at all; raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_suffix(f".{os.getpid()}.tmp")
    written.write_bytes(orjson.dumps(mark.model_dump()))
    written.replace(file)
