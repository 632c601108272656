"""Reading ahead: all items in order, few at a time, and a reader that waits keeps nobody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from claimwire.ahead import read_ahead


async def test_all_items_come_in_order() -> None:
    assert [item async for item in read_ahead(range(1000))] == list(range(1000))


async def test_the_reader_stays_a_few_items_ahead() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    async with aclosing(read_ahead(items(), ahead=3)) as coming:
        assert await anext(coming) == 0
        await asyncio.sleep(0.1)
    assert len(read) <= 6


async def test_an_error_of_the_reader_is_raised_where_it_is_read() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk went away")

    coming = read_ahead(items())
    assert await anext(coming) == 1
    with pytest.raises(OSError, match="the disk went away"):
        await anext(coming)


async def test_the_loop_runs_while_the_reader_waits() -> None:
    """A reader that hangs neither blocks the loop nor has to end before the consumer may leave."""
    hangs = threading.Event()

    def items() -> Iterator[int]:
        hangs.wait(30)
        yield 1

    async with aclosing(read_ahead(items())) as coming:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(coming), 0.05)
    hangs.set()
