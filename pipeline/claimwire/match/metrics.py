"""What a matcher counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest


class Metrics:
    """A matcher's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.articles = Counter("claimwire_match_articles_total", "Articles matched.", registry=self.registry)
        self.claims = Counter("claimwire_match_claims_total", "Claims matched.", registry=self.registry)
        self.links = Counter("claimwire_match_links_total", "Links found.", registry=self.registry)
        self.alerts = Counter(
            "claimwire_match_alerts_total",
            "Contradicted, denied and repeated claims that saved searches have told of.",
            registry=self.registry,
        )
        self.published = Counter(
            "claimwire_match_published_total", "Records that the broker has.", registry=self.registry
        )
        self.lag = Gauge(
            "claimwire_match_lag", "Claims and articles stored and not matched.", registry=self.registry
        )
        self.ready = Gauge(
            "claimwire_match_ready",
            "1 while the store answers and a broker takes records.",
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return the metrics as Prometheus reads them."""
        return generate_latest(self.registry)
