"""WARC, the archive of the web: each HTML page that a server answered with becomes an item.

Records are read as they come, and never more of one than a page may have. What is compressed inside a record
(`Content-Encoding`) is decompressed up to the same size.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, Literal

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from claimwire.errors import InputError
from claimwire.normalize import decode_bytes
from claimwire.sources.items import Item, Problem

_MARKUP = ("text/html", "application/xhtml+xml")
_MAX_RECORD_BYTES = 32 * 1024 * 1024
_CUT_SHORT = "cut short"
_READERS: dict[str, Any] = {"br": BrotliReader, "zstd": ZstdReader}
_ZLIB = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""By encoding, what zlib calls `wbits`."""
_PLAIN_ENCODINGS = ("", "identity")
Passed = Literal["not a response", "revisit", "another status", "not HTML"]


@dataclass(frozen=True)
class Record:
    """A record of an archive, by its number from 1: a page, one that is bad, or why it is passed over."""

    number: int
    found: Item | Problem | Passed


def read_warc(stream: BinaryIO, *, max_bytes: int) -> Iterator[Record]:
    """Yield the records of an archive, plain or compressed with gzip, zstd or lz4, as they are read.

    Raises `InputError` where the archive is damaged, or is none.
    """
    number = 0
    try:
        for number, record in enumerate(_records(stream), 1):
            yield Record(number, _read(record, number, max_bytes))
    except (OSError, ValueError) as error:
        raise InputError(f"damaged after record {number}: {error}") from None
    if not number:
        raise InputError("not a WARC file: no records")


def _records(stream: BinaryIO) -> ArchiveIterator:
    # HTTP is parsed here, where a bad header is one record's fault.
    return ArchiveIterator(stream, parse_http=False, strict_mode=False)


def _read(record: WarcRecord, number: int, max_bytes: int) -> Item | Problem | Passed:
    url = record.headers.get("WARC-Target-URI") or ""
    try:
        why = _passed(record)
        if why is None:
            return _page(record, url, max_bytes)
        _check_whole(record.consume(), record)
    except (OSError, ValueError) as error:
        return Problem(url[:200] or f"record {number}", str(error) or "damaged")
    return why


def _passed(record: WarcRecord) -> Passed | None:
    if record.record_type == WarcRecordType.revisit:
        return "revisit"
    if record.record_type != WarcRecordType.response or not record.is_http:
        return "not a response"
    record.parse_http(strict_mode=False)
    if record.http_headers.status_code != 200:
        return "another status"
    return None if (record.http_content_type or "").lower() in _MARKUP else "not HTML"


def _check_whole(got: int, record: WarcRecord) -> None:
    if got < record.content_length:
        raise ValueError(_CUT_SHORT)


def _page(record: WarcRecord, url: str, max_bytes: int) -> Item:
    data = record.reader.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"larger than {max_bytes:,} bytes")
    _check_whole(len(data), record)
    data = _decoded(data, record.http_headers, max_bytes)
    return Item(
        url=url.removeprefix("<").removesuffix(">") or None,
        body=decode_bytes(data, declared=record.http_charset),
        content_type="text/html",
        retrieved_at=_in_utc(record.record_date),
    )


def _decoded(data: bytes, headers: Any, max_bytes: int) -> bytes:
    """Return a body without its transfer and content encodings; raises `ValueError` or `OSError`.

    Archives often keep the headers of an encoding that they have undone: a body that is not in it is taken as
    it is.
    """
    chunked = "chunked" in (headers.get("Transfer-Encoding") or "").lower()
    if chunked and data.lstrip()[:1] != b"<":
        data = _undone(ChunkedReader, data, max_bytes)
    for name in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        data = _without(name.strip(), data, max_bytes)
    return data


def _without(encoding: str, data: bytes, max_bytes: int) -> bytes:
    if encoding in _PLAIN_ENCODINGS or data.lstrip()[:1] == b"<":
        return data
    if encoding in _ZLIB:
        return _inflated(data, _ZLIB[encoding], max_bytes)
    if encoding not in _READERS:
        raise ValueError(f"unknown encoding: {encoding[:40]}")
    return _undone(_READERS[encoding], data, max_bytes)


def _inflated(data: bytes, wbits: int, max_bytes: int) -> bytes:
    inflating = zlib.decompressobj(wbits)
    try:
        inflated = inflating.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise ValueError(f"not in its declared encoding: {error}") from None
    if len(inflated) <= max_bytes and not inflating.eof:
        raise ValueError(_CUT_SHORT)
    return _checked(inflated, max_bytes)


def _undone(reader: Any, data: bytes, max_bytes: int) -> bytes:
    with reader(BytesIO(data)) as inner:
        return _checked(inner.read(max_bytes + 1), max_bytes)


def _checked(undone: bytes, max_bytes: int) -> bytes:
    if len(undone) > max_bytes:
        raise ValueError(f"larger than {max_bytes:,} bytes when decompressed")
    return undone


def _in_utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at and at.tzinfo else None
