"""Reading: files become entries, in order, with no more of a file in memory than one article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from io import FileIO
from select import select
from typing import Literal

from claimwire.errors import InputError, Refused
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.feed.files import STDIN, InputFile
from claimwire.feed.news_formats import newsml_entries, ninjs_entry, warc_entries
from claimwire.lines import Line, split_lines
from claimwire.normalize import decode_bytes
from claimwire.raw_messages import MAX_BYTES
from claimwire_schemas import DecodeError, RawArticle

ContentType = Literal["text/plain", "text/html"]
_CHUNK_BYTES = 256 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class FeedOptions:
    """What is said of all entries: the outlet of those that name none, and the most bytes of one."""

    outlet: str | None = None
    max_bytes: int = MAX_BYTES


def read_files(files: Sequence[InputFile], options: FeedOptions, *, start: Position) -> Iterator[Entry]:
    """Yield the entries of the files from a position on; what cannot be read is an entry that says so."""
    for index in range(start.file, len(files)):
        first = start if index == start.file else Position(index)
        after = Position(index + 1)
        try:
            yield from _entries(files[index], options, first)
        except OSError as error:
            problem = (error.strerror or str(error)).lower()
            yield Unreadable(files[index].name, after, problem)


def read_lines(file: InputFile, *, max_bytes: int = MAX_BYTES) -> Iterator[Line]:
    """Yield the lines of a file that are not blank, without a byte order mark.

    Raises `InputError` where the file cannot be read.
    """
    try:
        with _opened(file) as stream:
            lines = split_lines(_chunks(stream), limit=max_bytes)
            yield from (_unmarked(line) for line in lines if not _blank(line))
    except OSError as error:
        raise InputError(f"{file.name}: {(error.strerror or str(error)).lower()}") from None


def _unmarked(line: Line) -> Line:
    if line.number > 1 or line.data is None:
        return line
    return replace(line, data=line.data.removeprefix(_BOM))


def _entries(file: InputFile, options: FeedOptions, start: Position) -> Iterator[Entry]:
    with _opened(file) as stream:
        if file.kind == "jsonl":
            yield from _lines(file, stream, options, start)
        elif file.kind == "warc":
            yield from warc_entries(
                file.name, stream, start, outlet=options.outlet, max_bytes=options.max_bytes
            )
        else:
            yield from _whole_file(file, stream, options, start)


def _lines(file: InputFile, stream: FileIO, options: FeedOptions, start: Position) -> Iterator[Entry]:
    if start.offset:
        stream.seek(start.offset)
    lines = split_lines(_chunks(stream), limit=options.max_bytes, offset=start.offset, number=start.line)
    return (_line(file, _unmarked(line), options, start.file) for line in lines if not _blank(line))


def _opened(file: InputFile) -> AbstractContextManager[FileIO]:
    # Unbuffered, so that a line typed or piped in is read when it comes.
    return FileIO(0, closefd=False) if file.path == STDIN else FileIO(file.path)


def _chunks(stream: FileIO) -> Iterator[bytes]:
    while (chunk := stream.read(_CHUNK_BYTES)) != b"":
        if chunk is None:  # inherited as non-blocking, and nothing there yet
            select([stream], [], [])
        else:
            yield chunk


def _blank(line: Line) -> bool:
    return line.data is not None and not line.data.removeprefix(_BOM).strip()


def _line(file: InputFile, line: Line, options: FeedOptions, index: int) -> Entry:
    where, after = f"{file.name}:{line.number}", Position(index, line.end, line.number)
    if line.data is None:
        return Unreadable(where, after, f"longer than {options.max_bytes:,} bytes")
    return _record(where, after, line.data, options)


def _whole_file(file: InputFile, stream: FileIO, options: FeedOptions, start: Position) -> Iterator[Entry]:
    after = Position(start.file + 1)
    data = _up_to(stream, options.max_bytes + 1)
    if len(data) > options.max_bytes:
        yield Unreadable(file.name, after, f"larger than {options.max_bytes:,} bytes")
    elif not data.removeprefix(_BOM).strip():
        yield Unreadable(file.name, after, "empty")
    elif file.kind == "newsml":
        yield from newsml_entries(file.name, data, start, outlet=options.outlet)
    elif file.kind == "json":
        yield _record(file.name, after, data.removeprefix(_BOM), options)
    else:
        yield _text(file, data, options, after)


def _text(file: InputFile, data: bytes, options: FeedOptions, after: Position) -> Entry:
    try:
        body = decode_bytes(data, declared=None)
    except Refused as refused:
        return Unreadable(file.name, after, str(refused))
    content_type: ContentType = "text/html" if file.kind == "html" else "text/plain"
    return Parsed(file.name, after, RawArticle(body=body, content_type=content_type, outlet=options.outlet))


def _up_to(stream: FileIO, most: int) -> bytes:
    data = bytearray()
    for chunk in _chunks(stream):
        data += chunk
        if len(data) >= most:
            break
    return bytes(data)


def _record(where: str, after: Position, data: bytes, options: FeedOptions) -> Entry:
    try:
        article = RawArticle.decode(data)
    except DecodeError as error:
        news_item = ninjs_entry(where, after, data, outlet=options.outlet)
        return news_item or Unreadable(where, after, str(error))
    if article.outlet is None and options.outlet:
        article = article.model_copy(update={"outlet": options.outlet})
    return Parsed(where, after, article)
