"""What a feeder counts, and how each of its feeds is doing, for Prometheus."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import get_args

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from claimwire.polling.feed_state import Counts, FeedState, Status
from claimwire.polling.states import FeedStates

_BY_FEED = ["feed"]


class FeedMetrics:
    """A feeder's metrics, in a registry with the others of its process."""

    def __init__(self, states: FeedStates, registry: CollectorRegistry) -> None:
        self._polls = Counter(
            "claimwire_polls_total",
            "Polls of feeds, by how they ended: `ok`, or the reason of the failure.",
            ["outcome"],
            registry=registry,
        )
        self._items = Counter(
            "claimwire_items_total",
            "Items of feeds, by what became of them.",
            ["outcome"],
            registry=registry,
        )
        registry.register(_Feeds(states))

    def polled(self, before: FeedState, after: FeedState) -> None:
        """Count a poll that has ended."""
        self._polls.labels(after.trouble.reason if after.trouble else "ok").inc()
        for name in Counts.model_fields:
            self._items.labels(name).inc(getattr(after.counts, name) - getattr(before.counts, name))


class _Feeds(Collector):
    """The feeds as they are when somebody asks."""

    def __init__(self, states: FeedStates) -> None:
        self._states = states

    def collect(self) -> Iterable[Metric]:
        yield self._by_status()
        yield from self._by_feed()

    def _by_status(self) -> Metric:
        found = Tally(state.status for state in self._states)
        family = GaugeMetricFamily("claimwire_feeds", "Feeds of this feeder, by status.", labels=["status"])
        for status in get_args(Status):
            family.add_metric([status], found[status])
        return family

    def _by_feed(self) -> Iterator[Metric]:
        success = GaugeMetricFamily(
            "claimwire_feed_success_timestamp_seconds", "When a feed was last read.", labels=_BY_FEED
        )
        news = GaugeMetricFamily(
            "claimwire_feed_news_timestamp_seconds", "When a feed last had something new.", labels=_BY_FEED
        )
        overdue = GaugeMetricFamily(
            "claimwire_feed_due_timestamp_seconds", "When a feed is to be polled next.", labels=_BY_FEED
        )
        strikes = GaugeMetricFamily(
            "claimwire_feed_strikes", "Weight of a feed's failures since its last success.", labels=_BY_FEED
        )
        items = CounterMetricFamily(
            "claimwire_feed_items", "Items of a feed, by what became of them.", labels=["feed", "outcome"]
        )
        for state in self._states:
            url = [state.feed.url]
            for family, at in (
                (success, state.succeeded_at),
                (news, state.news_at),
                (overdue, state.next_at),
            ):
                _add_time(family, url, at)
            strikes.add_metric(url, state.strikes)
            for name, count in state.counts.model_dump().items():
                items.add_metric([*url, name], count)
        yield from (success, news, overdue, strikes, items)


def _add_time(family: GaugeMetricFamily, labels: list[str], at: datetime | None) -> None:
    if at is not None:
        family.add_metric(labels, at.timestamp())
