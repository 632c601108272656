"""Checkpoints: how far an unfinished feed was delivered, so that the same command continues from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import orjson
from pydantic import AwareDatetime, Field

from claimwire.feed.entries import Position, Tally
from claimwire.feed.files import InputFile
from claimwire.state import MarkFile, state_file
from claimwire_schemas.message import Value


class FeedMark(Value):
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


class FedWhole(Value):
    """Inputs that were delivered whole, and when."""

    fingerprint: str
    at: AwareDatetime


def checkpoint_file(files: Sequence[InputFile], *, topic: str, brokers: str) -> Path:
    """Return where the checkpoint of these inputs on their way to this topic is kept."""
    return state_file("feed", orjson.dumps([[str(file.path.resolve()) for file in files], topic, brokers]))


def fed_before(files: Sequence[InputFile], fingerprint: str, *, brokers: str) -> datetime | None:
    """Return when the same inputs were last delivered to these brokers, and note that they are now."""
    file = state_file("fed", orjson.dumps([[str(file.path.resolve()) for file in files], brokers]))
    marks = MarkFile(file, FedWhole, what="feed", report=lambda _: None)
    before = marks.recall()
    marks.save(FedWhole(fingerprint=fingerprint, at=datetime.now(UTC)))
    return before.at if before and before.fingerprint == fingerprint else None


def fingerprint(files: Sequence[InputFile], *, options: object) -> str:
    """Return what changes when a file or an option does: a digest of sizes, times, kinds and options."""
    seen = [[str(file.path.resolve()), file.kind, file.size, file.modified_ns] for file in files]
    return sha256(orjson.dumps([seen, repr(options)])).hexdigest()


def resumable(files: Sequence[InputFile]) -> bool:
    """Tell whether all inputs can be read again: standard input and pipes cannot."""
    return all(file.size is not None for file in files)


class Checkpoint:
    """A feed's mark, which holds for as long as its inputs are what they were."""

    def __init__(self, file: Path, fingerprint: str, reported: Callable[[str], None]) -> None:
        self._marks = MarkFile(file, FeedMark, what="feed", report=reported)
        self._fingerprint = fingerprint
        self._reported = reported

    def recall(self) -> Tally:
        """Return what an unfinished run of the same feed had done; nothing when its inputs have changed."""
        mark = self._marks.recall()
        if mark is None:
            return Tally()
        if mark.fingerprint != self._fingerprint:
            self._reported("the input has changed since the interrupted run: starting over")
            return Tally()
        self._reported(f"continuing after {mark.delivered:,} already delivered (--restart starts over)")
        return mark.tally()

    def note(self, tally: Tally) -> None:
        """Save how far the feed has come, if that was not done a moment ago."""
        self._marks.note(lambda: self._mark(tally))

    def save(self, tally: Tally) -> None:
        """Save how far the feed has come; where that cannot be written, people are told once."""
        self._marks.save(self._mark(tally))

    def forget(self) -> None:
        """Drop the mark of a feed that is complete."""
        self._marks.forget()

    def _mark(self, tally: Tally) -> FeedMark:
        return FeedMark(
            fingerprint=self._fingerprint,
            file=tally.position.file,
            offset=tally.position.offset,
            line=tally.position.line,
            delivered=tally.resumed + tally.delivered,
            bad=tally.bad,
        )
