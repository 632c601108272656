"""A worker's lag: what was fetched and is not done, and what the broker has beyond that."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka.consumer.subscription_state import SubscriptionState
from faust.types import TP

from claimwire.stream.commits import Fetched
from claimwire.stream.health import Health
from claimwire.stream.metrics import Metrics
from claimwire_schemas.topics import RAW

PLACE = TP(RAW.name, 0)


def an_app(*, position: int | None, end: int | None, assigned: bool = True) -> SimpleNamespace:
    """Return what is asked of a Faust app that takes articles, with aiokafka's own books of positions."""
    recovered = asyncio.Event()
    recovered.set()
    positions = SubscriptionState()
    positions.subscribe({RAW.name})
    if assigned:
        positions.assign_from_subscribed({PLACE})
        state = positions.subscription.assignment.state_value(PLACE)
        state.highwater = end
        if position is not None:
            state.seek(position)
    client = SimpleNamespace(_conns={})
    aiokafka = SimpleNamespace(_subscription=positions, _client=client)
    return SimpleNamespace(
        consumer=SimpleNamespace(assignment=lambda: {PLACE}, _thread=SimpleNamespace(_consumer=aiokafka)),
        crash_reason=None,
        started=True,
        should_stop=False,
        rebalancing=False,
        tables=SimpleNamespace(recovery=SimpleNamespace(completed=recovered)),
        topics=SimpleNamespace(acks_enabled_for=lambda topic: topic == RAW.name),
    )


def lag_of(app: SimpleNamespace, fetched: Fetched) -> float | None:
    metrics = Metrics()
    Health(app, fetched, metrics).measure()
    return metrics.registry.get_sample_value("claimwire_lag_messages", {"topic": RAW.name, "partition": "0"})


@pytest.mark.parametrize(
    ("position", "end", "lag"),
    [(None, None, 0), (40, None, 0), (40, 100, 60), (100, 100, 0), (100, 99, 0)],
    ids=["not found yet", "not fetched yet", "behind", "at the end", "told late"],
)
async def test_what_the_broker_has_beyond_what_was_fetched_lags(
    position: int | None, end: int | None, lag: int
) -> None:
    assert lag_of(an_app(position=position, end=end), Fetched()) == lag


async def test_what_was_fetched_lags_until_it_is_acknowledged() -> None:
    """Of 90 to 94, 92 and 93 were a transaction's that was aborted: nobody waits for them."""
    fetched, app = Fetched(), an_app(position=95, end=100)
    fetched.add(PLACE, [90, 91, 94])
    assert lag_of(app, fetched) == 8
    fetched.ack(PLACE, 91)
    assert lag_of(app, fetched) == 7
    fetched.ack(PLACE, 90)
    fetched.take_committable(PLACE)
    assert lag_of(app, fetched) == 6


async def test_a_partition_that_goes_has_no_lag_of_ours() -> None:
    assert lag_of(an_app(position=None, end=None, assigned=False), Fetched()) == 0
