"""`claimwire extract`: the attributions and claims of one article, or of many texts, with no broker."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console

from claimwire.cli.extract.lines import extract_lines
from claimwire.cli.extract.page import page_of
from claimwire.cli.extract.terminal import show
from claimwire.cli.run import run
from claimwire.errors import InputError, Refused
from claimwire.feed import FeedOptions, Parsed, Position, find_files, read_files
from claimwire.settings import Settings
from claimwire_schemas import EnrichedArticle, RawArticle


@click.command()
@click.argument("file", required=False)
@click.option("--format", "form", type=click.Choice(["auto", "text", "html"]), default="auto")
@click.option("--json", "as_json", is_flag=True, help="The enriched article, as on the wire.")
@click.option("--html", "as_html", is_flag=True, help="A page: the article marked up, claims beside it.")
@click.option("--jsonl", "files", nargs=2, metavar="IN OUT", help="Extract from many texts, one a line.")
@click.pass_context
def extract(
    ctx: click.Context,
    *,
    file: str | None,
    form: str,
    as_json: bool,
    as_html: bool,
    files: tuple[str, str] | None,
) -> None:
    """Show who said what in FILE (text, HTML or a raw article as JSON; `-` for standard input).

    In the text it marks who speaks, how, and what is said; the claims stand beside it where the terminal is
    wide, or else below. --json and --html write to standard output too.

    With --jsonl, each line of IN is an object with a doc_id and a text, and each of OUT one with the doc_id
    and the text's attributions, whose spans are places in the text as given (code points, end exclusive).
    What is bad is reported with its line and the rest done; the exit status is then 1. `-` is standard input
    or output.
    """
    if files is None:
        if file is None:
            raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'FILE'")
        if as_json and as_html:
            raise click.UsageError("--json or --html, not both", ctx)
        _write(_extracted(ctx.obj, file, form), as_json=as_json, as_html=as_html)
        return
    if file is not None or as_json or as_html or form != "auto":
        raise click.UsageError("--jsonl takes IN and OUT, and no FILE, --format, --json or --html", ctx)
    tally = extract_lines(*files, ctx.obj)
    ctx.exit(1 if tally.bad else 0)


def _extracted(settings: Settings, file: str, form: str) -> EnrichedArticle:
    try:
        return run(_enriched(_article(file, form), settings))
    except Refused as refused:
        raise InputError(f"{file}: {refused} ({refused.reason})") from None


def _write(enriched: EnrichedArticle, *, as_json: bool, as_html: bool) -> None:
    if as_json:
        click.echo(enriched.encode())
    elif as_html:
        click.echo(page_of(enriched).encode(), nl=False)
    else:
        show(enriched, Console(highlight=False))


def _article(file: str, form: str) -> RawArticle:
    found = find_files([file], form="text" if (file, form) == ("-", "auto") else form)  # type: ignore[arg-type]
    entries = list(read_files(found.files, FeedOptions(), start=Position()))
    if len(entries) != 1:
        raise InputError(f"{file}: {len(entries)} articles; extract shows one, feed takes many")
    [entry] = entries
    if not isinstance(entry, Parsed):
        raise InputError(f"{entry.where}: {entry.problem}")
    return entry.article


async def _enriched(raw: RawArticle, settings: Settings) -> EnrichedArticle:
    from claimwire.enrich import enrich, with_page  # noqa: PLC0415 - the model's libraries take a while to import
    from claimwire.normalize import PageReader, normalize  # noqa: PLC0415

    reader = PageReader(timeout_s=settings.page_timeout_s, max_bytes=settings.max_article_bytes)
    try:
        raw, page = await with_page(raw, reader=reader)
    finally:
        await reader.close()
    received_at, max_bytes = datetime.now(UTC), settings.max_article_bytes
    return enrich(normalize(raw, page=page, received_at=received_at, max_bytes=max_bytes))
