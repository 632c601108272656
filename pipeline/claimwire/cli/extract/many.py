"""`claimwire extract` of several files: each article's record, or its claims as CSV, as it is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from claimwire.cli.run import run, warn
from claimwire.desk.formats import Columns, CsvWriter
from claimwire.errors import InputError, Refused
from claimwire.feed import (
    Entry,
    FeedOptions,
    Format,
    Parsed,
    Position,
    fetch_feed,
    find_files,
    is_address,
    read_address,
    read_files,
)
from claimwire.feed.complaints import complaints
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


@dataclass
class Done:
    """How many articles were extracted, entries were bad and articles were not in English."""

    articles: int = 0
    bad: int = 0
    foreign: int = 0
    last: EnrichedArticle | None = None


def entries_of(paths: Sequence[str], form: Format, *, allow_private: bool) -> Iterator[Entry]:
    """Return the entries of files or of web addresses; raises `InputError` where there are none."""
    addresses = [path for path in paths if is_address(path)]
    if addresses and len(addresses) < len(paths):
        raise InputError("give files or web addresses, not both")
    if addresses:
        return iter([entry for url in addresses for entry in run(_fetched(url, allow_private=allow_private))])
    found = find_files(paths, form=form)
    for one in found.left_out:
        warn(f"{one.path}: skipped: {one.reason}")
    if not found.files:
        raise InputError(f"{' '.join(paths)}: 0 articles")
    return read_files(found.files, FeedOptions(unknown="text"), start=Position())


async def _fetched(url: str, *, allow_private: bool) -> tuple[Entry, ...]:
    answer = await fetch_feed(url, allow_private=allow_private)
    return await read_address(answer, outlet=None, retrieved_at=datetime.now(UTC))


async def extract_all(entries: Iterable[Entry], settings: Settings, show: Show) -> Done:
    """Show each article as it is extracted; report what is bad or not in English."""
    done = Done()
    with complaints(warn) as complain:
        async with aclosing(_extracted(entries, settings)) as extracted:
            async for where, found in extracted:
                if isinstance(found, str):
                    complain(where, found)
                    done.bad += 1
                    continue
                show(where, found)
                done.articles, done.last = done.articles + 1, found
                if found.status == "language_not_supported":
                    complain(where, _not_english(found))
                    done.foreign += 1
    return done


def _not_english(enriched: EnrichedArticle) -> str:
    language = enriched.article.language
    return f"the language is {language.tag} ({language.confidence:.0%} sure); only English is extracted"


def shown_as_csv() -> Show:
    """Return what writes claims as CSV to standard output, the names of the columns at once."""
    writer, out = CsvWriter(_COLUMNS), click.get_binary_stream("stdout")
    out.write(writer.head())

    def show(where: str, found: EnrichedArticle) -> None:
        out.write(writer.rows(list(_rows(where, found))))
        out.flush()

    return show


async def _extracted(
    entries: Iterable[Entry], settings: Settings
) -> AsyncGenerator[tuple[str, EnrichedArticle | str], None]:
    """Give each entry's place with what was found in it, or with what is wrong."""
    from claimwire.enrich import enrich, with_page  # noqa: PLC0415 - the model's libraries take a while to import
    from claimwire.normalize import PageReader, normalize  # noqa: PLC0415

    most = settings.max_article_bytes
    reader = PageReader(timeout_s=settings.page_timeout_s, max_bytes=most)
    try:
        for entry in entries:
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
