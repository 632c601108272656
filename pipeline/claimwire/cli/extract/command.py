"""`claimwire extract`: who says what in articles, without a broker."""

from __future__ import annotations

from typing import get_args

import click
from rich.console import Console

from claimwire.cli.extract.lines import extract_lines
from claimwire.cli.extract.many import Done, Show, entries_of, extract_all, shown_as_csv
from claimwire.cli.extract.page import page_of
from claimwire.cli.extract.terminal import show
from claimwire.cli.options import private_option
from claimwire.cli.rows import Terminal
from claimwire.cli.run import invite, run
from claimwire.errors import InputError
from claimwire.feed import Format
from claimwire_schemas import EnrichedArticle

_NOT_ENGLISH = 3
"""Exit status."""

_FORMATS = get_args(Format)
_KINDS = f"Format of FILE: {', '.join(_FORMATS)}. auto decides by its ending or its first bytes."


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="auto", metavar="KIND", help=_KINDS)
@private_option
@click.option("--json", "as_json", is_flag=True, help="Print enriched articles, one JSON object per line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print claims as CSV, one per row, with their files.")
@click.option("--html", "as_html", is_flag=True, help="Print a web page: the marked article and its claims.")
@click.option(
    "--jsonl", "files", nargs=2, metavar="IN OUT", help="Extract many texts, one JSON object per line."
)
@click.pass_context
def extract(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: Format,
    as_json: bool,
    as_csv: bool,
    as_html: bool,
    files: tuple[str, str] | None,
) -> None:
    """Show who said what in FILEs: files, folders, web addresses, or `-` for standard input.

    Reads the same formats as `feed`. The text has speakers, cues and content marked; claims are beside it, or
    below it if the terminal is narrow. --html takes one article.

    With --jsonl, each line of IN is an object with doc_id and text. Each line of OUT has the doc_id and the
    attributions, with places in the given text (code points, end exclusive). `-` is standard input or output.

    Bad input is reported and the rest is extracted; the exit status is then 1. Without --jsonl, it is 3 if an
    article is not in English.
    """
    if files is None:
        if not paths:
            raise click.UsageError("give files, folders or addresses; with `-`, paste an article", ctx)
        if as_json + as_csv + as_html > 1:
            raise click.UsageError("give one of --json, --csv and --html", ctx)
        invite(paths)
        entries = entries_of(paths, form, allow_private=ctx.obj.allow_private)
        if as_html:
            ctx.exit(_page(run(extract_all(entries, ctx.obj, _nothing)), paths))
        shows = shown_as_csv() if as_csv else _json if as_json else _shown(Terminal(highlight=False))
        ctx.exit(_status(run(extract_all(entries, ctx.obj, shows))))
    if paths or as_json or as_csv or as_html or form != "auto":
        raise click.UsageError(
            "--jsonl takes IN and OUT: leave out FILE, --format, --json, --csv and --html", ctx
        )
    tally = extract_lines(*files, ctx.obj)
    ctx.exit(1 if tally.bad else 0)


def _status(done: Done) -> int:
    return 1 if done.bad else _NOT_ENGLISH if done.foreign else 0


def _page(done: Done, paths: tuple[str, ...]) -> int:
    """Write the only article as a page; raises `InputError` where there is another, or none."""
    if done.bad or done.articles != 1 or done.last is None:
        raise InputError(f"{' '.join(paths)}: {done.articles} articles; a page shows one")
    click.echo(page_of(done.last).encode(), nl=False)
    return _status(done)


def _nothing(_where: str, _enriched: EnrichedArticle) -> None:
    """Show nothing yet."""


def _json(_where: str, enriched: EnrichedArticle) -> None:
    click.echo(enriched.encode())


def _shown(console: Console) -> Show:
    return lambda _where, enriched: show(enriched, console)
