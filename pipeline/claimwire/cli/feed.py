"""`claimwire feed`: files, folders, standard input or one RSS, Atom or JSON feed, delivered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import get_args

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from claimwire.cli.rows import printable
from claimwire.cli.run import run
from claimwire.cli.worker import stopped_by_signal
from claimwire.errors import InputError
from claimwire.feed import (
    FeedOptions,
    Format,
    InputFile,
    InputFiles,
    Listener,
    Position,
    Tally,
    Watch,
    feed_entries,
    feed_files,
    fetch_feed,
    find_files,
    read_feed,
    total_bytes,
    watch_folders,
)
from claimwire.feed.files import KINDS
from claimwire.settings import Settings

_LONGEST_OUTLET = 2000


@dataclass(frozen=True)
class Done:
    """A feed that has come to its end."""

    tally: Tally
    skipped_files: int
    seconds: float

    def as_json(self) -> bytes:
        """Return its counts as one JSON object."""
        counts = {
            "delivered": self.tally.delivered,
            "delivered_before": self.tally.resumed,
            "bad": self.tally.bad,
            "without_text": self.tally.without_text,
            "skipped_files": self.skipped_files,
            "seconds": round(self.seconds, 3),
        }
        return orjson.dumps(counts)

    def as_text(self) -> str:
        """Return its counts in a line; those of what is rare only where there was some."""
        tally = self.tally
        rare = {
            "delivered before": tally.resumed,
            "bad": tally.bad,
            "without text": tally.without_text,
            "other files skipped": self.skipped_files,
        }
        counts = [
            f"{tally.delivered:,} delivered",
            *(f"{count:,} {name}" for name, count in rare.items() if count),
        ]
        return f"{', '.join(counts)} in {self.seconds:.1f} s"


@click.command()
@click.argument("paths", metavar="[FILE|DIR|-]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="auto",
    help=f"What the files are. auto: their endings tell ({' '.join(KINDS)}).",
)
@click.option("--outlet", help="Who publishes the articles, where they do not say so themselves.")
@click.option("--rss", metavar="URL", help="Read one RSS, Atom or JSON feed, once.")
@click.option("--allow-private", is_flag=True, help="Let --rss connect to addresses that are not public.")
@click.option("--watch", "watched", is_flag=True, help="Go on for ever: feed what is new or has changed.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.05),
    default=5.0,
    show_default=True,
    help="Seconds from look to look.",
)
@click.option(
    "--restart",
    is_flag=True,
    help="Start again, also where an earlier run was interrupted or, with --watch, has fed all.",
)
@click.option("--journal", type=click.Path(path_type=Path), help="Where --watch remembers what it has fed.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.pass_context
def feed(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: Format,
    outlet: str | None,
    rss: str | None,
    allow_private: bool,
    watched: bool,
    every: float,
    restart: bool,
    journal: Path | None,
    as_json: bool,
) -> None:
    """Deliver articles: files, folders of these, or `-` for standard input.

    Texts, HTML pages, JSON Lines of raw articles, news items (ninjs, NewsML-G2), archives of the web (WARC).

    A feed of files that was interrupted goes on where it stopped when the same command is given again.
    What is bad is reported and the rest delivered; the exit status is then 1.

    With --watch it goes on until SIGTERM or Ctrl-C, and remembers what it has fed. A file is taken once two
    looks have seen it the same: write it under a hidden name and rename it, and none is taken by halves.
    """
    if bool(paths) == bool(rss):
        raise InputError(
            "give files, folders or `-` to feed, or --rss URL" + (" but not both" if rss else "")
        )
    if outlet is not None and not 0 < len(outlet) <= _LONGEST_OUTLET:
        raise InputError(f"--outlet takes 1 to {_LONGEST_OUTLET:,} characters")
    if watched:
        if rss:
            raise InputError("--watch is for files and folders: for a feed, `claimwire feeds add URL`")
        options = FeedOptions(outlet=outlet)
        done = _watch(ctx.obj, Watch(paths, form, options, every, restart, journal))
    elif rss:
        done = _feed_web(ctx.obj, rss, outlet=outlet, allow_private=allow_private)
    else:
        done = _feed_paths(ctx.obj, find_files(paths, form=form), outlet=outlet, restart=restart)
    click.echo(done.as_json() if as_json else done.as_text())
    ctx.exit(1 if done.tally.bad else 0)


def _feed_paths(settings: Settings, found: InputFiles, *, outlet: str | None, restart: bool) -> Done:
    begun = time.monotonic()
    with _progress(found.files) as listener:
        options = FeedOptions(outlet=outlet)
        tally = run(feed_files(found.files, options, settings, listener, restart=restart))
    return Done(tally, found.skipped, time.monotonic() - begun)


def _feed_web(settings: Settings, url: str, *, outlet: str | None, allow_private: bool) -> Done:
    begun = time.monotonic()
    tally = Tally()
    with _progress(()) as listener:
        run(_fetch_and_feed(settings, url, tally, listener, outlet=outlet, allow_private=allow_private))
    return Done(tally, 0, time.monotonic() - begun)


def _watch(settings: Settings, watch: Watch) -> Done:
    begun = time.monotonic()
    tally = Tally()
    with _progress(()) as listener:
        run(_watch_until_stopped(settings, watch, tally, listener))
    return Done(tally, 0, time.monotonic() - begun)


async def _watch_until_stopped(settings: Settings, watch: Watch, tally: Tally, listener: Listener) -> None:
    stop = asyncio.create_task(stopped_by_signal().wait())
    watching = asyncio.create_task(watch_folders(watch, settings, tally, listener))
    await asyncio.wait((stop, watching), return_when=asyncio.FIRST_COMPLETED)
    for task in (stop, watching):
        task.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _fetch_and_feed(
    settings: Settings, url: str, tally: Tally, listener: Listener, *, outlet: str | None, allow_private: bool
) -> None:
    fetched = await fetch_feed(url, allow_private=allow_private)
    items = await read_feed(fetched, outlet=outlet, retrieved_at=datetime.now(UTC))
    await feed_entries(items, tally, settings, listener)


@contextmanager
def _progress(files: tuple[InputFile, ...]) -> Iterator[Listener]:
    """Give a listener that shows, on a terminal only, how far delivery has come."""
    console = Console(stderr=True, highlight=False)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("connecting", total=total_bytes(files) if files else None)
        before = _bytes_before(files)

        def progressed(tally: Tally) -> None:
            shown = f"{tally.delivered:,} delivered" + (f", {tally.bad:,} bad" if tally.bad else "")
            progress.update(task, completed=_bytes_read(before, tally.position), description=shown)

        yield Listener(progressed, partial(_report, console))


def _report(console: Console, line: str) -> None:
    console.print(f"claimwire: {printable(line)}", markup=False, soft_wrap=True)


def _bytes_before(files: tuple[InputFile, ...]) -> list[int]:
    sums = [0]
    for file in files:
        sums.append(sums[-1] + (file.size or 0))
    return sums


def _bytes_read(before: list[int], position: Position) -> int:
    return before[min(position.file, len(before) - 1)] + position.offset
