"""`claimwire feed`: files, folders, standard input or one RSS, Atom or JSON feed, delivered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import get_args

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from claimwire.cli.options import private_option
from claimwire.cli.rows import counted
from claimwire.cli.run import invite, run, told
from claimwire.cli.worker import stopped_by_signal
from claimwire.errors import InputError
from claimwire.feed import (
    Entry,
    FeedOptions,
    Format,
    InputFile,
    InputFiles,
    LeftOut,
    Listener,
    Position,
    Sent,
    Tally,
    Watch,
    count_dead_letters,
    feed_entries,
    feed_files,
    fetch_feed,
    find_files,
    is_address,
    nothing_sent,
    read_address,
    read_feed,
    total_bytes,
    wait_for_workers,
    watch_folders,
)
from claimwire.feed.files import KINDS
from claimwire.settings import Settings
from claimwire.sources.files.rows import FIELDS

_LONGEST_OUTLET = 2000
_MOST_NAMED = 50
"""Files that are left out; the rest is a number."""
_SHOWN = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())


@dataclass(frozen=True)
class Done:
    """A feed that has come to its end. `dead_letters` are counted with `--wait` only."""

    tally: Tally
    seconds: float
    left_out: tuple[LeftOut, ...] = ()
    dead_letters: int | None = None

    def as_json(self) -> bytes:
        """Return its counts as one JSON object."""
        counts = {
            "delivered": self.tally.delivered,
            "delivered_before": self.tally.resumed,
            "bad": self.tally.bad,
            "without_text": self.tally.without_text,
            "skipped_files": len(self.left_out),
            "dead_letters": self.dead_letters,
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
            "files skipped": len(self.left_out),
            "in dead letters": self.dead_letters or 0,
        }
        counts = [
            f"{tally.delivered:,} delivered",
            *(f"{count:,} {name}" for name, count in rare.items() if count),
        ]
        return f"{', '.join(counts)} in {self.seconds:.1f} s"


@click.command()
@click.argument("paths", metavar="[FILE|DIR|URL|-]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="auto",
    help=f"Format of the files. auto decides by their endings ({' '.join(KINDS)}).",
)
@click.option("--outlet", help="Outlet of articles that name none.")
@click.option("--rss", metavar="URL", help="Read one RSS, Atom or JSON feed, once.")
@private_option
@click.option(
    "--map",
    "mapped",
    metavar="COLUMN=FIELD,...",
    multiple=True,
    help=f"Which CSV column or JSON name holds which field: {', '.join(FIELDS)}.",
)
@click.option("--watch", "watched", is_flag=True, help="Keep running: feed new and changed files.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.05),
    default=5.0,
    show_default=True,
    help="Seconds between scans, with --watch.",
)
@click.option(
    "--restart",
    is_flag=True,
    help="Start over, even if an earlier run was interrupted or, with --watch, has fed everything.",
)
@click.option(
    "--journal", type=click.Path(path_type=Path), help="File in which --watch remembers what it fed."
)
@click.option(
    "--wait",
    "waits",
    is_flag=True,
    help="Wait until workers have finished every article.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.pass_context
def feed(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: Format,
    outlet: str | None,
    rss: str | None,
    mapped: tuple[str, ...],
    watched: bool,
    every: float,
    restart: bool,
    journal: Path | None,
    waits: bool,
    as_json: bool,
) -> None:
    """Deliver articles from files, folders, web addresses, or `-` for standard input.

    Reads text, Markdown, HTML, DOCX and PDF; mail (.eml, mbox); CSV, TSV and JSON Lines; ninjs, NewsML and
    NITF; WordPress exports, saved feeds and web archives (WARC); and any of these in gzip or zip.

    If interrupted, the same command continues where it stopped. Bad input is reported and the rest is
    delivered; the exit status is then 1. With --wait, it is also 1 if an article became a dead letter.

    With --watch, runs until SIGTERM or Ctrl-C and remembers what it fed. A file is read once it has not
    changed between two scans. To be safe, write it under a hidden name, then rename it.
    """
    if bool(paths) == bool(rss):
        raise InputError(
            "give files, folders, addresses or `-`, or --rss URL" + (" but not both" if rss else "")
        )
    invite(paths)
    options = FeedOptions(outlet=_outlet(outlet), columns=columns_said(mapped))
    addresses = [path for path in paths if is_address(path)]
    if watched:
        _check_watched(has_address=bool(rss or addresses), waits=waits)
    sent = run(nothing_sent(ctx.obj)) if waits else None
    if watched:
        done = _watch(ctx.obj, Watch(paths, form, options, every, restart, journal))
    elif rss:
        done = _feed_web(ctx.obj, [rss], options, sent, is_feed=True)
    elif addresses:
        if len(addresses) < len(paths):
            raise InputError("give files or web addresses, not both")
        done = _feed_web(ctx.obj, addresses, options, sent, is_feed=False)
    else:
        done = _feed_paths(ctx.obj, find_files(paths, form=form), options, sent, restart=restart)
    if sent is not None:
        done = _waited(ctx.obj, done, sent)
    click.echo(done.as_json() if as_json else done.as_text())
    is_bad = done.tally.bad or done.dead_letters or any(left.is_unreadable for left in done.left_out)
    ctx.exit(1 if is_bad else 0)


def _check_watched(*, has_address: bool, waits: bool) -> None:
    if has_address:
        raise InputError("--watch takes files and folders; for a feed, use `claimwire feeds add URL`")
    if waits:
        raise InputError("--watch runs until it is stopped: leave out --wait")


def _outlet(outlet: str | None) -> str | None:
    if outlet is not None and not 0 < len(outlet) <= _LONGEST_OUTLET:
        raise InputError(f"--outlet takes 1 to {_LONGEST_OUTLET:,} characters")
    return outlet


def columns_said(mapped: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return columns and their fields as `--map` has them; raises `InputError` for others."""
    found: dict[str, str] = {}
    for pair in (pair for given in mapped for pair in given.split(",") if pair.strip()):
        column, _, field = (part.strip() for part in pair.rpartition("="))
        if not column or field not in FIELDS:
            raise InputError(f"--map {pair}: give COLUMN=FIELD, with a FIELD of {', '.join(FIELDS)}")
        found[column] = field
    return tuple(found.items())


def _waited(settings: Settings, done: Done, sent: Sent) -> Done:
    begun = time.monotonic()
    console = Console(stderr=True, highlight=False)
    with Progress(*_SHOWN, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("waiting for workers", total=None)

        def progressed(left: int) -> None:
            progress.update(task, description=f"waiting for workers: {counted(left, 'message')} left")

        run(wait_for_workers(sent, settings, progressed=progressed, reported=partial(_report, console)))
    dead = run(count_dead_letters(sent, settings))
    if dead:
        _report(console, f"{counted(dead, 'dead letter')}: `claimwire dead-letters list` shows why")
    return replace(done, dead_letters=dead, seconds=done.seconds + time.monotonic() - begun)


def _feed_paths(
    settings: Settings, found: InputFiles, options: FeedOptions, sent: Sent | None, *, restart: bool
) -> Done:
    begun = time.monotonic()
    with _progress(found.files, sent) as listener:
        for left in found.left_out[:_MOST_NAMED]:
            listener.reported(f"{left.path}: skipped: {left.reason}")
        if len(found.left_out) > _MOST_NAMED:
            listener.reported(f"{len(found.left_out) - _MOST_NAMED:,} more files skipped")
        tally = run(feed_files(found.files, options, settings, listener, restart=restart))
    return Done(tally, time.monotonic() - begun, found.left_out)


def _feed_web(
    settings: Settings, urls: Sequence[str], options: FeedOptions, sent: Sent | None, *, is_feed: bool
) -> Done:
    begun = time.monotonic()
    tally = Tally()
    read = read_feed if is_feed else read_address
    with _progress((), sent) as listener:
        for url in urls:
            fetched = _fetch(url, options, allow_private=settings.allow_private, read=read)
            run(_fetch_and_feed(settings, fetched, tally, listener))
    return Done(tally, time.monotonic() - begun)


async def _fetch(
    url: str, options: FeedOptions, *, allow_private: bool, read: Callable[..., Awaitable[tuple[Entry, ...]]]
) -> tuple[Entry, ...]:
    fetched = await fetch_feed(url, allow_private=allow_private)
    return await read(fetched, outlet=options.outlet, retrieved_at=datetime.now(UTC))


def _watch(settings: Settings, watch: Watch) -> Done:
    begun = time.monotonic()
    tally = Tally()
    with _progress(()) as listener:
        run(_watch_until_stopped(settings, watch, tally, listener))
    return Done(tally, time.monotonic() - begun)


async def _watch_until_stopped(settings: Settings, watch: Watch, tally: Tally, listener: Listener) -> None:
    stop = asyncio.create_task(stopped_by_signal().wait())
    watching = asyncio.create_task(watch_folders(watch, settings, tally, listener))
    await asyncio.wait((stop, watching), return_when=asyncio.FIRST_COMPLETED)
    for task in (stop, watching):
        task.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _fetch_and_feed(
    settings: Settings, fetched: Awaitable[tuple[Entry, ...]], tally: Tally, listener: Listener
) -> None:
    await feed_entries(await fetched, tally, settings, listener)


@contextmanager
def _progress(files: tuple[InputFile, ...], sent: Sent | None = None) -> Iterator[Listener]:
    """Give a listener that shows, on a terminal only, how far delivery has come."""
    console = Console(stderr=True, highlight=False)
    with Progress(*_SHOWN, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("connecting", total=total_bytes(files) if files else None)
        before = _bytes_before(files)

        def progressed(tally: Tally) -> None:
            shown = f"{tally.delivered:,} delivered" + (f", {tally.bad:,} bad" if tally.bad else "")
            progress.update(task, completed=_bytes_read(before, tally.position), description=shown)

        yield Listener(progressed, partial(_report, console), sent)


def _report(console: Console, line: str) -> None:
    console.print(told(line, level="info"), markup=False, emoji=False, soft_wrap=True)


def _bytes_before(files: tuple[InputFile, ...]) -> list[int]:
    sums = [0]
    for file in files:
        sums.append(sums[-1] + (file.size or 0))
    return sums


def _bytes_read(before: list[int], position: Position) -> int:
    return before[min(position.file, len(before) - 1)] + position.offset
