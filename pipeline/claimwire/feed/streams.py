"""Streams of bytes that a file is read from: as it is, out of gzip, or begun already and given back."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import FileIO
from select import select
from typing import Protocol, cast

from claimwire.errors import InputError

_CHUNK_BYTES = 256 * 1024
MOST_UNPACKED = 4 * 1024**3
"""Bytes that come out of one compressed file."""


class Readable(Protocol):
    """A stream that is read from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Return the next bytes, none at the end; None where there is nothing yet."""


def chunks(stream: Readable) -> Iterator[bytes]:
    """Yield all of a stream, waiting for what is inherited as non-blocking."""
    while (chunk := stream.read(_CHUNK_BYTES)) != b"":
        if chunk is None:
            select([cast("FileIO", stream)], [], [])  # only a file has nothing yet
        else:
            yield chunk


def up_to(stream: Readable, most: int) -> bytes:
    """Return the beginning of a stream, not much longer than `most`."""
    data = bytearray()
    for chunk in chunks(stream):
        data += chunk
        if len(data) >= most:
            break
    return bytes(data)


class Begun:
    """A stream of which some was read, given back."""

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes | None:
        """Return what was given back, then the rest."""
        if not self._head:
            return self._stream.read(size)
        size = len(self._head) if size < 0 else size
        data, self._head = self._head[:size], self._head[size:]
        return data


class Unpacked:
    """What is in a gzip stream of any number of members.

    Raises `InputError` if it is damaged or too much.
    """

    def __init__(self, stream: Readable) -> None:
        self._chunks = chunks(stream)
        self._unpacker = zlib.decompressobj(wbits=31)
        self._rest = b""
        self._count = 0

    def read(self, size: int = _CHUNK_BYTES, /) -> bytes:
        """Return the next bytes, at most `size`."""
        while True:
            if self._unpacker.eof:
                self._rest = (self._unpacker.unused_data or self._rest).lstrip(b"\0")
                if not (self._rest or self._more()):
                    return b""
                self._unpacker = zlib.decompressobj(wbits=31)
            elif not self._rest and not self._more():
                raise InputError("the gzip file is truncated")
            if data := self._unpack(_CHUNK_BYTES if size < 0 else size):
                return data

    def _more(self) -> bool:
        self._rest = next(self._chunks, b"")
        return bool(self._rest)

    def _unpack(self, size: int) -> bytes:
        try:
            data = self._unpacker.decompress(self._rest, size)
        except zlib.error as error:
            raise InputError(f"not gzip, or damaged: {error}") from None
        self._rest = self._unpacker.unconsumed_tail
        self._count += len(data)
        if self._count > MOST_UNPACKED:
            raise InputError(f"more than {MOST_UNPACKED:,} bytes in the compressed file")
        return data
