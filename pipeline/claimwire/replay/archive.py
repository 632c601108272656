"""Archives: messages of the raw or the articles topic in a file, one JSON object a line, plain or gzip.

    {"topic": "news.articles.raw.v1", "timestamp": …, "key": …, "headers": […], "value": "{…}"}

Key and headers' values are base64; the value is the message's own text, to the character. A line may also be
a raw article, as `claimwire feed` takes them: then it came when it was retrieved, or now.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Literal, cast

import orjson
from pydantic import Field

from claimwire.errors import InputError
from claimwire.lines import Line, split_lines
from claimwire.normalize import raw_article_id
from claimwire.replay.chosen import REPLAYED, Original, Place, Unusable
from claimwire_schemas import DecodeError, Header, RawArticle
from claimwire_schemas.message import Base64, Message, Timestamp
from claimwire_schemas.topics import RAW

_CHUNK_BYTES = 256 * 1024
_LONGEST_LINE = 3 * RAW.max_message_bytes
"""JSON in a JSON string has its quotation marks escaped."""


class Archived(Message):
    """A line of an archive."""

    schema_version: Literal[1] = 1
    topic: Literal["news.articles.raw.v1", "news.articles.v1"]
    timestamp: Timestamp
    key: Base64 | None
    headers: Annotated[tuple[Header, ...], Field(strict=False)]
    value: str


def archive_line(message: Original) -> bytes:
    """Return a message that holds an article as a line of an archive."""
    return Archived(
        topic=message.topic.name,  # type: ignore[arg-type] # one of the two that are replayed
        timestamp=message.received_at,
        key=message.key,
        headers=tuple(Header(name=name, value=data) for name, data in message.headers),
        value=(message.value or b"").decode(),
    ).encode()


def archived(path: Path, *, number: int, start: int, now: datetime) -> Iterator[Original | Unusable]:
    """Yield the messages of an archive, the `number`th of several, after its first `start` lines.

    Raises `InputError` where the file cannot be read.
    """
    try:
        with _opened(path) as stream:
            chunks = iter(lambda: stream.read(_CHUNK_BYTES), b"")
            for line in split_lines(chunks, limit=_LONGEST_LINE):
                if line.number > start and (line.data is None or line.data.strip()):
                    yield _original(line, Place(f"{path}:{line.number}", number, line.number), now)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {str(error).lower()}") from None


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _original(line: Line, place: Place, now: datetime) -> Original | Unusable:
    if line.data is None:
        return Unusable(place, f"longer than {_LONGEST_LINE:,} bytes")
    try:
        if _is_raw_article(line.data):
            return _of_raw_article(RawArticle.decode(line.data), line.data, place, now)
        return _of_line(Archived.decode(line.data), place)
    except DecodeError as error:
        return Unusable(place, str(error))


def _is_raw_article(data: bytes) -> bool:
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return isinstance(fields, dict) and "body" in fields


def _of_raw_article(raw: RawArticle, data: bytes, place: Place, now: datetime) -> Original:
    came = raw.retrieved_at or now
    return Original(place, RAW, raw_article_id(raw).encode(), data, [], came.astimezone(UTC))


def _of_line(line: Archived, place: Place) -> Original:
    headers = [(header.name, header.value) for header in line.headers]
    return Original(place, REPLAYED[line.topic], line.key, line.value.encode(), headers, line.timestamp)
