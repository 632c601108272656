"""Lines of a stream of bytes, one at a time and never longer than a limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line: its number from 1, the offset of the byte after it, and its bytes without the line end.

    `data` is None for a line over the limit, whose bytes were not kept.
    """

    number: int
    end: int
    data: bytes | None


class _Growing:
    """The line that is being read; its bytes are dropped once it is over the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self.size = 0

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._limit:
            self._kept.clear()
        else:
            self._kept += piece

    def take(self) -> bytes | None:
        data = None if self.size > self._limit else bytes(self._kept).removesuffix(b"\r")
        self._kept.clear()
        self.size = 0
        return data


def split_lines(chunks: Iterable[bytes], *, limit: int, offset: int = 0, number: int = 0) -> Iterator[Line]:
    r"""Yield the lines of the chunks, however these are cut, in order.

    A line ends with `\n` or `\r\n`, or with the stream. `limit` is in bytes. `offset` and `number` tell how
    many bytes and lines came before the first chunk.
    """
    growing = _Growing(limit)
    for chunk in chunks:
        *pieces, rest = chunk.split(b"\n")
        for piece in pieces:
            growing.add(piece)
            offset, number = offset + growing.size + 1, number + 1
            yield Line(number, offset, growing.take())
        growing.add(rest)
    if growing.size:
        yield Line(number + 1, offset + growing.size, growing.take())
