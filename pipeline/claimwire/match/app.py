"""The matcher: the engine and the publisher, for as long as they run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

import structlog
from aiokafka.errors import KafkaError

from claimwire.errors import BrokerError, NotDelivered, StoreError
from claimwire.kafka import KafkaPublisher, require_topic, start_producer
from claimwire.match.engine import Step, forget, step
from claimwire.match.metrics import Metrics
from claimwire.match.publishing import publish
from claimwire.outage import outages_told
from claimwire.outbox import LAST_WORDS_S
from claimwire.settings import Settings
from claimwire.store import MatchAlert, Store, open_store
from claimwire.store.places import store_url
from claimwire.web.health import health_server
from claimwire_schemas.topics import MATCHED

log = structlog.get_logger(__name__)

_IDLE_S = 0.5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 30.0
_FORGET_EVERY_S = 300.0
_FAILURES = (BrokerError, NotDelivered, KafkaError, StoreError)


@dataclass
class Matcher:
    """A matcher that runs; a store or a broker that fails is asked again."""

    settings: Settings
    store: Store
    alert: MatchAlert | None = None
    http_port: int = 0
    metrics: Metrics = field(default_factory=Metrics)
    _troubles: dict[str, str] = field(default_factory=lambda: {"publish": "connecting"})

    async def until(self, stop: asyncio.Event) -> None:
        """Match, publish and forget until `stop`."""
        parts = {"match": self._match, "publish": self._publish, "forget": self._forget}
        work = [asyncio.create_task(self._again(name, part)) for name, part in parts.items()]
        await stop.wait()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    def wrong(self) -> str | None:
        """Return None: whatever fails is tried again."""
        return None

    def unready(self) -> str | None:
        """Return what fails at present; None if nothing does."""
        return next(iter(self._troubles.values()), None)

    def measured(self) -> bytes:
        """Return the metrics, with the gauges as they are now."""
        self.metrics.ready.set(not self.unready())
        with suppress(StoreError):
            self.metrics.lag.set(self.store.unmatched())
        return self.metrics.text()

    async def _again(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do endless work again whenever it fails, after longer and longer waits."""
        wait_s = _FIRST_WAIT_S
        while True:
            begun = time.monotonic()
            try:
                await work()
            except _FAILURES as error:
                wait_s = _FIRST_WAIT_S if time.monotonic() - begun > _LONGEST_WAIT_S else wait_s
                self._troubles[name] = str(error)
                log.warning("matcher_failed", part=name, error=str(error), again_in_s=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _match(self) -> None:
        while True:
            done = await asyncio.to_thread(step, self.store, alert=self.alert)
            self._troubles.pop("match", None)
            if done is None:
                await asyncio.sleep(_IDLE_S)
            else:
                self._count(done)

    async def _publish(self) -> None:
        producer = await start_producer(self.settings)
        try:
            there = (await producer.client.fetch_all_metadata()).topics()
            for topic in MATCHED:
                require_topic(topic.name, there, self.settings)
            self._troubles.pop("publish", None)
            async with outages_told(producer, self.settings.bootstrap_servers, log.warning):
                while True:
                    told = await publish(self.store, KafkaPublisher(producer))
                    self.metrics.published.inc(told)
                    await asyncio.sleep(_IDLE_S)
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(producer.stop(), LAST_WORDS_S)

    async def _forget(self) -> None:
        for part in count():
            keep_days = self.settings.desk_days
            await asyncio.to_thread(forget, self.store, part=part, keep_days=keep_days)
            self._troubles.pop("forget", None)
            await asyncio.sleep(_FORGET_EVERY_S)

    def _count(self, done: Step) -> None:
        self.metrics.articles.inc(done.articles)
        self.metrics.claims.inc(done.claims)
        self.metrics.links.inc(done.links)
        self.metrics.alerts.inc(done.alerts)


@asynccontextmanager
async def running_matcher(settings: Settings, *, alert: MatchAlert | None = None) -> AsyncIterator[Matcher]:
    """Give a matcher with its health pages while the context lasts; `alert` is told what it finds.

    Raises `SettingsError` if the port is taken, `StoreError` if the store cannot be opened. A broker that
    does not answer is waited for.
    """
    store = await asyncio.to_thread(open_store, store_url(settings))
    try:
        matcher = Matcher(settings, store, alert)
        is_default = "http_port" not in settings.model_fields_set
        at = (settings.http_host, settings.http_port)
        async with health_server(matcher, at=at, or_free=is_default) as matcher.http_port:
            yield matcher
    finally:
        await asyncio.to_thread(store.close)
