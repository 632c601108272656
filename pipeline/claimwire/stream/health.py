"""A worker's web server, with three pages: /healthz, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from claimwire.settings import Settings
from claimwire.stream.commits import Fetched
from claimwire.stream.faust_internals import open_connections, unfetched
from claimwire.stream.metrics import Metrics
from claimwire.web.serving import serving


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
async def health_server(settings: Settings, health: Health) -> AsyncIterator[int]:
    """Serve the three pages while the context lasts; give the port.

    The default port gives way to any free one if it is taken. Raises `SettingsError` when another one is.
    """

    async def alive(_: web.Request) -> web.Response:
        return _answer(health.wrong())

    async def ready(_: web.Request) -> web.Response:
        return _answer(health.unready())

    async def metrics(_: web.Request) -> web.Response:
        health.measure()
        return web.Response(body=health.metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    server = web.Application()
    server.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)])
    where = (settings.http_host, settings.http_port)
    is_default = "http_port" not in settings.model_fields_set
    async with serving(server, at=where, setting="http_port", refusal=_refused, or_free=is_default) as port:
        yield port


def _answer(wrong: str | None) -> web.Response:
    return web.Response(text=(wrong or "ok") + "\n", status=503 if wrong else 200)


def _refused(status: int) -> web.Response:
    return web.Response(text=f"{HTTPStatus(status).phrase}\n", status=status)
