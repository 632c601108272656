"""`claimwire extract`: the attributions and claims of one article, or of many texts, with no broker."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import get_args

import click
from rich.console import Console

from claimwire.cli.extract.lines import extract_lines
from claimwire.cli.extract.page import page_of
from claimwire.cli.extract.terminal import show
from claimwire.cli.run import report, run
from claimwire.errors import InputError, Refused
from claimwire.feed import (
    Entry,
    FeedOptions,
    Format,
    Parsed,
    Position,
    Unreadable,
    fetch_feed,
    find_files,
    is_address,
    read_address,
    read_files,
)
from claimwire.settings import Settings
from claimwire_schemas import EnrichedArticle, RawArticle

NOT_ENGLISH = 3
"""Exit status."""

_FORMATS = get_args(Format)
_KINDS = f"What FILE is: {', '.join(_FORMATS)}. auto: its ending tells, or what it begins with."


@click.command()
@click.argument("file", required=False)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="auto", metavar="KIND", help=_KINDS)
@click.option("--allow-private", is_flag=True, help="Connect to private addresses too.")
@click.option("--json", "as_json", is_flag=True, help="The enriched article, as on the wire.")
@click.option("--html", "as_html", is_flag=True, help="A page: the article marked up, claims beside it.")
@click.option("--jsonl", "files", nargs=2, metavar="IN OUT", help="Extract from many texts, one a line.")
@click.pass_context
def extract(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    file: str | None,
    form: Format,
    allow_private: bool,
    as_json: bool,
    as_html: bool,
    files: tuple[str, str] | None,
) -> None:
    """Show who said what in FILE: of any format that `feed` takes, a web address, or `-` for standard input.

    In the text it marks who speaks, how, and what is said; the claims stand beside it where the terminal is
    wide, or else below. --json and --html write to standard output too.

    With --jsonl, each line of IN is an object with a doc_id and a text, and each of OUT one with the doc_id
    and the text's attributions, whose spans are places in the text as given (code points, end exclusive).
    What is bad is reported with its line and the rest done; the exit status is then 1. `-` is standard input
    or output.

    The exit status is 3 if the article is not in English: its claims are not extracted.
    """
    if files is None:
        if file is None:
            raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'FILE'")
        if as_json and as_html:
            raise click.UsageError("--json or --html, not both", ctx)
        enriched = _extracted(ctx.obj, _article(file, form, allow_private=allow_private), file)
        _write(enriched, as_json=as_json, as_html=as_html)
        if enriched.status == "language_not_supported":
            report(f"{file}: {_not_english(enriched)}")
            ctx.exit(NOT_ENGLISH)
        return
    if file is not None or as_json or as_html or form != "auto":
        raise click.UsageError("--jsonl takes IN and OUT, and no FILE, --format, --json or --html", ctx)
    tally = extract_lines(*files, ctx.obj)
    ctx.exit(1 if tally.bad else 0)


def _not_english(enriched: EnrichedArticle) -> str:
    language = enriched.article.language
    return f"the language is {language.tag} ({language.confidence:.0%} sure); only English is extracted"


def _extracted(settings: Settings, article: RawArticle, file: str) -> EnrichedArticle:
    try:
        return run(_enriched(article, settings))
    except Refused as refused:
        raise InputError(f"{file}: {refused} ({refused.reason})") from None


def _write(enriched: EnrichedArticle, *, as_json: bool, as_html: bool) -> None:
    if as_json:
        click.echo(enriched.encode())
    elif as_html:
        click.echo(page_of(enriched).encode(), nl=False)
    else:
        show(enriched, Console(highlight=False))


def _article(file: str, form: Format, *, allow_private: bool) -> RawArticle:
    entries = run(_fetched(file, allow_private=allow_private)) if is_address(file) else _read(file, form)
    articles = [entry for entry in entries if isinstance(entry, Parsed)]
    if len(articles) > 1 or not entries:
        raise InputError(f"{file}: {len(articles)} articles; extract shows one, feed takes many")
    if not articles:
        [problem, *_] = (entry for entry in entries if isinstance(entry, Unreadable))
        raise InputError(f"{problem.where}: {problem.problem}")
    return articles[0].article


def _read(file: str, form: Format) -> list[Entry]:
    """Return the first entries of a file: two articles are too many already."""
    found = find_files([file], form=form)
    return list(islice(read_files(found.files, FeedOptions(unknown="text"), start=Position()), 100))


async def _fetched(url: str, *, allow_private: bool) -> list[Entry]:
    answer = await fetch_feed(url, allow_private=allow_private)
    return list(await read_address(answer, outlet=None, retrieved_at=datetime.now(UTC)))


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
