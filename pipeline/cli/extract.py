"""`claimwire extract`: the attributions and claims of one article, or of many texts, with no broker."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console

from pipeline.cli.extract_lines import extract_lines
from pipeline.cli.rows import Column, Rows, printable
from pipeline.cli.run import run
from pipeline.errors import InputError, Refused
from pipeline.feed import FeedOptions, Parsed, Position, find_files, read_files
from pipeline.settings import Settings
from schemas import EnrichedArticle, RawArticle

COLUMNS = (
    Column("who", 22, "cyan"),
    Column("how", 16, "yellow"),
    Column("what", 64),
    Column("kind", 9, "dim"),
    Column("sure", 5, "dim"),
)


@click.command()
@click.argument("file", required=False)
@click.option("--format", "form", type=click.Choice(["auto", "text", "html"]), default="auto")
@click.option("--json", "as_json", is_flag=True, help="The enriched article, as on the wire.")
@click.option("--jsonl", "files", nargs=2, metavar="IN OUT", help="Extract from many texts, one a line.")
@click.pass_context
def extract(
    ctx: click.Context, *, file: str | None, form: str, as_json: bool, files: tuple[str, str] | None
) -> None:
    """Show who said what in FILE (text, HTML or a raw article as JSON; `-` for standard input).

    With --jsonl, each line of IN is an object with a doc_id and a text, and each of OUT one with the doc_id
    and the text's attributions, whose spans are places in the text as given (code points, end exclusive).
    What is bad is reported with its line and the rest done; the exit status is then 1. `-` is standard input
    or output.
    """
    if files is None:
        if file is None:
            raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'FILE'")
        _extract_one(ctx.obj, file, form, as_json=as_json)
        return
    if file is not None or as_json or form != "auto":
        raise click.UsageError("--jsonl takes IN and OUT, and no FILE, --format or --json", ctx)
    tally = extract_lines(*files, ctx.obj)
    ctx.exit(1 if tally.bad else 0)


def _extract_one(settings: Settings, file: str, form: str, *, as_json: bool) -> None:
    try:
        enriched = run(_enriched(_article(file, form), settings))
    except Refused as refused:
        raise InputError(f"{file}: {refused} ({refused.reason})") from None
    if as_json:
        click.echo(enriched.encode())
    else:
        _show(enriched)


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
    from pipeline.extract import Extractor  # noqa: PLC0415 - the model's libraries take a while to import
    from pipeline.normalize import PageReader  # noqa: PLC0415
    from pipeline.stream.stages import enriched, is_extracted, normalized  # noqa: PLC0415

    reader = PageReader(timeout_s=settings.page_timeout_s, max_bytes=settings.max_article_bytes)
    try:
        article = await normalized(
            raw, reader=reader, received_at=datetime.now(UTC), max_bytes=settings.max_article_bytes
        )
    finally:
        await reader.close()
    extractor = Extractor.load()
    attributions = extractor.extract(article) if is_extracted(article) else ()
    return enriched(article, attributions, extractor=extractor.name)


def _outcome(enriched: EnrichedArticle) -> str:
    if enriched.status == "language_not_supported":
        return "not extracted: not an English text"
    return f"{len(enriched.attributions)} attributions"


def _show(enriched: EnrichedArticle) -> None:
    console = Console(highlight=False)
    article = enriched.article
    if article.headline:
        console.print(printable(article.headline.exact), style="bold", markup=False)
    console.print(
        f"{article.counts.words} words, language {article.language.tag}, {_outcome(enriched)}\n",
        style="dim",
    )
    rows = Rows(COLUMNS, console)
    for claim in enriched.claims:
        who = claim.source.exact if claim.source else "–"
        how = claim.stance or (claim.cue.lemma if claim.cue else "–")
        rows.print(who, how, claim.text, claim.kind, f"{claim.confidence:.2f}")
