"""Tables: each row of a CSV or TSV file is an article, read as it comes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.feed.files import InputFile
from claimwire.feed.lines_and_texts import placed
from claimwire.feed.options import FeedOptions
from claimwire.feed.streams import Readable, chunks
from claimwire.lines import split_lines
from claimwire.sources.articles import NotAnArticle, NoText, article_of
from claimwire.sources.files.rows import columns_of, item_of_row

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 1_000
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def table_entries(file: InputFile, stream: Readable, options: FeedOptions) -> Iterator[Entry]:
    """Yield the rows of a table whose first line names its columns.

    Raises `InputError` where that line does not tell what is the text, or a row has no end.
    """
    lines = _lines(stream, options.max_bytes)
    head = next(lines, "")
    if not head.strip():
        raise InputError("empty")
    csv.field_size_limit(options.max_bytes)
    delimiter = "\t" if file.kind == "tsv" else max(_DELIMITERS, key=head.count)
    try:
        names = next(csv.reader([head], delimiter=delimiter))[:_MOST_COLUMNS]
        columns = columns_of(names, dict(options.columns))
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 2):
            if any(cell.strip() for cell in row):
                where = f"{file.name}: row {number}"
                yield placed(
                    _row(where, dict(zip(names, row, strict=False)), columns, options), file, is_whole=False
                )
    except (csv.Error, ValueError) as error:
        raise InputError(str(error)) from None


def _row(where: str, row: dict[str, str], columns: dict[str, str], options: FeedOptions) -> Entry:
    try:
        item = item_of_row(row, columns)
        article = article_of(item, outlet=options.outlet, feed=None, retrieved_at=None, language=None)
    except NotAnArticle as error:
        return Unreadable(where, Position(), str(error), bad=not isinstance(error, NoText))
    return Parsed(where, Position(), article)


def _lines(stream: Readable, most: int) -> Iterator[str]:
    for line in split_lines(_narrow(chunks(stream)), limit=most):
        if line.data is None:
            raise InputError(f"line {line.number} is longer than {most:,} bytes")
        data = line.data.removeprefix(codecs.BOM_UTF8) if line.number == 1 else line.data
        yield _decoded(data).replace("\0", "") + "\n"


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _narrow(pieces: Iterator[bytes]) -> Iterator[bytes]:
    r"""Yield a stream as UTF-8 if it is marked as UTF-16, as spreadsheets write it; else as it is.

    Lines that end with `\r` alone, as Excel for Mac wrote them, end with `\n`.
    """
    first = next(pieces, b"")
    codec = _WIDE.get(first[:2])
    if codec is None:
        is_mac = b"\r" in first.rstrip(b"\r") and b"\n" not in first
        yield from (piece.replace(b"\r", b"\n") if is_mac else piece for piece in chain([first], pieces))
        return
    decoder = codecs.getincrementaldecoder(codec)("replace")
    yield decoder.decode(first[2:]).encode("utf-8", "replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
