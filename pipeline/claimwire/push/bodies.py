"""Bodies: what a request brings, read up to a size and a time, and decompressed up to the same size."""

from __future__ import annotations

import asyncio
import zlib

from aiohttp import ClientPayloadError, web

from claimwire.push.answers import Problem
from claimwire.push.limits import PushLimits, Room

_CHUNK_BYTES = 64 * 1024
_GZIP = 31
"""What zlib calls `wbits`."""


class Body:
    """A request's body as it comes in; `size` is what it has taken of the room."""

    def __init__(self, limits: PushLimits, room: Room) -> None:
        self._limits = limits
        self._room = room
        self._data = bytearray()
        self._came = 0
        self.size = 0

    async def read(self, request: web.Request) -> bytes:
        """Return the whole of it, decompressed.

        Raises `Problem`: 413 for one too large, 429 where there is no room, 408 for one that does not come,
        415 and 422 for one in an encoding that is not known or is damaged.
        """
        inflating = _inflating(request)
        if (request.content_length or 0) > self._limits.body_bytes:
            raise self._too_large()
        try:
            async with asyncio.timeout(self._limits.read_s):
                async for chunk in request.content.iter_chunked(_CHUNK_BYTES):
                    self._add(chunk, inflating)
        except TimeoutError:
            raise Problem(408, "timeout", f"the body did not come in {self._limits.read_s:g} s") from None
        except (ClientPayloadError, web.RequestPayloadError, ConnectionError):
            raise Problem(400, "damaged", "the body ended before its end, or is damaged") from None
        if inflating and (not inflating.eof or inflating.unused_data):
            raise self._not_one_member()
        return bytes(self._data)

    def _add(self, chunk: bytes, inflating: zlib._Decompress | None) -> None:
        self._came += len(chunk)
        if self._came > self._limits.body_bytes:
            raise self._too_large()
        while chunk:
            if inflating and inflating.eof:
                raise self._not_one_member()
            piece, chunk = (chunk, b"") if inflating is None else self._inflated(inflating, chunk)
            if len(self._data) + len(piece) > self._limits.body_bytes:
                raise self._too_large()
            if not self._room.grow(len(piece)):
                raise Problem(429, "busy", "as much is in flight as may be: send it again later")
            self.size += len(piece)
            self._data += piece

    def _inflated(self, inflating: zlib._Decompress, chunk: bytes) -> tuple[bytes, bytes]:
        try:
            return inflating.decompress(chunk, _CHUNK_BYTES), inflating.unconsumed_tail
        except zlib.error as error:
            raise Problem(422, "bad_encoding", f"the body is not gzip: {error}") from None

    @staticmethod
    def _not_one_member() -> Problem:
        return Problem(422, "bad_encoding", "the body is not one whole gzip member")

    def _too_large(self) -> Problem:
        return Problem(413, "too_large", f"larger than {self._limits.body_bytes:,} bytes")


def _inflating(request: web.Request) -> zlib._Decompress | None:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return None
    if encoding == "gzip":
        return zlib.decompressobj(_GZIP)
    raise Problem(415, "unsupported_encoding", "Content-Encoding may be gzip or identity")
