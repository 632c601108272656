"""Texts, pages, news items, and raw articles in JSON: one in a file, or one on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import orjson

from claimwire.errors import Refused
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.feed.files import InputFile
from claimwire.feed.news_formats import newsml_entries, ninjs_entry
from claimwire.feed.options import FeedOptions, from_file
from claimwire.feed.streams import Readable, chunks, up_to
from claimwire.lines import Line, split_lines
from claimwire.normalize import decode_bytes
from claimwire.sources.articles import NotAnArticle, article_of
from claimwire.sources.files.rows import columns_of, item_of_row
from claimwire.sources.files.wire import wire_stories
from claimwire_schemas import DecodeError, RawArticle

ContentType = Literal["text/plain", "text/html"]
_BOM = b"\xef\xbb\xbf"


def unmarked(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that are not blank, the first without a byte order mark."""
    for line in lines:
        if line.data is None:
            yield line
        elif (data := line.data.removeprefix(_BOM) if line.number == 1 else line.data).strip():
            yield replace(line, data=data)


def json_lines(file: InputFile, stream: Readable, options: FeedOptions, start: Position) -> Iterator[Entry]:
    """Yield the records of a file of JSON Lines from a position on, where the stream is."""
    lines = split_lines(chunks(stream), limit=options.max_bytes, offset=start.offset, number=start.line)
    return (_line(file, line, options, start.file) for line in unmarked(lines))


def _line(file: InputFile, line: Line, options: FeedOptions, index: int) -> Entry:
    where, after = f"{file.name}:{line.number}", Position(index, line.end, line.number)
    if line.data is None:
        return Unreadable(where, after, f"longer than {options.max_bytes:,} bytes")
    return _record(file, where, after, line.data, options, is_whole=False)


def whole_file(file: InputFile, stream: Readable, options: FeedOptions) -> Iterator[Entry]:
    """Yield the article, or the articles, of a file of text, HTML, JSON, NewsML or NITF."""
    after = Position()
    data = up_to(stream, options.max_bytes + 1)
    if len(data) > options.max_bytes:
        yield Unreadable(file.name, after, f"larger than {options.max_bytes:,} bytes")
    elif not data.removeprefix(_BOM).strip():
        yield Unreadable(file.name, after, "empty")
    elif file.kind == "newsml":
        for entry in newsml_entries(file.name, data, after, outlet=options.outlet):
            yield placed(entry, file, is_whole=False)
    elif file.kind == "json":
        yield from _json(file, data.removeprefix(_BOM), options, after)
    else:
        yield from _texts(file, data, options, after)


def _json(file: InputFile, data: bytes, options: FeedOptions, after: Position) -> Iterator[Entry]:
    """Yield the record of a JSON file, or those of the list in it."""
    if not data.lstrip().startswith(b"["):
        yield _record(file, file.name, after, data, options, is_whole=True)
        return
    try:
        listed = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield Unreadable(file.name, after, f"not JSON: {error}")
        return
    for number, one in enumerate(listed, 1):
        where = f"{file.name}: item {number}"
        try:
            item = orjson.dumps(one)
        except orjson.JSONEncodeError:  # it reads deeper nesting than it writes
            yield Unreadable(where, after, "nested too deeply")
        else:
            yield _record(file, where, after, item, options, is_whole=False)
    if not listed:
        yield Unreadable(file.name, after, "no items", bad=False)


def placed(entry: Entry, file: InputFile, *, is_whole: bool) -> Entry:
    """Return an entry whose article says which file it is from."""
    if isinstance(entry, Unreadable):
        return entry
    return replace(entry, article=from_file(entry.article, file, is_whole=is_whole))


def _texts(file: InputFile, data: bytes, options: FeedOptions, after: Position) -> Iterator[Entry]:
    """Yield the article of a text or page; those of several stories that came over a line."""
    try:
        body = decode_bytes(data, declared=None)
    except Refused as refused:
        yield Unreadable(file.name, after, str(refused))
        return
    content_type: ContentType = "text/html" if file.kind == "html" else "text/plain"
    stories = wire_stories(body)
    if stories == []:
        yield Unreadable(file.name, after, "no story in it has a text")
    texts = [body] if stories is None else stories
    for text in texts:
        article = RawArticle(body=text, content_type=content_type, outlet=options.outlet)
        yield placed(Parsed(file.name, after, article), file, is_whole=len(texts) == 1)


def _record(
    file: InputFile, where: str, after: Position, data: bytes, options: FeedOptions, *, is_whole: bool
) -> Entry:
    if options.columns:
        return placed(_mapped(where, after, data, options), file, is_whole=is_whole)
    try:
        article = RawArticle.decode(data)
    except DecodeError as error:
        news_item = ninjs_entry(where, after, data, outlet=options.outlet)
        return placed(news_item or Unreadable(where, after, str(error)), file, is_whole=is_whole)
    if article.outlet is None and options.outlet:
        article = article.model_copy(update={"outlet": options.outlet})
    return placed(Parsed(where, after, article), file, is_whole=is_whole)


def _mapped(where: str, after: Position, data: bytes, options: FeedOptions) -> Entry:
    """Return the entry of any flat object, whose fields `options` name."""
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return Unreadable(where, after, f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Unreadable(where, after, f"not a JSON object but {type(fields).__name__}")
    try:
        item = item_of_row(fields, columns_of(list(fields), dict(options.columns)))
        article = article_of(item, outlet=options.outlet, feed=None, retrieved_at=None, language=None)
    except (NotAnArticle, ValueError) as error:
        return Unreadable(where, after, str(error))
    return Parsed(where, after, article)
