"""What is replayed: chosen by when it came and by outlet, marked, and otherwise as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claimwire.envelope import (
    RECEIVED,
    REDRIVE_OF,
    REKEYED,
    REPLAY,
    REPLAYED_FROM,
    carried_headers,
    first_received,
)
from claimwire.kafka import Headers
from claimwire.pace import Pace
from claimwire.replay import Choice, Chosen
from claimwire.replay.chosen import Original, Place, Unusable
from claimwire.replay.headroom import Headroom
from claimwire_schemas.topics import RAW
from tests.builders import OUTLET, a_raw_article
from tests.builders import RECEIVED as CAME

TRACE = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
LATER = CAME + timedelta(days=40)


def original(*headers: tuple[str, bytes | None], value: bytes | None = None) -> Original:
    body = a_raw_article().encode() if value is None else value
    return Original(Place("news.articles.raw.v1/2/7", 2, 8), RAW, b"key", body, list(headers), CAME)


def chosen(message: Original, *, from_topic: bool = True) -> Chosen:
    found = Choice().of(message, from_topic=from_topic)
    assert isinstance(found, Chosen)
    return found


def test_a_message_is_sent_as_it_was_with_its_mark_and_its_time() -> None:
    """Under a new Kafka timestamp: with the old one, its topic might drop it at once."""
    message = chosen(original(TRACE, ("other", None))).message("march")
    assert (message.topic, message.key, message.value) == (RAW.name, b"key", a_raw_article().encode())
    assert message.timestamp_ms is None
    assert message.headers == [
        TRACE,
        ("other", None),
        (REPLAY, b"march"),
        (RECEIVED, CAME.isoformat().encode()),
        (REPLAYED_FROM, b"news.articles.raw.v1/2/7"),
    ]
    assert first_received(message.headers) == CAME


def test_what_was_backfilled_keeps_the_time_at_which_it_first_came() -> None:
    before: Headers = [(REPLAY, b"first"), (RECEIVED, CAME.isoformat().encode())]
    late = Original(Place("a:1", 0, 0), RAW, None, a_raw_article().encode(), before, LATER)
    message = chosen(late, from_topic=False).message("second")
    assert message.headers == [(REPLAY, b"second"), before[1]]


@pytest.mark.parametrize("header", [(REPLAYED_FROM, b"news.articles.raw.v1/0/1"), (REKEYED, b"1")])
def test_a_copy_of_what_is_on_the_same_topic_is_passed_over(header: tuple[str, bytes]) -> None:
    """Or each replay would send twice as much as the one before it."""
    assert Choice().of(original(header), from_topic=True) is None
    assert Choice().of(original(header), from_topic=False)


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(since=CAME), True),
        (Choice(since=CAME + timedelta(milliseconds=1)), False),
        (Choice(until=CAME), False),
        (Choice(until=CAME + timedelta(milliseconds=1)), True),
        (Choice(outlet=OUTLET.upper()[3:]), True),
        (Choice(outlet="Other"), False),
    ],
)
def test_time_and_outlet_choose(choice: Choice, *, wanted: bool) -> None:
    assert (choice.of(original(), from_topic=True) is not None) is wanted


@pytest.mark.parametrize("value", [b"", b"{", b"\xff", b'{"headline": "x"}'])
def test_what_is_no_article_is_not_sent_to_be_refused_once_more(value: bytes) -> None:
    assert isinstance(Choice().of(original(value=value), from_topic=True), Unusable)


@pytest.mark.parametrize("value", [None, b"", b"\xff", b"two words", b"x" * 65, b"-x"])
def test_a_mark_that_is_no_name_is_none(value: bytes | None) -> None:
    assert carried_headers([(REPLAY, value), TRACE]) == [TRACE]
    assert first_received([(REPLAY, value), (RECEIVED, b"2026-03-04T12:00:00Z")]) is None


@pytest.mark.parametrize(
    "value", [None, b"", b"soon", b"2026-03-04T12:00:00", b"\xff", b"0001-01-01T00:00+23:59"]
)
def test_a_time_that_is_none_is_not_believed(value: bytes | None) -> None:
    assert first_received([(REPLAY, b"x"), (RECEIVED, value)]) is None


def test_only_what_is_sent_again_says_when_it_first_came() -> None:
    """Live news came when Kafka says."""
    said = (RECEIVED, b"2026-03-04T12:00:00Z")
    assert first_received([said]) is None
    for mark in ((REPLAY, b"x"), (REDRIVE_OF, b"a letter")):
        assert first_received([mark, said]) == datetime(2026, 3, 4, 12, tzinfo=UTC)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("rate", [0.5, 3.0, 200.0])
async def test_turns_come_at_the_rate(rate: float) -> None:
    """Never more than a tenth of a second's, or one, above it, also after a pause."""
    clock = Clock()
    pace = Pace(rate, clock=clock, sleep=clock.sleep)
    begun = clock.now
    for count in range(1, 50):
        await pace.turn()
        assert count <= (clock.now - begun) * rate + 1 + 1e-6
    clock.now += 1000
    begun = clock.now
    for count in range(1, 50):
        await pace.turn()
        assert count <= (clock.now - begun) * rate + max(1, rate / 10) + 1e-6
    assert clock.now - begun == pytest.approx((49 - max(1, rate / 10)) / rate, abs=0.06)


async def test_without_a_rate_nobody_waits() -> None:
    clock = Clock()
    pace = Pace(None, clock=clock, sleep=clock.sleep)
    for _ in range(1000):
        await pace.turn()
    assert clock.now == 100.0


async def test_nothing_is_sent_while_enough_waits() -> None:
    """Between two looks no more is sent than there was room for."""
    told = iter([3, 5, 7, 1])
    looks: list[int] = []

    async def waiting() -> int:
        looks.append(next(told))
        return looks[-1]

    room = Headroom(waiting, most=5, report=print, every_s=0.001)
    await room.turn()
    await room.turn()
    assert looks == [3]
    await room.turn()
    assert looks == [3, 5, 7, 1]
