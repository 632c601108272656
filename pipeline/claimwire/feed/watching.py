"""Watching: folders are looked at again and again, and what is new or has changed in them is delivered.

By looking (`stat`), not by being told: inotify says nothing of what happens on network file systems and on
most volumes of containers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from claimwire.errors import BrokerError, InputError, NotDelivered
from claimwire.feed.entries import Position, Tally
from claimwire.feed.feeding import Listener, feed_entries
from claimwire.feed.file_reader import read_files
from claimwire.feed.files import STDIN, Format, InputFile, InputFiles, LeftOut, find_files
from claimwire.feed.options import FeedOptions
from claimwire.feed.seen import Journal, Sight, journal_file, sight
from claimwire.settings import Settings
from claimwire.state import SAVE_EVERY_S
from claimwire_schemas.topics import RAW

_BATCH_FILES = 500
_LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True)
class Watch:
    """Which folders are watched, for what, and how often."""

    paths: tuple[str, ...]
    form: Format
    options: FeedOptions
    every_s: float
    restart: bool = False
    """Whether what was fed before is forgotten first."""
    journal: Path | None = None
    """Where it is written down what was fed; by the folders' names if not set."""


async def watch_folders(watch: Watch, settings: Settings, tally: Tally, listener: Listener) -> None:
    """Deliver what is in the folders and what comes into them, for ever; count it in `tally`.

    A broker that does not answer, and a folder that is not there for a time, are reported and waited for.
    Raises `InputError` for a path that is not there at the beginning, or where what was fed cannot be
    remembered.
    """
    if str(STDIN) in watch.paths:
        raise InputError("standard input cannot be watched")
    found = await _look(watch)
    file = watch.journal or journal_file(watch.paths, topic=RAW.name, brokers=settings.bootstrap_servers)
    with closing(Journal(file)) as journal:
        if watch.restart:
            journal.forget()
        listener.reported(f"watching {', '.join(watch.paths)}: {len(found.files):,} files")
        await _Watcher(watch, settings, tally, listener, journal).watch()


async def _look(watch: Watch) -> InputFiles:
    found = await asyncio.to_thread(find_files, watch.paths, form=watch.form)
    return replace(found, files=tuple(file for file in found.files if file.size is not None))


class _Watcher:
    def __init__(
        self, watch: Watch, settings: Settings, tally: Tally, listener: Listener, journal: Journal
    ) -> None:
        self._watch = watch
        self._settings = settings
        self._tally = tally
        self._listener = listener
        self._journal = journal
        self._before: frozenset[InputFile] = frozenset()
        self._left_out: frozenset[LeftOut] = frozenset()
        self._trouble: str | None = None

    async def watch(self) -> None:
        pause = self._watch.every_s
        while True:
            try:
                await self._look_once()
            except (BrokerError, NotDelivered, InputError) as error:
                pause = max(self._watch.every_s, min(pause * 2, _LONGEST_PAUSE_S))
                self._report_once(str(error))
            else:
                pause, self._trouble = self._watch.every_s, None
            await asyncio.sleep(pause)

    def _report_once(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._listener.reported(f"{trouble}: trying again")
        self._trouble = trouble

    async def _look_once(self) -> None:
        """Deliver what is as it was a look ago, so that nothing is taken that is being written."""
        found = await _look(self._watch)
        files = found.files
        for left in found.left_out:
            if left not in self._left_out:
                self._listener.reported(f"{left.path}: skipped: {left.reason}")
        self._left_out = frozenset(found.left_out)
        stable, self._before = [file for file in files if file in self._before], frozenset(files)
        for batch, start in _batches(stable, self._journal):
            await self._deliver(batch, start)
        self._journal.tidy([str(file.path.absolute()) for file in files])

    async def _deliver(self, files: Sequence[InputFile], start: Position) -> None:
        tally = Tally(position=start)
        marks = _Marks(self._journal, files, start)

        def progressed(now: Tally) -> None:
            marks.note(now.position)
            self._listener.progressed(replace(now, delivered=self._tally.delivered + now.delivered))

        try:
            entries = read_files(files, self._watch.options, start=start)
            heard = Listener(progressed, self._listener.reported)
            await feed_entries(entries, tally, self._settings, heard)
            marks.save(Position(len(files)))
        finally:
            # Also where it was interrupted: what is delivered is remembered.
            marks.save(tally.position)
            self._tally.delivered += tally.delivered
            self._tally.bad += tally.bad
            self._tally.without_text += tally.without_text
        self._listener.reported(f"{tally.delivered:,} delivered from {_named(files)}")


def _named(files: Sequence[InputFile]) -> str:
    return files[0].name if len(files) == 1 else f"{len(files):,} files"


def _batches(files: Sequence[InputFile], journal: Journal) -> Iterator[tuple[list[InputFile], Position]]:
    """Yield the files that are not done, some at a time; one that is done in part by itself."""
    fresh: list[InputFile] = []
    for file in files:
        seen = journal.of(file)
        if seen is None:
            fresh.append(file)
        elif not seen.done:
            yield [file], Position(0, seen.offset, seen.line)
    for first in range(0, len(fresh), _BATCH_FILES):
        yield fresh[first : first + _BATCH_FILES], Position()


class _Marks:
    """Writes down how far the files of a batch are delivered, now and then."""

    def __init__(self, journal: Journal, files: Sequence[InputFile], start: Position) -> None:
        self._journal = journal
        self._files = files
        self._noted = start
        self._saved_at = monotonic()

    def note(self, position: Position) -> None:
        if monotonic() - self._saved_at >= SAVE_EVERY_S:
            self.save(position)

    def save(self, position: Position) -> None:
        """Note the files that are done, and how far the next one is; what is noted stays so."""
        if position <= self._noted:
            return
        sights: list[Sight] = [
            sight(file, done=True) for file in self._files[self._noted.file : position.file]
        ]
        if position.offset or position.line:
            part = self._files[position.file]
            sights.append(sight(part, offset=position.offset, line=position.line))
        self._journal.note(*sights)
        self._noted, self._saved_at = position, monotonic()
