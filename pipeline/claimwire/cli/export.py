"""`claimwire export`: what the desk's store has, to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, get_args

import click
import orjson

from claimwire.cli.options import opened, store_option
from claimwire.cli.run import CommandGroup, drop_output, report, warn
from claimwire.cli.search_options import (
    Command,
    checked,
    cluster_options,
    link_options,
    search_of,
    search_options,
)
from claimwire.desk.export import Asked, Export, What, WhatMatched
from claimwire.desk.formats import Format
from claimwire.desk.schema_org import LINKED, linked_claim
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.store.match_search import ClusterSearch, LinkSearch


@click.group(cls=CommandGroup)
def export() -> None:
    """Export claims, articles, attributions, links or clusters from the desk, or one claim as JSON-LD."""


def _searched(command: Command) -> Command:
    return click.argument("words", metavar="[WORDS]...", nargs=-1)(search_options(command))


def _asked(what: What | WhatMatched, given: dict[str, Any]) -> Asked:
    """Return the search of a command's words and options; raises `InputError`."""
    if what == "links":
        return checked(LinkSearch, given)
    if what == "clusters":
        return checked(ClusterSearch, given)
    return search_of(given.pop("words"), given)


def _export_of(what: What | WhatMatched, options: Callable[[Any], Any], told: str) -> click.Command:
    @options
    @click.option(
        "--format",
        "form",
        type=click.Choice(get_args(Format)),
        default="csv",
        show_default=True,
        help="File format.",
    )
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="File to write. Default: standard output."
    )
    @store_option
    @click.pass_context
    def command(
        ctx: click.Context,
        /,
        *,
        form: Format,
        output: Path | None,
        **given: Any,
    ) -> None:
        search, made = _asked(what, given), Export(what, form)
        with opened(ctx.obj, read_only=True) as kept, _target(output, form) as out:
            is_whole = _written(made, made.chunks(kept, search), out)
        ctx.exit(0 if is_whole else 1)

    command.__doc__ = told
    return click.command(what)(command)


for _what in get_args(What):
    _told = f"Export all {_what} that match WORDS and filters, newest first."
    export.add_command(_export_of(_what, _searched, _told))
export.add_command(_export_of("links", link_options, "Export links with both claims, latest first."))
export.add_command(_export_of("clusters", cluster_options, "Export clusters, by their ids."))


@export.command()
@click.argument("claim_id", metavar="ID")
@click.option(
    "--format", "form", type=click.Choice(LINKED), default="jsonld", show_default=True, help="Vocabulary."
)
@store_option
@click.pass_obj
def claim(settings: Settings, *, claim_id: str, form: str) -> None:
    """Print one claim as a schema.org Claim, or as a draft ClaimReview."""
    with opened(settings, read_only=True) as store:
        row = store.claim(claim_id)
    if row is None:
        raise InputError(f"{claim_id}: no such claim")
    click.echo(orjson.dumps(linked_claim(row, form), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z))


def _written(made: Export, chunks: Iterable[bytes], out: BinaryIO) -> bool:
    """Write an export, and say how many rows it has, also where it ends early; tell whether it did not."""
    is_whole = False
    try:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
        is_whole = True
    except BrokenPipeError:
        drop_output()
    finally:
        tell, end = (report, "") if is_whole else (warn, ": ended early, there are more")
        tell(f"{made.count:,} {made.what}{end}")
    return is_whole


@contextmanager
def _target(path: Path | None, form: Format) -> Iterator[BinaryIO]:
    """Give what to write to; raises `InputError` if it takes no more."""
    if path is None:
        with _standard_output(form) as out:
            yield out
        return
    try:
        with _file(path.resolve()) as file:
            yield file
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None


@contextmanager
def _standard_output(form: Format) -> Iterator[BinaryIO]:
    out = click.get_binary_stream("stdout")
    if form == "parquet" and out.isatty():
        raise InputError("parquet is not for a terminal: name a file with --output")
    try:
        yield out
    except OSError as error:
        drop_output()
        raise InputError(f"standard output: {error.strerror}") from None


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that has its name once it is whole; a device or pipe is written to as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
