"""`claimwire extract`: one article's attributions and claims, with no broker."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console

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
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["auto", "text", "html"]), default="auto")
@click.option("--json", "as_json", is_flag=True, help="The enriched article, as on the wire.")
@click.pass_obj
def extract(settings: Settings, *, file: str, form: str, as_json: bool) -> None:
    """Show who said what in FILE (text, HTML or a raw article as JSON; `-` for standard input)."""
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
