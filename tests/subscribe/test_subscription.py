"""Subscriptions against a broker: where they start, what they commit, and that nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer

from claimwire.errors import BrokerError, InputError
from claimwire.settings import Settings
from claimwire.subscribe import Filter, Start, Subscription, subscribe
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import Claim, DecodeError
from claimwire_schemas.topics import CLAIMS, DEAD_LETTERS
from tests.builders import a_claim
from tests.conftest import free_port

pytestmark = pytest.mark.broker
WAIT_S = 30
HOUR = timedelta(hours=1)


async def publish(producer: AIOKafkaProducer, *texts: str, at: datetime | None = None) -> None:
    """Publish claims with these texts in one batch, on several partitions."""
    at_ms = int(at.timestamp() * 1000) if at else None
    sent = [
        await producer.send(CLAIMS.name, a_claim(text=text).encode(), key=text.encode(), timestamp_ms=at_ms)
        for text in texts
    ]
    for delivery in sent:
        await delivery


async def texts(settings: Settings, count: int, **options: object) -> set[str]:
    """Return the texts of the next claims, having finished with each."""
    got: list[str] = []
    reading = subscribe(Claim, settings=settings, **options)  # type: ignore[arg-type]
    async with aclosing(reading) as claims, asyncio.timeout(WAIT_S):
        async for claim in claims:
            got.append(claim.text)
            if len(got) == count:
                break
    assert len(got) == len(set(got))
    return set(got)


OLD, NEW = [f"old {number}" for number in range(40)], [f"new {number}" for number in range(5)]


@pytest.mark.parametrize("group", [None, "readers"])
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (lambda: "beginning", {*OLD, "late", *NEW}),
        (lambda: "end", set(NEW)),
        (lambda: datetime.now(UTC) - HOUR, {"late", *NEW}),
        (lambda: datetime.now(UTC) + HOUR / 2, {"later"}),
    ],
    ids=["beginning", "end", "time", "future"],
)
async def test_it_starts_where_it_is_told(
    wire: Settings,
    producer: AIOKafkaProducer,
    start: Callable[[], Start],
    expected: set[str],
    group: str | None,
) -> None:
    """Batches that hold old records, and partitions without any, are no trap; not on the embedded broker."""
    await publish(producer, *OLD, at=datetime.now(UTC) - 3 * HOUR)
    await publish(producer, "late", at=datetime.now(UTC) - HOUR / 2)
    async with Subscription(CLAIMS, wire, group=group, start=start()) as subscription:
        await publish(producer, *NEW)
        await publish(producer, "later", at=datetime.now(UTC) + HOUR * 3 / 4)
        got: list[str] = []
        async with asyncio.timeout(WAIT_S):
            while "later" not in got or not expected <= set(got):
                message = await subscription.next()
                got.append(Claim.decode(message.value).text)
                subscription.finish(message)
    assert sorted(got) == sorted(expected | {"later"})


async def test_a_group_goes_on_after_what_it_finished(wire: Settings, producer: AIOKafkaProducer) -> None:
    """The last record was not finished, as the loop was left in its middle: it alone comes again."""
    await publish(producer, "a", "b", "c", "d")
    first = await texts(wire, 2, group="readers", start="beginning")
    second = await texts(wire, 3, group="readers", start="beginning")
    assert first | second == {"a", "b", "c", "d"}
    assert len(first & second) == 1


async def test_a_group_that_started_at_the_end_misses_nothing_while_it_is_away(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    await publish(producer, *OLD)
    async with Subscription(CLAIMS, wire, group="readers", start="end") as subscription:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(subscription.next(), 4)
    await publish(producer, *NEW)
    assert await texts(wire, len(NEW), group="readers", start="end") == set(NEW)


async def test_a_consumer_that_fails_gets_the_record_again(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    await publish(producer, "fatal")

    async def fail() -> None:
        async with aclosing(subscribe(Claim, settings=wire, group="readers", start="beginning")) as claims:
            async for claim in claims:
                raise RuntimeError(claim.text)

    for _ in range(2):
        with pytest.raises(RuntimeError, match="fatal"):
            await asyncio.wait_for(fail(), WAIT_S)


async def test_commits_are_made_while_it_runs(wire: Settings, producer: AIOKafkaProducer) -> None:
    """One that is killed has what it finished more than a second ago behind it."""
    await publish(producer, "a")
    killed = Subscription(CLAIMS, wire, group="readers", start="beginning")
    await killed.__aenter__()
    killed.finish(await asyncio.wait_for(killed.next(), WAIT_S))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(killed.next(), 2.5)
    killed._finished.clear()
    await killed._consumer.stop()
    await publish(producer, "b")
    assert await texts(wire, 1, group="readers", start="beginning") == {"b"}


async def test_two_members_share_a_topic(wire: Settings, producer: AIOKafkaProducer) -> None:
    """Every record comes to one of them, also what came while the second joined."""
    expected = {f"{turn}-{number}" for turn in range(12) for number in range(20)}
    seen: set[str] = set()
    complete = asyncio.Event()

    async def read() -> None:
        async with aclosing(subscribe(Claim, settings=wire, group="readers", start="beginning")) as claims:
            async for claim in claims:
                seen.add(claim.text)
                if seen == expected:
                    complete.set()

    members = [asyncio.create_task(read())]
    for turn in range(12):
        await publish(producer, *(f"{turn}-{number}" for number in range(20)))
        await asyncio.sleep(0.5)
        if turn == 4:
            members.append(asyncio.create_task(read()))
    await asyncio.wait_for(complete.wait(), WAIT_S)
    for member in members:
        assert not member.done()
        member.cancel()
    await asyncio.gather(*members, return_exceptions=True)


async def test_only_what_is_asked_for_comes(wire: Settings, producer: AIOKafkaProducer) -> None:
    await publish(producer, "one", "two", "three")
    assert await texts(wire, 1, start="beginning", where=Filter(text="TWO")) == {"two"}


async def test_what_is_not_a_record_is_an_error_with_its_position(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    sent = await producer.send_and_wait(CLAIMS.name, b"{}", key=b"x")
    position = f"{CLAIMS.name}/{sent.partition}/{sent.offset}: Claim: "
    with pytest.raises(DecodeError, match=position):
        await texts(wire, 1, start="beginning")


async def test_a_missing_topic_and_a_missing_broker_are_errors(bootstrap: str) -> None:
    with pytest.raises(
        BrokerError, match=r"topic news\.claims\.v1 is not on .*: run `claimwire topics create`"
    ):
        await texts(Settings(bootstrap_servers=bootstrap), 1)
    with pytest.raises(BrokerError, match="no Kafka broker answers at"):
        await texts(Settings(bootstrap_servers=f"127.0.0.1:{free_port()}"), 1)


async def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InputError, match="has no time zone"):
        await texts(Settings(), 1, start=datetime(2026, 3, 4))  # noqa: DTZ001 # the fault


async def test_a_snapshot_is_all_up_to_now(wire: Settings, producer: AIOKafkaProducer) -> None:
    """Batches of several records, empty partitions and an empty topic are read to their right ends."""
    assert [message async for message in snapshot(DEAD_LETTERS, wire)] == []
    await publish(producer, *OLD)
    async with aclosing(snapshot(CLAIMS, wire)) as messages:
        first = Claim.decode((await anext(messages)).value).text
        await publish(producer, *NEW)
        rest = [Claim.decode(message.value).text async for message in messages]
    assert sorted([first, *rest]) == sorted(OLD)
