"""Answers to idempotency keys: bounded by number, by bytes and by time; what failed is not kept."""

from __future__ import annotations

import pytest

from claimwire.push.answers import Answer, Problem
from claimwire.push.idempotency import KeptAnswers
from claimwire.push.limits import PushLimits

TAKEN = Answer(202, b"x" * 40)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> KeptAnswers:
    return KeptAnswers(PushLimits(kept_answers=3, kept_bytes=100, kept_s=60), clock=clock)


def answered(kept: KeptAnswers, key: str, answer: Answer | None = TAKEN) -> None:
    assert kept.begin(key, "d") is None
    kept.end(key, answer)


def test_an_answer_is_forgotten_after_its_time(kept: KeptAnswers, clock: Clock) -> None:
    answered(kept, "a")
    clock.now = 60
    assert kept.begin("a", "d") == TAKEN
    clock.now = 61
    assert kept.begin("a", "another") is None


def test_the_oldest_make_room(kept: KeptAnswers) -> None:
    """By bytes: three of forty are more than a hundred."""
    for key in "abc":
        answered(kept, key)
    assert [kept.begin(key, "d") for key in "abc"] == [None, TAKEN, TAKEN]


def test_so_many_are_kept(kept: KeptAnswers) -> None:
    for key in "abcd":
        answered(kept, key, Answer(202, b""))
    assert kept.begin("a", "d") is None
    assert kept.begin("d", "d") is not None


def test_one_that_is_being_answered_is_never_dropped(kept: KeptAnswers) -> None:
    kept.begin("first", "d")
    for key in "abcdef":
        answered(kept, key)
    with pytest.raises(Problem, match="is being answered"):
        kept.begin("first", "d")


@pytest.mark.parametrize("answer", [None, Answer(503, b""), Answer(202, b"x" * 101)])
def test_what_failed_or_is_too_large_is_not_kept(kept: KeptAnswers, answer: Answer | None) -> None:
    answered(kept, "a", answer)
    assert kept.begin("a", "another") is None
