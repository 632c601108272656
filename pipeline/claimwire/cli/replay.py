"""`claimwire replay` and `claimwire archive`: articles sent again, from the topics or from a file."""

from __future__ import annotations

import gzip
import sys
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import IO, cast

import click
import orjson
from click.core import ParameterSource

from claimwire.cli.options import json_option, until_option
from claimwire.cli.rows import Column, Rows, Terminal
from claimwire.cli.run import run, warn
from claimwire.cli.times import TimeType
from claimwire.envelope import REPLAY_NAME
from claimwire.errors import InputError
from claimwire.replay import Choice, Chosen, Counts, Replay, archive_line, choose
from claimwire.replay import replay as send_again
from claimwire.replay.chosen import Unusable
from claimwire.replay.sources import chosen_from
from claimwire.settings import Settings
from claimwire_schemas.topics import ARTICLES, RAW

TOPICS = {"raw": RAW, "articles": ARTICLES}
_COLUMNS = (
    Column("first came", width=16),
    Column("position", share=2, style="cyan"),
    Column("outlet", share=1, style="dim"),
    Column("url", share=3),
)
_STDOUT = Path("-")
_DEFAULT_RATE = 20.0
_DEFAULT_WAITING = 100

topic_option = click.option(
    "--topic", type=click.Choice(list(TOPICS)), default="raw", help="Topic. Default: raw."
)


@click.command()
@click.argument("archives", metavar="[ARCHIVE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--from", "since", type=TimeType(), help="Only messages from this time on, or from the beginning."
)
@until_option
@topic_option
@click.option("--outlet", help="Only from outlets with these words in the name.")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    default=_DEFAULT_RATE,
    show_default=True,
    help="Maximum rate, per second.",
)
@click.option(
    "--most-waiting",
    type=click.IntRange(min=1),
    default=_DEFAULT_WAITING,
    show_default=True,
    help="Pause while more than this many messages wait for the workers.",
)
@click.option(
    "--name", help="Name of the replay, in the header claimwire-replay. Default: one with the time."
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent.")
@click.option("--restart", is_flag=True, help="Start over, even if an earlier run was interrupted.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the counts as one JSON object; with --dry-run, one object per article.",
)
@click.pass_context
def replay(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    archives: tuple[Path, ...],
    since: datetime | None,
    until: datetime | None,
    topic: str,
    outlet: str | None,
    limit: int | None,
    rate: float,
    most_waiting: int,
    name: str | None,
    dry_run: bool,
    restart: bool,
    as_json: bool,
) -> None:
    """Send articles from a topic or from ARCHIVEs again, marked as a replay, after live news.

    An archive is a file from `claimwire archive`, or raw articles with one JSON object per line; .gz is
    decompressed. If interrupted, the same command continues where it stopped.
    """
    if not archives and since is None:
        raise InputError("give --from TIME, --from beginning, or archives")
    if archives and ctx.get_parameter_source("topic") is not ParameterSource.DEFAULT:
        raise InputError("an archive names its own topic: leave out --topic")
    if name is not None and not REPLAY_NAME.fullmatch(name.encode()):
        raise InputError("--name takes 1 to 64 letters, digits, dots, hyphens and underscores")
    asked = Replay(
        topic=TOPICS[topic],
        archives=archives,
        choice=Choice(since, until, outlet),
        name=name,
        limit=limit,
        rate=rate,
        most_waiting=most_waiting,
    )
    if dry_run:
        run(_show(asked, ctx.obj, as_json=as_json))
        return
    done = run(send_again(asked, ctx.obj, warn, restart=restart))
    _tell(done, as_json=as_json)
    # On a topic, what is no article is a dead letter already; in an archive, it is damage.
    ctx.exit(1 if done.refused or (archives and done.bad) else 0)


def _tell(done: Counts, *, as_json: bool) -> None:
    if as_json:
        counts = {"name": done.name, "delivered": done.delivered, "delivered_before": done.resumed}
        click.echo(orjson.dumps(counts | {"bad": done.bad, "refused": done.refused}))
    else:
        before = f", {done.resumed:,} delivered before" if done.resumed else ""
        click.echo(f"{done.name}: {done.delivered:,} delivered{before}, {done.bad:,} not articles")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "since", type=TimeType(), default="beginning", help="Only messages from this time on."
)
@until_option
@topic_option
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
@json_option
@click.pass_obj
def archive(  # noqa: PLR0913 # one for each option
    settings: Settings,
    *,
    file: Path,
    since: datetime,
    until: datetime | None,
    topic: str,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write a topic's messages to FILE, one JSON object per line, for `claimwire replay`.

    `-` is standard output; a name that ends in .gz is compressed.
    """
    if file.is_dir():
        raise InputError(f"{file}: is a directory: give a file name")
    if file.is_file() and file != _STDOUT and not overwrite:
        raise InputError(f"{file}: exists: give another name, or --overwrite")
    count = run(_archive(settings, file, topic, Choice(since, until)))
    if as_json:
        click.echo(orjson.dumps({"written": count, "file": str(file)}), err=file == _STDOUT)
    else:
        click.echo(f"{count:,} written to {file}", err=file == _STDOUT)


async def _archive(settings: Settings, file: Path, topic: str, choice: Choice) -> int:
    """Write what is chosen to a file beside, then give it the name; raises `InputError`."""
    if file == _STDOUT:
        return await _write(settings, sys.stdout.buffer, topic, choice)
    beside = file.with_name(f".{file.name}.part")
    try:
        with _opened(beside, packed=file.suffix == ".gz") as stream:
            count = await _write(settings, stream, topic, choice)
        beside.replace(file)
    except OSError as error:
        raise InputError(f"{file}: {(error.strerror or str(error)).lower()}") from None
    finally:
        beside.unlink(missing_ok=True)
    return count


async def _write(settings: Settings, stream: IO[bytes], topic: str, choice: Choice) -> int:
    count = 0
    async with aclosing(choose(TOPICS[topic], settings, choice)) as items:
        async for item in items:
            if isinstance(item, Unusable):
                warn(f"{item.where}: skipped: {item.problem}")
            else:
                stream.write(archive_line(item.original) + b"\n")
                count += 1
    stream.flush()
    return count


def _opened(file: Path, *, packed: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(file, "wb")) if packed else file.open("wb")


async def _show(asked: Replay, settings: Settings, *, as_json: bool) -> None:
    rows, count = Rows(_COLUMNS, Terminal(highlight=False)), 0
    found = (
        chosen_from(asked.archives, asked.choice, reached={})
        if asked.archives
        else choose(asked.topic, settings, asked.choice)
    )
    async with aclosing(found):
        async for item in found:
            if isinstance(item, Unusable):
                warn(f"{item.where}: {item.problem}")
                continue
            _print(item, rows, as_json=as_json)
            count += 1
            if count == asked.limit:
                break
    click.echo(f"would send {count:,}", err=True)


def _print(item: Chosen, rows: Rows, *, as_json: bool) -> None:
    original, record = item.original, item.record
    if as_json:
        fields = {
            "position": original.where,
            "received_at": original.received_at.isoformat(),
            "outlet": record.outlet,
            "url": record.url,
        }
        click.echo(orjson.dumps(fields))
    else:
        at = f"{original.received_at:%Y-%m-%d %H:%M}"
        rows.print(at, original.where, record.outlet or "", record.url or "–")
