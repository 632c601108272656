"""An agent over a stream that is not Faust's: what is acknowledged, counted and refused."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from claimwire.errors import Refused
from claimwire.kafka import LAST_MS, Outgoing
from claimwire.stream.agent import Agent, delivery_of
from claimwire.stream.delivery import Delivery, Outcome, StageName
from claimwire.stream.metrics import Metrics
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import CLAIMS, DEAD_LETTERS, RAW


def an_event(offset: int, value: bytes) -> Any:
    message = SimpleNamespace(
        topic=RAW.name, partition=0, offset=offset, timestamp=1.5, key=None, value=value, headers=[]
    )
    return SimpleNamespace(message=message)


@dataclass
class Stream:
    """A stream that ends, and knows what was acknowledged."""

    values: list[bytes]
    acked: list[int] = field(default_factory=list)

    def noack(self) -> Stream:
        return self

    async def events(self) -> AsyncIterator[Any]:
        for offset, value in enumerate(self.values):
            yield an_event(offset, value)

    async def ack(self, event: Any) -> None:
        self.acked.append(event.message.offset)


@dataclass
class Sent:
    """A publisher that keeps what is sent, and refuses values that say so."""

    messages: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing) -> Future[object]:
        self.messages.append(message)
        done: Future[object] = asyncio.get_running_loop().create_future()
        if message.value == b"broker says no":
            done.set_exception(ConnectionError("no"))
        else:
            done.set_result(None)
        return done


@dataclass(frozen=True)
class Odd:
    """A stage that fails in the way that the message's value names."""

    name: StageName = "extract"

    async def work(self, delivery: Delivery) -> Outgoing:
        match delivery.value:
            case b"refuse":
                raise Refused("bad_json", "not JSON")
            case b"bug":
                raise ZeroDivisionError("a bug")
            case b"disk":
                raise OSError("no space left")
        return Outgoing(CLAIMS.name, None, delivery.value, [])

    def conclude(self, delivery: Delivery, message: Outgoing) -> Outcome:
        match delivery.value:
            case b"refuse late":
                raise Refused("record_too_large", "too large")
            case b"bug late":
                raise ZeroDivisionError("a bug")
            case b"disk late":
                raise OSError("no space left")
        return Outcome("published", (message,))


async def run(values: list[bytes]) -> tuple[Stream, Sent, Metrics, list[BaseException]]:
    stream, sent, metrics, crashes = Stream(values), Sent(), Metrics(), list[BaseException]()
    agent = Agent(Odd(), sent, metrics, in_flight=4)

    async def crash(reason: BaseException) -> None:
        crashes.append(reason)
        running.cancel()

    running = asyncio.create_task(agent.run(stream, crash=crash))
    await asyncio.wait([running])
    return stream, sent, metrics, crashes


@dataclass
class Slow:
    """A stage that takes its time, and knows how much it had to do at most."""

    name: StageName = "extract"
    busy: int = 0
    busiest: int = 0

    async def work(self, delivery: Delivery) -> Outgoing:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await asyncio.sleep(0.01)
        self.busy -= 1
        return await Odd().work(delivery)

    def conclude(self, delivery: Delivery, message: Outgoing) -> Outcome:
        return Odd().conclude(delivery, message)


async def test_no_more_bytes_are_worked_on_than_may_be_in_flight() -> None:
    """Long articles wait for their turn: a worker that stops has little to finish."""
    stream, stage = Stream([b"good"] * 12), Slow()
    two = 2 * delivery_of(an_event(0, b"good").message).size
    agent = Agent(stage, Sent(), Metrics(), in_flight=64, in_flight_bytes=two)
    await agent.run(stream, crash=lambda _: None)
    assert stream.acked == list(range(12))
    assert stage.busiest == 2


async def test_refused_messages_are_dead_letters_and_the_rest_goes_on() -> None:
    """A refusal and a bug, in the work or after it, lead to a dead letter; everything is acknowledged."""
    bad = [b"refuse", b"refuse late", b"bug", b"bug late"]
    stream, sent, metrics, crashes = await run([b"good", *bad, b"good"])
    letters = [DeadLetter.decode(m.value or b"") for m in sent.messages if m.topic == DEAD_LETTERS.name]
    bugs = ["unexpected_error"] * 2
    assert [letter.reason for letter in letters] == ["bad_json", "record_too_large", *bugs]
    assert [letter.value for letter in letters] == bad
    assert stream.acked == [0, 1, 2, 3, 4, 5]
    assert crashes == []
    text = metrics.text().decode()
    assert 'claimwire_articles_total{outcome="published",stage="extract"} 2.0' in text
    assert 'claimwire_articles_total{outcome="refused",stage="extract"} 4.0' in text
    assert 'claimwire_refused_total{reason="bad_json",stage="extract"} 1.0' in text
    assert 'claimwire_in_flight{stage="extract"} 0.0' in text


@pytest.mark.parametrize(
    ("value", "error"), [(b"disk", OSError), (b"disk late", OSError), (b"broker says no", ConnectionError)]
)
async def test_what_is_not_the_messages_fault_stops_the_worker(value: bytes, error: type[Exception]) -> None:
    """The event is not acknowledged, nor any after it: a restart replays them."""
    stream, _, _, crashes = await run([b"good", value, b"good", b"good"])
    assert [type(crash) for crash in crashes] == [error]
    assert set(stream.acked) <= {0}


@pytest.mark.parametrize(("seconds", "kept"), [(-1.0, 0), (1.5, 1500), (9e12, LAST_MS)])
def test_any_timestamp_is_a_time(seconds: float, kept: int) -> None:
    """Producers may write any number; one that is no date is moved to the nearest."""
    message = an_event(0, b"").message
    message.timestamp = seconds
    delivery = delivery_of(message)
    assert delivery.timestamp_ms == kept
    assert delivery.time.year >= 1970
