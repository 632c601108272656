"""Turns: hosts are asked one thing at a time, in order, with time between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from claimwire.web import turns as module
from claimwire.web.answers import FetchError
from claimwire.web.turns import LONGEST_SPACING_S, Turns
from tests.web.clock import Clock


async def visits(
    turns: Turns, clock: Clock, hosts: Iterable[str], *, spacing_s: float = 0.0
) -> list[tuple[str, float]]:
    """Return who had a turn and when, of hosts that are all waited for at once."""
    had: list[tuple[str, float]] = []

    async def visit(host: str) -> None:
        async with turns.turn(host, spacing_s=spacing_s):
            had.append((host, clock.now))
            await asyncio.sleep(0)

    await asyncio.gather(*(visit(host) for host in hosts))
    return had


async def test_turns_of_a_host_are_apart() -> None:
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    assert await visits(turns, clock, "aaa") == [("a", 1000), ("a", 1002), ("a", 1004)]


async def test_another_host_is_not_waited_for() -> None:
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    assert await visits(turns, clock, "abc") == [("a", 1000), ("b", 1000), ("c", 1000)]


async def test_a_site_may_ask_for_more_time_but_not_for_all_of_it() -> None:
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    assert (await visits(turns, clock, "aa", spacing_s=10))[1] == ("a", 1010)
    clock.now = 2000
    assert (await visits(turns, clock, "bb", spacing_s=86_400))[1] == ("b", 2000 + LONGEST_SPACING_S)
    clock.now = 3000
    assert (await visits(turns, clock, "cc", spacing_s=0.1))[1] == ("c", 3002)


async def test_no_two_are_in_their_turn_and_who_came_first_is_first() -> None:
    turns, inside, order = Turns(spacing_s=0.0), 0, []

    async def visit(number: int) -> None:
        nonlocal inside
        async with turns.turn("a"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            order.append(number)
            inside -= 1

    await asyncio.gather(*(visit(number) for number in range(50)))
    assert order == list(range(50))


async def test_a_host_is_held_also_for_those_who_wait_already() -> None:
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    async with turns.turn("a"):
        waiting = asyncio.create_task(visits(turns, clock, "a"))
        await asyncio.sleep(0)
        turns.hold("a", 50)
    assert await waiting == [("a", 1050)]


async def test_a_host_that_is_held_for_long_is_not_waited_for() -> None:
    clock = Clock()
    turns = Turns(clock=clock, sleep=clock.sleep)
    turns.hold("a", 3600)
    with pytest.raises(FetchError, match="wait another 3600 s") as caught:
        await visits(turns, clock, "a")
    assert caught.value.reason == "held"
    assert clock.now == 1000
    clock.now += 3600
    assert await visits(turns, clock, "a") == [("a", 4600)]


async def test_who_gives_up_waiting_or_fails_leaves_the_turn_to_others() -> None:
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    async with turns.turn("a"):
        waiting = asyncio.create_task(visits(turns, clock, "a"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    with pytest.raises(ZeroDivisionError):
        async with turns.turn("a"):
            raise ZeroDivisionError
    assert await visits(turns, clock, "a") == [("a", 1004)]


async def test_hosts_that_need_not_be_waited_for_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORGET_EVERY", 10)
    clock = Clock()
    turns = Turns(spacing_s=2, clock=clock, sleep=clock.sleep)
    turns.hold("held", 10_000)
    for number in range(500):
        clock.now += 1
        async with turns.turn(str(number)):
            pass
    assert len(turns) <= 14
    with pytest.raises(FetchError, match="held asks to wait another 9500 s"):
        await visits(turns, clock, ["held"])
