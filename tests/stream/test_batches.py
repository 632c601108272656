"""Micro-batches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import sleep

import pytest

from claimwire.stream.batches import Batches


@asynccontextmanager
async def serving(batches: Batches[int, int]) -> AsyncIterator[None]:
    task = asyncio.create_task(batches.run())
    try:
        yield
    finally:
        task.cancel()


def doubled(numbers: Sequence[int]) -> list[int]:
    sleep(0.005)
    if 13 in numbers:
        raise ValueError("13")
    return [2 * number for number in numbers]


def slowly(numbers: Sequence[int]) -> list[int]:
    sleep(0.3)
    return list(numbers)


async def test_items_that_gather_go_together_up_to_the_most() -> None:
    """Everybody gets their own result; while one batch runs the next fills, to its limit."""
    sizes: list[int] = []
    batches = Batches(doubled, most=4, threads=1, on_batch=sizes.append)
    async with serving(batches):
        assert await asyncio.gather(*map(batches.submit, range(10))) == [2 * n for n in range(10)]
    assert sizes == [4, 4, 2]


async def test_one_bad_item_fails_alone() -> None:
    """The others of its batch get their results."""
    batches = Batches(doubled, most=8, threads=2, on_batch=lambda _: None)
    async with serving(batches):
        results = await asyncio.gather(*map(batches.submit, [1, 13, 3]), return_exceptions=True)
    assert results[0] == 2
    assert isinstance(results[1], ValueError)
    assert results[2] == 6


async def test_the_event_loop_goes_on_while_a_batch_runs() -> None:
    """A long batch does not hold up the loop."""
    batches = Batches(slowly, most=1, threads=1, on_batch=lambda _: None)
    async with serving(batches):
        waiting = asyncio.create_task(batches.submit(1))
        ticks = 0
        while not waiting.done():
            await asyncio.sleep(0.01)
            ticks += 1
    assert ticks > 10


async def test_a_submitter_that_gave_up_harms_nobody() -> None:
    """A cancelled submission's result is dropped; the next is served."""
    batches = Batches(doubled, most=1, threads=1, on_batch=lambda _: None)
    async with serving(batches):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(batches.submit(1), 0.001)
        assert await batches.submit(2) == 4
