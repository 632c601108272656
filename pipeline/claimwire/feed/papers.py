"""Documents that are read in a child process: Word, PDF, Markdown, mail, and exports of feeds and sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.feed.files import InputFile
from claimwire.feed.lines_and_texts import placed
from claimwire.feed.options import FeedOptions
from claimwire.feed.safe_reader import ReadsFiles
from claimwire.feed.streams import Readable, chunks, up_to
from claimwire.lines import split_lines
from claimwire.sources.articles import NotAnArticle, NoText, article_of
from claimwire.sources.documents import MAX_BYTES
from claimwire.sources.items import Document, DocumentError, FileKind, Item

_FROM = b"From "


def paper_entries(
    file: InputFile, stream: Readable, options: FeedOptions, reader: ReadsFiles
) -> Iterator[Entry]:
    """Yield the articles of a document, or of each message in a mailbox.

    Raises `InputError` for one that is too large, or cannot be read.
    """
    if file.kind == "mbox":
        yield from _mailbox(file, stream, options, reader)
        return
    data = up_to(stream, MAX_BYTES + 1)
    if not data.strip():
        raise InputError("empty")
    document = reader.read(data, kind=cast("FileKind", file.kind), name=file.name)
    yield from _items(file, document, options)


def _items(file: InputFile, document: Document, options: FeedOptions) -> Iterator[Entry]:
    is_whole = file.kind != "feed"
    for number, item in enumerate(document.items, 1):
        where = file.name if is_whole else f"{file.name}: item {number}"
        yield placed(_entry(where, item, document, options), file, is_whole=is_whole)
    for problem in document.problems:
        yield Unreadable(f"{file.name}: {problem.where}", Position(), problem.reason)
    if document.passed:
        told = ", ".join(f"{count:,} {what}" for what, count in document.passed)
        count = sum(count for _, count in document.passed)
        yield Unreadable(file.name, Position(), f"no articles: {told}", bad=False, records=count)
    if not (document.items or document.problems or document.passed):
        yield Unreadable(file.name, Position(), "no items", bad=False)


def _entry(where: str, item: Item, document: Document, options: FeedOptions) -> Entry:
    try:
        article = article_of(
            item,
            outlet=options.outlet or document.title,
            feed=None,
            retrieved_at=None,
            language=document.language,
        )
    except NotAnArticle as error:
        return Unreadable(where, Position(), str(error), bad=not isinstance(error, NoText))
    return Parsed(where, Position(), article)


def _mailbox(file: InputFile, stream: Readable, options: FeedOptions, reader: ReadsFiles) -> Iterator[Entry]:
    for number, message in enumerate(_messages(stream), 1):
        where = f"{file.name}: message {number}"
        if message is None:
            yield Unreadable(where, Position(), f"larger than {MAX_BYTES:,} bytes")
            continue
        try:
            document = reader.read(message, kind="mail", name=where)
        except DocumentError as error:
            yield Unreadable(where, Position(), str(error), bad=error.reason != "empty")
            continue
        yield placed(_entry(where, document.items[0], document, options), file, is_whole=False)


def _messages(stream: Readable) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox, which lines with `From ` part; None for one that is too large."""
    message, begun = bytearray(), False
    was_blank, too_large = True, False
    for line in split_lines(chunks(stream), limit=MAX_BYTES):
        data = line.data or b""
        if data.startswith(_FROM) and was_blank:
            if begun:
                yield None if too_large else bytes(message)
            message, begun, too_large = bytearray(), True, False
        elif begun or data.strip():
            if not begun:
                raise InputError("not a mailbox: it does not begin with `From `")
            too_large = too_large or line.data is None or len(message) > MAX_BYTES
            if not too_large:
                message += (data[1:] if data.startswith(b">From ") else data) + b"\n"
        was_blank = not data
    if begun:
        yield None if too_large else bytes(message)
    else:
        raise InputError("empty")
