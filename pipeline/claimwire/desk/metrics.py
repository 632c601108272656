"""What a desk counts, for Prometheus."""

from __future__ import annotations

from pathlib import Path
from shutil import disk_usage

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """A desk's metrics, in a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        ProcessCollector(registry=registry)
        self.articles = Counter(
            "claimwire_desk_articles_total",
            "Articles read from the topic, by what became of them: stored, known, expired, unreadable.",
            ["outcome"],
            registry=registry,
        )
        self.claims = Counter("claimwire_desk_claims_total", "Claims stored.", registry=registry)
        self.failures = Counter(
            "claimwire_desk_store_failures_total", "Batches that the store did not take.", registry=registry
        )
        self.alerts = Counter(
            "claimwire_desk_alerts_total", "Claims that saved searches have told of.", registry=registry
        )
        self.deliveries = Counter(
            "claimwire_desk_deliveries_total",
            "Attempts to deliver, by channel and outcome: sent, failed (tried again), dead.",
            ["channel", "outcome"],
            registry=registry,
        )
        self.lag = Gauge(
            "claimwire_desk_lag",
            "Articles on a partition that are not stored.",
            ["partition"],
            registry=registry,
        )
        self.ready = Gauge(
            "claimwire_desk_ready",
            "1 while the desk reads the topic and the store takes it.",
            registry=registry,
        )
        self.requests = Counter(
            "claimwire_desk_requests_total", "Requests answered, by status.", ["status"], registry=registry
        )
        self.seconds = Histogram(
            "claimwire_desk_request_seconds",
            "Seconds from a request to its answer; streams are left out.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.streams = Gauge("claimwire_desk_streams", "Clients that follow the stream.", registry=registry)
        self._free_bytes = Gauge(
            "claimwire_desk_free_bytes",
            "Free bytes on the disk of the SQLite file, by its folder.",
            ["folder"],
            registry=registry,
        )

    def watch_disk(self, folder: Path) -> None:
        """Measure the free space at a folder each time that somebody asks."""
        self._free_bytes.labels(str(folder)).set_function(lambda: disk_usage(folder).free)
