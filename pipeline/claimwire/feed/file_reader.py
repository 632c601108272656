"""Reading: files become entries, in order, with no more of a file in memory than one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from io import FileIO

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Position, Unreadable
from claimwire.feed.files import STDIN, InputFile
from claimwire.feed.kinds import HEAD_BYTES, corrected_kind, is_gzip, is_tar, told_kind
from claimwire.feed.lines_and_texts import json_lines, unmarked, whole_file
from claimwire.feed.news_formats import warc_entries
from claimwire.feed.options import FeedOptions
from claimwire.feed.papers import paper_entries
from claimwire.feed.safe_reader import ReadsFiles, SafeReader
from claimwire.feed.streams import Begun, Readable, Unpacked, chunks, up_to
from claimwire.feed.tables import table_entries
from claimwire.feed.zips import zip_entries
from claimwire.lines import Line, split_lines
from claimwire.raw_messages import MAX_BYTES

_ARC = b"filedesc://"
_BY_LINE = ("jsonl", "warc")
"""Kinds that can be gone on with in their middle; others are read again up to there."""


def read_files(files: Sequence[InputFile], options: FeedOptions, *, start: Position) -> Iterator[Entry]:
    """Yield the entries of the files from a position on; what cannot be read is an entry that says so."""
    with closing(SafeReader()) as reader:
        for index in range(start.file, len(files)):
            first = start if index == start.file else Position(index)
            yield from _told(files[index], options, first, reader)


def _told(file: InputFile, options: FeedOptions, first: Position, reader: ReadsFiles) -> Iterator[Entry]:
    """Yield the entries of a file from a position on, or one that says why there are none."""
    end, is_silent = Position(first.file + 1), first == Position(first.file)
    try:
        for entry in _entries(file, options, first, reader):
            is_silent = False
            yield entry
    except InputError as error:
        yield Unreadable(file.name, end, str(error))
    except OSError as error:
        yield Unreadable(file.name, end, (error.strerror or str(error)).lower())
    else:
        if is_silent:
            yield Unreadable(file.name, end, "nothing in it", bad=False)


def read_lines(file: InputFile, *, max_bytes: int = MAX_BYTES) -> Iterator[Line]:
    """Yield the lines of a file that are not blank, without a byte order mark.

    Raises `InputError` where the file cannot be read.
    """
    try:
        with _opened(file) as stream:
            lines = split_lines(chunks(stream), limit=max_bytes)
            yield from unmarked(lines)
    except OSError as error:
        raise InputError(f"{file.name}: {(error.strerror or str(error)).lower()}") from None


def _opened(file: InputFile) -> FileIO:
    # Unbuffered, so that a line typed or piped in is read when it comes.
    return FileIO(0, closefd=False) if file.path == STDIN else FileIO(file.path)


def _entries(file: InputFile, options: FeedOptions, start: Position, reader: ReadsFiles) -> Iterator[Entry]:
    with _opened(file) as stream:
        if file.kind in _BY_LINE and not file.is_packed:
            yield from _by_line(file, stream, options, start)
            return
        if file.kind == "zip":
            found = zip_entries(file, stream, lambda one, inside: entries_of(one, inside, options, reader))
        else:
            found = entries_of(file, stream, options, reader)
        yield from _numbered(found, start)


def _by_line(file: InputFile, stream: FileIO, options: FeedOptions, start: Position) -> Iterator[Entry]:
    if file.kind == "warc":
        return warc_entries(file.name, stream, start, outlet=options.outlet, max_bytes=options.max_bytes)
    if start.offset:
        stream.seek(start.offset)
    return json_lines(file, stream, options, start)


def _numbered(entries: Iterator[Entry], start: Position) -> Iterator[Entry]:
    """Yield the entries of a file that are behind a position, which counts them."""
    for number, entry in enumerate(entries, 1):
        if number > start.line:
            yield replace(entry, after=Position(start.file, 0, number))


def entries_of(
    file: InputFile, stream: Readable, options: FeedOptions, reader: ReadsFiles
) -> Iterator[Entry]:
    """Yield the entries of a stream, which may be gzip, or not say what it is.

    Raises `InputError` for one that cannot be read.
    """
    if file.is_packed:
        stream, file = Unpacked(stream), replace(file, is_packed=False)
    if file.kind in ("unknown", "xml"):
        head = next(chunks(stream), b"") if file.path == STDIN else up_to(stream, HEAD_BYTES)
        was_packed, stream = isinstance(stream, Unpacked), Begun(head, stream)
        if is_gzip(head):
            if was_packed:  # it may unpack to itself, for ever
                raise InputError("gzip within gzip")
            yield from entries_of(replace(file, is_packed=True), stream, options, reader)
            return
        if is_tar(head):
            raise InputError("a tar archive: unpack it, or pack the files as a zip file")
        if head.startswith(_ARC):
            raise InputError("an ARC archive, the format before WARC: convert it, for example with warcio")
        kind = told_kind(head, otherwise="newsml" if file.kind == "xml" else options.unknown)
        file = replace(file, kind=kind)
    elif file.kind in ("text", "json") and not file.is_said:
        head = up_to(stream, HEAD_BYTES)
        stream = Begun(head, stream)
        file = replace(file, kind=corrected_kind(file.kind, head))
    yield from _of_kind(file, stream, options, reader)


def _of_kind(file: InputFile, stream: Readable, options: FeedOptions, reader: ReadsFiles) -> Iterator[Entry]:
    if file.kind == "jsonl":
        return json_lines(file, stream, options, Position())
    if file.kind in ("csv", "tsv"):
        return table_entries(file, stream, options)
    if file.kind in ("zip", "warc"):
        return iter((Unreadable(file.name, Position(), f"a {file.kind} file within another, or piped"),))
    if file.kind in ("docx", "feed", "mail", "markdown", "mbox", "pdf"):
        return paper_entries(file, stream, options, reader)
    return whole_file(file, stream, options)
