"""Replays: bounded by number, by bytes and by time; what failed is not kept."""

from __future__ import annotations

import pytest

from claimwire.push.answers import Answer, Problem
from claimwire.push.limits import Limits
from claimwire.push.replays import Replays

TAKEN = Answer(202, b"x" * 40)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replays(clock: Clock) -> Replays:
    return Replays(Limits(replays=3, replay_bytes=100, replay_s=60), clock=clock)


def answered(replays: Replays, key: str, answer: Answer | None = TAKEN) -> None:
    assert replays.begin(key, "d") is None
    replays.end(key, answer)


def test_an_answer_is_forgotten_after_its_time(replays: Replays, clock: Clock) -> None:
    answered(replays, "a")
    clock.now = 60
    assert replays.begin("a", "d") == TAKEN
    clock.now = 61
    assert replays.begin("a", "another") is None


def test_the_oldest_make_room(replays: Replays) -> None:
    """By bytes: three of forty are more than a hundred."""
    for key in "abc":
        answered(replays, key)
    assert [replays.begin(key, "d") for key in "abc"] == [None, TAKEN, TAKEN]


def test_so_many_are_kept(replays: Replays) -> None:
    for key in "abcd":
        answered(replays, key, Answer(202, b""))
    assert replays.begin("a", "d") is None
    assert replays.begin("d", "d") is not None


def test_one_that_is_being_answered_is_never_dropped(replays: Replays) -> None:
    replays.begin("first", "d")
    for key in "abcdef":
        answered(replays, key)
    with pytest.raises(Problem, match="is being answered"):
        replays.begin("first", "d")


@pytest.mark.parametrize("answer", [None, Answer(503, b""), Answer(202, b"x" * 101)])
def test_what_failed_or_is_too_large_is_not_kept(replays: Replays, answer: Answer | None) -> None:
    answered(replays, "a", answer)
    assert replays.begin("a", "another") is None
