"""The desk: what it is made of, from the topic to the socket. Read this first.

news.articles.enriched.v1 ──Consumer, Alerting──> Store ──Live──> streams
├── Sender ──> webhooks, e-mail, news.feedback.v1
└── Api, Pages ──Guard──> the socket
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware.gzip import GZipMiddleware

from claimwire import __version__
from claimwire.alerts.alerting import Alerting
from claimwire.alerts.channels import Channel
from claimwire.alerts.sender import Sender, opened_channels
from claimwire.desk.answers import answer_problems
from claimwire.desk.api import Api
from claimwire.desk.asked import Asked
from claimwire.desk.consumer import Consumer
from claimwire.desk.document import document_problems
from claimwire.desk.exports import Exports
from claimwire.desk.feedback import FeedbackForms
from claimwire.desk.feeds import feeds_health
from claimwire.desk.guard import Guard, Rates, access_of
from claimwire.desk.letters import newest_letters
from claimwire.desk.live import Live
from claimwire.desk.login import Login
from claimwire.desk.match_api import MatchApi
from claimwire.desk.match_pages import MatchPages
from claimwire.desk.metrics import Metrics
from claimwire.desk.pages import Pages
from claimwire.desk.records import claim_item
from claimwire.desk.search_pages import SearchPages
from claimwire.desk.searches import Searches
from claimwire.desk.sessions import Sessions
from claimwire.errors import SettingsError, StoreError
from claimwire.settings import Settings
from claimwire.store import Store, open_store
from claimwire.store.places import store_url
from claimwire.store.words import day_of, milliseconds

log = structlog.get_logger(__name__)

_BODY_BYTES = 64 * 1024
_HEADER_BYTES = 32 * 1024
_STOP_S = 10
_RETAIN_EVERY_S = 3600.0
_COMPRESSED_FROM = 1_000


@dataclass
class Desk:
    """A desk that runs."""

    http_port: int
    _tasks: list[asyncio.Task[None]]

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`; raises what a part of the desk failed with."""
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()
        finally:
            stopping.cancel()


@asynccontextmanager
async def running_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Run a desk while the context lasts.

    Raises `SettingsError` if the port is taken or a token is missing, `StoreError` if the store cannot be
    opened. A broker that does not answer is waited for.
    """
    access = access_of(settings)
    metrics = Metrics(CollectorRegistry())
    with _listener(settings) as listener:
        store = await asyncio.to_thread(open_store, store_url(settings))
        try:
            if store.folder:
                metrics.watch_disk(store.folder)
            live = Live(store, metrics)
            await live.start()
            consumer = Consumer(settings, store, metrics, _alerting(settings, metrics))
            parts = desk_app(store, live, consumer, metrics, access.sessions)
            app = Guard(parts, access, _rates(settings), metrics)
            async with (
                opened_channels(store, settings) as channels,
                _tasks(
                    consumer.run(),
                    live.run(),
                    _retain(store, settings),
                    _sender(store, channels, settings, metrics).run(),
                ) as tasks,
                _served(app, listener, live) as serving,
            ):
                yield Desk(listener.getsockname()[1], [*tasks, serving])
        finally:
            await asyncio.to_thread(store.close)


def desk_app(
    store: Store, live: Live, consumer: Consumer, metrics: Metrics, sessions: Sessions | None = None
) -> FastAPI:
    """Return the app that answers."""
    app = FastAPI(
        title="Claimwire desk",
        version=__version__,
        summary="Who said what in the news: search it, count it, follow it.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # their scripts are fetched from elsewhere
        redoc_url=None,
        max_body_size=_BODY_BYTES,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    answer_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=4)
    app.include_router(Api(store, live, consumer, metrics).router())
    app.include_router(MatchApi(store).router())
    app.include_router(Searches(store, consumer.settings).router())
    app.include_router(Exports(store).router())
    app.include_router(FeedbackForms(store, _alerting(consumer.settings, metrics).matched).router())
    app.include_router(SearchPages(store, consumer.settings).router())
    feeds = Asked(partial(feeds_health, consumer.settings))
    letters = Asked(partial(newest_letters, consumer.settings))
    app.include_router(Pages(store, consumer, feeds, letters).router())
    app.include_router(MatchPages(store).router())
    app.include_router(Login(sessions).router())
    document_problems(app)
    return app


def _alerting(settings: Settings, metrics: Metrics) -> Alerting:
    return Alerting(claim_item, digest_hour=settings.alert_digest_hour, count=metrics.alerts.inc)


def _sender(store: Store, channels: Mapping[str, Channel], settings: Settings, metrics: Metrics) -> Sender:
    def count(channel: str, outcome: str) -> None:
        metrics.deliveries.labels(channel, outcome).inc()

    kept_s = settings.desk_days * 24 * 3600.0
    return Sender(store.deliveries, channels, keep_hits_s=kept_s, count=count)


@asynccontextmanager
async def _served(app: Guard, listener: socket.socket, live: Live) -> AsyncIterator[asyncio.Task[None]]:
    """Answer at a socket while the context lasts; streams end first, then what is in flight."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        http="h11",
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_graceful_shutdown=_STOP_S,
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment] # the command's
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 # uvicorn sets no event
            await asyncio.sleep(0.01)
        yield serving
    finally:
        live.stopped.set()
        server.should_exit = True
        await serving


@asynccontextmanager
async def _tasks(*parts: Coroutine[Any, Any, None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _retain(store: Store, settings: Settings) -> None:
    """Drop days that are too old, once an hour."""
    while True:
        first = datetime.now(UTC) - timedelta(days=settings.desk_days)
        try:
            dropped = await asyncio.to_thread(store.drop_before, day_of(milliseconds(first)))
        except StoreError as error:
            log.warning("desk_retention_failed", error=str(error))
        else:
            for day in dropped:
                log.info("desk_day_dropped", day=day)
        await asyncio.sleep(_RETAIN_EVERY_S)


def _rates(settings: Settings) -> Rates:
    return Rates(settings.desk_requests_per_s)


def _listener(settings: Settings) -> socket.socket:
    where = (settings.desk_host, settings.desk_port)
    family = socket.AF_INET6 if ":" in settings.desk_host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
    except (OSError, OverflowError) as error:
        listener.close()
        said = getattr(error, "strerror", None) or str(error)
        raise SettingsError(
            f"desk_port: {settings.desk_host}:{settings.desk_port}: {said}; set CLAIMWIRE_DESK_PORT"
        ) from None
    return listener
