"""What a worker's health pages tell."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from claimwire.settings import Settings
from claimwire.stream.commits import Fetched
from claimwire.stream.faust_internals import open_connections, unfetched
from claimwire.stream.metrics import Metrics
from claimwire.web.health import health_server


@dataclass(frozen=True)
class Health:
    """The state of a worker's Faust app, for its pages."""

    app: Any
    fetched: Fetched
    metrics: Metrics

    def wrong(self) -> str | None:
        """Return why the worker needs a restart; None if it is alive."""
        return f"crashed: {self.app.crash_reason!r}" if self.app.crash_reason else None

    def unassigned(self) -> str | None:
        """Return why the worker has no partitions; None if it has. It keeps them during an outage."""
        if self.wrong():
            return self.wrong()
        if not self.app.started or self.app.should_stop:
            return "not running"
        if self.app.rebalancing or not self.app.tables.recovery.completed.is_set():
            return "rebalancing"
        return None

    def unready(self) -> str | None:
        """Return why the worker accepts no articles; None if it does."""
        if self.unassigned() or open_connections(self.app):
            return self.unassigned()
        return "no connection to a broker"

    def measured(self) -> bytes:
        """Return the metrics, with the gauges as they are now."""
        self.measure()
        return self.metrics.text()

    def measure(self) -> None:
        """Update the gauges: readiness, connections and the lag of each assigned partition.

        Lag is what was fetched and is not acknowledged, and what the broker has beyond that. The markers of
        transactions, and what they aborted, are passed over: nobody waits for them.
        """
        self.metrics.ready.set(not self.unready())
        self.metrics.broker_connections.set(open_connections(self.app))
        self.metrics.lag.clear()
        if self.unassigned():
            return
        for tp in self.app.consumer.assignment():
            if self.app.topics.acks_enabled_for(tp.topic):
                waiting = self.fetched.unacknowledged(tp) + unfetched(self.app, tp)
                self.metrics.lag.labels(tp.topic, tp.partition).set(waiting)


@asynccontextmanager
async def served_health(settings: Settings, health: Health) -> AsyncIterator[int]:
    """Serve the three pages where the settings say while the context lasts; give the port.

    The default port gives way to any free one if it is taken. Raises `SettingsError` when another one is.
    """
    is_default = "http_port" not in settings.model_fields_set
    at = (settings.http_host, settings.http_port)
    async with health_server(health, at=at, or_free=is_default) as port:
        yield port
