"""Delivery: in order, so many at a time, each settled once, and nothing counted that the broker lacks."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator

import pytest
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError

from claimwire.errors import NotDelivered
from claimwire.feed.delivery import Item, Outbox, Sendable, deliver, sendable
from claimwire.feed.entries import Parsed, Position, Unreadable
from claimwire.kafka import Outgoing
from claimwire.normalize import raw_article_id
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW
from tests.builders import a_raw_article


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


def item(number: int, size: int = 1) -> Sendable:
    return Sendable(f"news:{number}", Position(0, number, number), Outgoing(RAW.name, b"k", b"x" * size, []))


class Settled(list[tuple[str, str | None]]):
    """What was settled, in order."""

    def __call__(self, item: Item, problem: str | None) -> None:
        self.append((item.where, problem))


async def test_items_settle_in_order_whatever_the_order_of_the_answers() -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled)
    await outbox.put(item(1))
    await outbox.put(Unreadable("news:2", Position(0, 2, 2), "empty"))
    await outbox.put(item(3))
    broker.answers[1].set_result(None)
    assert settled == []
    broker.answers[0].set_result(None)
    await outbox.drain()
    assert settled == [("news:1", None), ("news:2", "empty"), ("news:3", None)]


@pytest.mark.parametrize(("most", "most_bytes", "size"), [(3, 1000, 1), (100, 30, 10)])
async def test_no_more_than_so_many_are_on_their_way(most: int, most_bytes: int, size: int) -> None:
    broker = Broker()
    outbox = Outbox(broker, Settled(), most=most, most_bytes=most_bytes)
    for number in range(3):
        await outbox.put(item(number, size))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(outbox.put(item(3, size)), 0.05)
    assert len(broker.sent) == 3


async def test_one_larger_than_the_limit_goes_alone() -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled, most_bytes=10)
    await outbox.put(item(1, 50))
    assert len(broker.sent) == 1


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_record_that_the_broker_refuses_is_reported_and_the_rest_goes_on(*, at_once: bool) -> None:
    broker, settled = Broker(), Settled()
    outbox = Outbox(broker, settled)
    if at_once:
        broker.at_once = MessageSizeTooLargeError("too large")
        await outbox.put(item(1))
        broker.at_once = None
    else:
        await outbox.put(item(1))
        broker.answers[0].set_exception(MessageSizeTooLargeError("too large"))
    await outbox.put(item(2))
    broker.answers[-1].set_result(None)
    await outbox.drain()
    assert [where for where, _ in settled] == ["news:1", "news:2"]
    assert "refused by the broker" in (settled[0][1] or "")
    assert settled[1][1] is None


async def test_when_the_broker_is_gone_delivery_stops_and_nothing_after_it_is_settled() -> None:
    broker, settled = Broker(), Settled()

    async def items() -> AsyncIterator[Item]:
        for number in range(3):
            yield item(number)
        broker.answers[0].set_result(None)
        broker.answers[1].set_exception(KafkaTimeoutError("no answer"))
        broker.answers[2].set_result(None)

    with pytest.raises(NotDelivered, match="news:1: not delivered"):
        await deliver(items(), Outbox(broker, settled))
    assert settled == [("news:0", None)]


async def test_an_interrupted_delivery_waits_for_what_it_sent() -> None:
    broker, settled = Broker(), Settled()
    forever = asyncio.Event()

    async def items() -> AsyncIterator[Item]:
        yield item(1)
        yield item(2)
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
    assert settled == [("news:1", None), ("news:2", None)]


def test_a_message_has_the_articles_id_as_its_key_and_says_what_it_is() -> None:
    article = a_raw_article()
    (made,) = sendable([Parsed("news:1", Position(), article)])
    assert isinstance(made, Sendable)
    assert made.message.topic == RAW.name
    assert made.message.key == raw_article_id(article).encode()
    assert RawArticle.decode(made.message.value or b"") == article
    headers = dict(made.message.headers)
    assert headers["ce_type"] == b"dev.claimwire.RawArticle.v1"
    assert headers["ce_id"] == made.message.key


def test_an_article_that_grows_too_large_as_a_record_is_reported() -> None:
    """Control characters take six bytes each as JSON."""
    article = RawArticle(body="\x01" * (RAW.max_message_bytes // 5))
    (made,) = sendable([Parsed("news:1", Position(), article)])
    assert isinstance(made, Unreadable)
    assert "bytes" in made.problem
