"""The outbox: in order, few in flight, each settled once, and nothing counted that the broker lacks."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError

from claimwire.errors import NotDelivered
from claimwire.kafka import Outgoing
from claimwire.normalize import raw_article_id
from claimwire.outbox import Content, Outbox, deliver
from claimwire.raw_messages import raw_message
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW
from tests.builders import RECEIVED, a_raw_article


class Broker:
    """A publisher that answers when it is told to."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.answers: list[Future[object]] = []
        self.at_once: KafkaError | None = None

    async def send(self, message: Outgoing) -> Future[object]:
        if self.at_once:
            raise self.at_once
        self.sent.append(message)
        self.answers.append(asyncio.get_running_loop().create_future())
        return self.answers[-1]


class Story(NamedTuple):
    """A token that no sender of ours has."""

    number: int

    @property
    def where(self) -> str:
        return f"story {self.number}"


def message(size: int = 1) -> Outgoing:
    return Outgoing(RAW.name, b"k", b"x" * size, [])


class Settled(list[tuple[int, str | None]]):
    """What was settled, in order."""

    def __call__(self, story: Story, problem: str | None) -> None:
        self.append((story.number, problem))


async def test_items_settle_in_order_whatever_the_order_of_the_answers() -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled)
    await outbox.put(Story(1), message())
    await outbox.put(Story(2), "empty")
    await outbox.put(Story(3), message())
    broker.answers[1].set_result(None)
    assert settled == []
    broker.answers[0].set_result(None)
    await outbox.drain()
    assert settled == [(1, None), (2, "empty"), (3, None)]


@pytest.mark.parametrize(("most", "most_bytes", "size"), [(3, 1000, 1), (100, 30, 10)])
async def test_no_more_than_so_many_are_on_their_way(most: int, most_bytes: int, size: int) -> None:
    broker = Broker()
    outbox = Outbox(broker, Settled(), most=most, most_bytes=most_bytes)
    for number in range(3):
        await outbox.put(Story(number), message(size))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(outbox.put(Story(3), message(size)), 0.05)
    assert len(broker.sent) == 3


async def test_one_larger_than_the_limit_goes_alone() -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled, most_bytes=10)
    await outbox.put(Story(1), message(50))
    assert len(broker.sent) == 1


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_record_that_the_broker_refuses_is_reported_and_the_rest_goes_on(*, at_once: bool) -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled)
    if at_once:
        broker.at_once = MessageSizeTooLargeError("too large")
        await outbox.put(Story(1), message())
        broker.at_once = None
    else:
        await outbox.put(Story(1), message())
        broker.answers[0].set_exception(MessageSizeTooLargeError("too large"))
    await outbox.put(Story(2), message())
    broker.answers[-1].set_result(None)
    await outbox.drain()
    assert [number for number, _ in settled] == [1, 2]
    assert "refused by the broker" in (settled[0][1] or "")
    assert settled[1][1] is None


async def test_when_the_broker_is_gone_delivery_stops_and_nothing_after_it_is_settled() -> None:
    broker, settled = Broker(), Settled()

    async def items() -> AsyncIterator[tuple[Story, Content]]:
        for number in range(3):
            yield Story(number), message()
        broker.answers[0].set_result(None)
        broker.answers[1].set_exception(KafkaTimeoutError("no answer"))
        broker.answers[2].set_result(None)

    with pytest.raises(NotDelivered, match="story 1: not delivered"):
        await deliver(items(), Outbox(broker, settled))
    assert settled == [(0, None)]


async def test_an_interrupted_delivery_waits_for_what_it_sent() -> None:
    broker, settled = Broker(), Settled()
    forever = asyncio.Event()

    async def items() -> AsyncIterator[tuple[Story, Content]]:
        yield Story(1), message()
        yield Story(2), message()
        await forever.wait()

    task = asyncio.create_task(deliver(items(), Outbox(broker, settled)))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0.01)
    assert not task.done()
    for answer in broker.answers:
        answer.set_result(None)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert settled == [(1, None), (2, None)]


def test_a_message_has_the_articles_id_as_its_key_and_says_what_it_is() -> None:
    article = a_raw_article()
    made = raw_message(article, time=RECEIVED)
    assert isinstance(made, Outgoing)
    assert made.topic == RAW.name
    assert made.key == raw_article_id(article).encode()
    assert RawArticle.decode(made.value or b"") == article
    headers = dict(made.headers)
    assert headers["ce_type"] == b"dev.claimwire.RawArticle.v1"
    assert headers["ce_id"] == made.key


def test_an_article_that_grows_too_large_as_a_record_is_reported() -> None:
    """Control characters take six bytes each as JSON."""
    article = RawArticle(body="\x01" * (RAW.max_message_bytes // 5))
    made = raw_message(article, time=RECEIVED)
    assert isinstance(made, str)
    assert "bytes" in made
