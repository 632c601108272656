"""A worker's lag: what the broker has beyond what is done here or committed by anyone."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from faust.types import TP

from pipeline.stream.health import Health
from pipeline.stream.metrics import Metrics
from schemas.topics import RAW

PLACE = TP(RAW.name, 0)


def an_app(*, committed: int | None, end: int) -> SimpleNamespace:
    """Return what is asked of a Faust app that takes articles."""
    recovered = asyncio.Event()
    recovered.set()
    consumer = SimpleNamespace(
        assignment=lambda: {PLACE},
        highwater={PLACE: end}.get,
        _committed_offset={PLACE: committed},
        _thread=None,
    )
    return SimpleNamespace(
        consumer=consumer,
        crash_reason=None,
        started=True,
        should_stop=False,
        rebalancing=False,
        tables=SimpleNamespace(recovery=SimpleNamespace(completed=recovered)),
        topics=SimpleNamespace(acks_enabled_for=lambda topic: topic == RAW.name),
    )


@pytest.mark.parametrize(
    ("done", "committed", "lag"),
    [(None, None, 100), (None, 40, 60), (70, 40, 30), (40, 70, 30)],
    ids=["new", "taken over", "done here", "done by another meanwhile"],
)
def test_lag_is_from_the_furthest_that_anyone_has_come(
    done: int | None, committed: int | None, lag: int
) -> None:
    metrics = Metrics()
    if done is not None:
        metrics.done[PLACE] = done
    Health(an_app(committed=committed, end=100), metrics).measure()
    value = metrics.registry.get_sample_value("claimwire_lag_messages", {"topic": RAW.name, "partition": "0"})
    assert value == lag
