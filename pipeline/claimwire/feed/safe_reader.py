"""`SafeReader`: a `DocumentReader` for threads that read files and have no event loop."""

from __future__ import annotations

import asyncio
from threading import Thread
from typing import Protocol

from claimwire.sources.items import Document, FileKind
from claimwire.sources.reader import DocumentReader


class ReadsFiles(Protocol):
    """Reads documents: a `SafeReader`, or one in this process."""

    def read(self, data: bytes, *, kind: FileKind, name: str) -> Document:
        """Return the document in a file; raises `DocumentError`."""


class SafeReader:
    """Reads files in a child process, which is started for the first and ends with `close`."""

    def __init__(self) -> None:
        self._reader = DocumentReader()
        self._loop: asyncio.AbstractEventLoop | None = None

    def read(self, data: bytes, *, kind: FileKind, name: str) -> Document:
        """Return the document in a file; raises as `DocumentReader.read_file` does."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            Thread(target=_run, args=(self._loop,), name="safe-reader", daemon=True).start()
        asked = self._reader.read_file(data, kind=kind, name=name)
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()

    def close(self) -> None:
        """End the child, from whatever thread."""
        if self._loop is not None:
            loop, self._loop = self._loop, None
            asyncio.run_coroutine_threadsafe(self._close(loop), loop)

    async def _close(self, loop: asyncio.AbstractEventLoop) -> None:
        await self._reader.close()
        loop.stop()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()
