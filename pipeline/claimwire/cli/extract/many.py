"""`claimwire extract` of several files: each article's record, or its claims as CSV, as it is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import click

from claimwire.cli.run import report
from claimwire.desk.formats import Columns, CsvWriter
from claimwire.errors import Refused
from claimwire.feed import FeedOptions, InputFile, Parsed, Position, read_files
from claimwire.settings import Settings
from claimwire_schemas import Claim, EnrichedArticle

Show = Callable[[str, EnrichedArticle], None]
_COLUMNS: Columns = {
    "from": "text",
    "headline": "text",
    "published": "time",
    "claimant": "text",
    "stance": "text",
    "accused": "text",
    "text": "text",
    "claim_type": "text",
    "certainty": "text",
    "confidence": "number",
    "check_worthiness": "number",
    "source": "text",
    "claim_id": "text",
}


async def extract_all(files: Sequence[InputFile], settings: Settings, show: Show) -> int:
    """Show each article of the files as it is extracted; report what is bad, and return how much is."""
    bad = 0
    async with aclosing(_extracted(files, settings)) as done:
        async for where, found in done:
            if isinstance(found, str):
                report(f"{where}: {found}")
                bad += 1
            else:
                show(where, found)
    return bad


def shown_as_csv() -> Show:
    """Return what writes claims as CSV to standard output, the names of the columns at once."""
    writer, out = CsvWriter(_COLUMNS), click.get_binary_stream("stdout")
    out.write(writer.head())

    def show(where: str, found: EnrichedArticle) -> None:
        out.write(writer.rows(list(_rows(where, found))))
        out.flush()

    return show


async def _extracted(
    files: Sequence[InputFile], settings: Settings
) -> AsyncGenerator[tuple[str, EnrichedArticle | str], None]:
    """Give each entry's place with what was found in it, or with what is wrong."""
    from claimwire.enrich import enrich, with_page  # noqa: PLC0415 - the model's libraries take a while to import
    from claimwire.normalize import PageReader, normalize  # noqa: PLC0415

    most = settings.max_article_bytes
    reader = PageReader(timeout_s=settings.page_timeout_s, max_bytes=most)
    try:
        for entry in read_files(files, FeedOptions(), start=Position()):
            if not isinstance(entry, Parsed):
                yield entry.where, entry.problem
                continue
            try:
                raw, page = await with_page(entry.article, reader=reader)
                article = normalize(raw, page=page, received_at=datetime.now(UTC), max_bytes=most)
                yield entry.where, enrich(article)
            except Refused as refused:
                yield entry.where, f"{refused} ({refused.reason})"
    finally:
        await reader.close()


def _rows(where: str, found: EnrichedArticle) -> Iterator[dict[str, Any]]:
    for claim in found.claims:
        yield {**_told(claim), "from": where}


def _told(claim: Claim) -> dict[str, Any]:
    return {
        "headline": claim.article.headline,
        "published": claim.article.published_at,
        "claimant": claim.claimant.name,
        "stance": claim.stance,
        "accused": claim.accused.name if claim.accused else None,
        "text": claim.text,
        "claim_type": claim.claim_type,
        "certainty": claim.certainty,
        "confidence": claim.confidence,
        "check_worthiness": claim.check_worthiness,
        "source": claim.source.exact if claim.source else None,
        "claim_id": claim.claim_id,
    }
