"""Documents of other systems: news items in JSON and XML, and archives of the web, become entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import FileIO

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.sources.articles import NotAnArticle, NoText, article_of
from claimwire.sources.items import Document, Item, Problem
from claimwire.sources.newsml import read_newsml
from claimwire.sources.ninjs import read_ninjs
from claimwire.sources.warc import read_warc


def ninjs_entry(where: str, after: Position, data: bytes, *, outlet: str | None) -> Entry | None:
    """Return the entry of a ninjs object; None for what is none."""
    document = read_ninjs(data, now=datetime.now(UTC))
    if document is None:
        return None
    return _entry(where, after, next(_found(document)), outlet)


def newsml_entries(name: str, data: bytes, start: Position, *, outlet: str | None) -> Iterator[Entry]:
    """Yield the items of a NewsML or NITF document from a position on, those that cannot be used last."""
    end = Position(start.file + 1)
    try:
        found = list(_found(read_newsml(data, now=datetime.now(UTC))))
    except InputError as error:
        yield Unreadable(name, end, str(error))
        return
    if not found:
        yield Unreadable(name, end, "no items", bad=False)
    for number, one in enumerate(found[start.line :], start.line + 1):
        after = end if number == len(found) else Position(start.file, 0, number)
        yield _entry(f"{name}: item {number}", after, one, outlet)


def warc_entries(
    name: str, stream: FileIO, start: Position, *, outlet: str | None, max_bytes: int
) -> Iterator[Entry]:
    """Yield the pages of an archive from a position on, and at last how many records are none.

    To go on, the records before the position are read again: where one begins in the file cannot be told for
    every kind of compression.
    """
    end, passed = Position(start.file + 1), Counter[str]()
    try:
        for record in read_warc(stream, max_bytes=max_bytes):
            if isinstance(record.found, str):
                passed[record.found] += 1
            elif record.number > start.line:
                yield _record(name, stream, record.number, record.found, start.file, outlet)
    except InputError as error:
        yield Unreadable(name, end, str(error))
        return
    if passed:
        told = ", ".join(f"{count:,} {why}" for why, count in passed.most_common())
        yield Unreadable(name, end, f"no pages: {told}", bad=False, records=passed.total())


def _found(document: Document) -> Iterator[Item | Problem]:
    yield from document.items
    yield from document.problems


def _record(
    name: str, stream: FileIO, number: int, found: Item | Problem, index: int, outlet: str | None
) -> Entry:
    offset = stream.tell() if stream.seekable() else 0
    return _entry(f"{name}: record {number}", Position(index, offset, number), found, outlet)


def _entry(where: str, after: Position, found: Item | Problem, outlet: str | None) -> Entry:
    if isinstance(found, Problem):
        return Unreadable(f"{where} ({found.where})", after, found.reason)
    try:
        article = article_of(found, outlet=outlet, feed=None, retrieved_at=None, language=None)
    except NotAnArticle as error:
        return Unreadable(where, after, str(error), bad=not isinstance(error, NoText))
    return Parsed(where, after, article)
