"""Bodies: what arrives is decompressed piece by piece and counted, so that a bomb is never unpacked."""

from __future__ import annotations

import zlib
from typing import Protocol

from claimwire.web.answers import FetchError

ACCEPTED = "gzip, deflate"
_STEP_BYTES = 64 * 1024
_MOST_MEMBERS = 1000
_ANY_HEADER = 32 + zlib.MAX_WBITS
"""zlib finds out itself whether gzip's header or its own is there."""
_NO_HEADER = -zlib.MAX_WBITS


class Body(Protocol):
    """A body as it arrives."""

    def take(self, piece: bytes) -> None:
        """Add what arrived; raises `FetchError` when it is too large or cannot be decompressed."""

    def whole(self) -> bytes:
        """Return all of it, when no more is to come; raises `FetchError` when some is missing."""


def body_of(encoding: str, *, most: int) -> Body:
    """Return an empty body of a Content-Encoding that takes up to `most` bytes, packed and unpacked.

    Raises `FetchError` for an encoding that nobody asked for.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return Plain(most)
        case "gzip" | "x-gzip" | "deflate":
            return Packed(most)
    raise FetchError("damaged", f"unexpected content encoding {encoding[:40]!r}")


class Plain:
    """A body that comes as it is."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._data = bytearray()

    def take(self, piece: bytes) -> None:
        """Add what arrived; raises `FetchError` when it is too large."""
        if len(self._data) + len(piece) > self._most:
            raise _too_large(self._most)
        self._data += piece

    def whole(self) -> bytes:
        """Return all that arrived."""
        return bytes(self._data)


class Packed:
    """A body that comes compressed: gzip of one member or several, or deflate with or without its header."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._plain = Plain(most)
        self._arrived = 0
        self._members = 1
        self._unpacker = zlib.decompressobj(_ANY_HEADER)

    def take(self, piece: bytes) -> None:
        """Add what arrived; raises `FetchError` when it is too large or not compressed as it should be."""
        first = not self._arrived
        self._arrived += len(piece)
        if self._arrived > self._most:  # also where it unpacks to nothing
            raise _too_large(self._most)
        if first and piece and not _has_header(piece):
            self._unpacker = zlib.decompressobj(_NO_HEADER)
        try:
            self._unpack(piece)
        except zlib.error:
            raise FetchError("damaged", "its content does not decompress") from None

    def _unpack(self, rest: bytes) -> None:
        while rest:
            if self._unpacker.eof and not self._next_member(rest):
                return
            self._plain.take(self._unpacker.decompress(rest, _STEP_BYTES))
            rest = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def _next_member(self, rest: bytes) -> bool:
        """Begin another member of gzip; what else follows an end is padding, and is left alone."""
        if not rest.startswith(b"\x1f"):
            return False
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise FetchError("damaged", f"its content is compressed in more than {_MOST_MEMBERS:,} parts")
        self._unpacker = zlib.decompressobj(_ANY_HEADER)
        return True

    def whole(self) -> bytes:
        """Return all of it; raises `FetchError` when it stopped before its end."""
        if self._arrived and not self._unpacker.eof:
            raise FetchError("damaged", "its compressed content is truncated")
        return self._plain.whole()


def _has_header(piece: bytes) -> bool:
    return piece[0] == 0x1F or piece[0] & 0x0F == 8


def _too_large(most: int) -> FetchError:
    return FetchError("too_large", f"larger than {most:,} bytes")
