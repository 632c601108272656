"""Reading ahead: a blocking iterator runs in a thread of its own, a few items ahead of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from threading import Semaphore, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class _End:
    """The end of the iterator, or the error that it ended with."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class _Reader(Generic[T]):
    """The thread's side: reads items, and gives them to the loop while somebody wants them."""

    def __init__(self, items: Iterable[T], ahead: int) -> None:
        self.ready: asyncio.Queue[T | _End] = asyncio.Queue()
        self._items = items
        self._loop = asyncio.get_running_loop()
        self._room = Semaphore(ahead)
        self._closed = False

    def read(self) -> None:
        end = _End()
        try:
            for item in self._items:
                self._room.acquire()
                if self._closed:
                    return
                self._give(item)
        except Exception as error:  # noqa: BLE001 # whatever it is, the loop's side raises it
            end = _End(error)
        self._give(end)

    def taken(self) -> None:
        self._room.release()

    def close(self) -> None:
        self._closed = True
        self._room.release()

    def _give(self, item: T | _End) -> None:
        # A loop that is gone wants nothing more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.ready.put_nowait, item)


async def read_ahead(items: Iterable[T], *, ahead: int = 8) -> AsyncGenerator[T, None]:
    """Yield the items of a blocking iterator, which stays at most `ahead` items ahead.

    The thread is a daemon: one that waits for a terminal or a pipe keeps nobody from leaving.
    """
    reader = _Reader(items, ahead)
    Thread(target=reader.read, name="read-ahead", daemon=True).start()
    try:
        while not isinstance(item := await reader.ready.get(), _End):
            reader.taken()
            yield item
        if item.error:
            raise item.error
    finally:
        reader.close()
