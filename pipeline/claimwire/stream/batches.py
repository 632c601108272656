"""Micro-batches: articles that wait while the extractor is busy form its next batch."""

from __future__ import annotations

import asyncio
from asyncio import Future, Queue, TaskGroup
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batches(Generic[T, R]):
    """Runs a batch function in threads over single items, as many at a time as have gathered.

    The function must release the GIL in its long parts (ONNX Runtime does), or the event loop stalls.
    """

    def __init__(
        self,
        function: Callable[[Sequence[T]], Sequence[R]],
        *,
        most: int,
        threads: int,
        on_batch: Callable[[int], None],
    ) -> None:
        self._function = function
        self._most = most
        self._threads = threads
        self._on_batch = on_batch
        self._waiting: Queue[tuple[T, Future[R]]] = Queue()

    async def submit(self, item: T) -> R:
        """Return the function's result for an item; raises what it raises for that item alone."""
        result: Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((item, result))
        return await result

    async def run(self) -> None:
        """Serve until cancelled."""
        with ThreadPoolExecutor(self._threads, thread_name_prefix="batch") as pool:
            async with TaskGroup() as group:
                for _ in range(self._threads):
                    group.create_task(self._serve(pool))

    async def _serve(self, pool: ThreadPoolExecutor) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < self._most and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self._on_batch(len(batch))
            await self._answer(batch, pool)

    async def _answer(self, batch: Sequence[tuple[T, Future[R]]], pool: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(pool, self._function, [item for item, _ in batch])
            answers = list(zip(batch, results, strict=True))
        except Exception as error:  # noqa: BLE001 - it is raised again to whoever submitted the item
            await self._blame(batch, error, pool)
            return
        for (_, result), value in answers:
            if not result.done():
                result.set_result(value)

    async def _blame(
        self, batch: Sequence[tuple[T, Future[R]]], error: Exception, pool: ThreadPoolExecutor
    ) -> None:
        """Find the item that made a batch fail, by running each alone."""
        if len(batch) > 1:
            for one in batch:
                await self._answer([one], pool)
        elif not batch[0][1].done():
            batch[0][1].set_exception(error)
