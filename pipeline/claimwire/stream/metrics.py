"""What a worker counts and times, for Prometheus."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each, which nobody reads

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
ARTICLES = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics:
    """A worker's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # CPU seconds and memory, where the system tells
        self.articles_in = Counter(
            "claimwire_articles_in_total", "Messages taken by a stage.", ["stage"], registry=self.registry
        )
        self.articles = Counter(
            "claimwire_articles_total",
            "Messages finished by a stage, by outcome.",
            ["stage", "outcome"],
            registry=self.registry,
        )
        self.refused = Counter(
            "claimwire_refused_total",
            "Messages refused by a stage, by reason.",
            ["stage", "reason"],
            registry=self.registry,
        )
        self.records = Counter(
            "claimwire_records_total", "Records delivered, by topic.", ["topic"], registry=self.registry
        )
        self.messages_gone = Counter(
            "claimwire_messages_gone_total",
            "Messages that their topic deleted before they were taken, by topic.",
            ["topic"],
            registry=self.registry,
        )
        self.stage_seconds = Histogram(
            "claimwire_stage_seconds",
            "From taking a message to its acknowledgement.",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.raw_to_claim_seconds = Histogram(
            "claimwire_raw_to_claim_seconds",
            "From an article's arrival on the raw topic to the delivery of its records.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.batch_articles = Histogram(
            "claimwire_batch_articles",
            "Articles in an extraction micro-batch.",
            buckets=ARTICLES,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "claimwire_in_flight", "Messages a stage is working on.", ["stage"], registry=self.registry
        )
        self.lag = Gauge(
            "claimwire_lag_messages",
            "Messages of a partition that wait for this worker.",
            ["topic", "partition"],
            registry=self.registry,
        )
        self.ready = Gauge(
            "claimwire_ready",
            "1 while the worker takes articles, 0 while it does not.",
            registry=self.registry,
        )
        self.broker_connections = Gauge(
            "claimwire_broker_connections",
            "Connections to brokers that the worker's consumer has open.",
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return all of them in Prometheus' text format."""
        return generate_latest(self.registry)
