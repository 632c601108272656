"""The sender: takes what is due from the outbox, sends it, and notes what became of it.

However many desks share a store, each delivery is in the hands of one. If it fails, it is tried again, ever
later, and what its receiver is sent next waits behind it. After a day it is dead: it stays in the store, and
people can send it again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import random

import structlog

from claimwire.alerts.channels import (
    Channel,
    Failure,
    FeedbackChannel,
    MailChannel,
    Receivers,
    WebhookChannel,
)
from claimwire.alerts.mail import MailServer
from claimwire.alerts.retries import Retries
from claimwire.errors import StoreError
from claimwire.settings import Settings
from claimwire.store import Store
from claimwire.store.deliveries import Deliveries, DeliveryRow
from claimwire.store.feedback import TOPIC
from claimwire.web.client import WebClient
from claimwire.web.failures import FetchLimits

log = structlog.get_logger(__name__)

_LIMITS = FetchLimits(total_s=20.0, connect_s=10.0, read_s=15.0)
"""Of a webhook."""
_LEASE_S = 60.0
"""Longer than any channel takes: what is not settled by then was in the hands of a desk that is gone."""
_AT_ONCE = 32
_TICK_S = 0.5
_SWEEP_EVERY_S = 3600.0
_KEPT_S = 14 * 24 * 3600.0


@dataclass
class Sender:
    """Sends what is due, for as long as it runs."""

    deliveries: Deliveries
    channels: Mapping[str, Channel]
    keep_hits_s: float = 90 * 24 * 3600.0
    count: Callable[[str, str], None] = lambda _channel, _outcome: None
    """Called with the channel and `sent`, `failed` or `dead`."""
    now_s: Callable[[], float] = time.time
    chance: Callable[[], float] = random
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a receiver may have its next message."""
    _swept_at: float = 0.0

    async def run(self) -> None:
        """Send what is due, until cancelled; what is in flight then is sent again later."""
        try:
            while True:
                try:
                    await self._launch()
                    await self._sweep_if_due()
                except StoreError as error:
                    log.warning("alerts_store_failed", error=str(error))
                # Not `wait_for`: on Python 3.11 it loses a cancellation that comes as the event is set.
                with suppress(TimeoutError):
                    async with asyncio.timeout(_TICK_S):
                        await self._settled.wait()
                self._settled.clear()
        finally:
            for task in self._flying:
                task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)

    async def round(self) -> int:
        """Send all that is due now and wait for the outcomes; return how many there were."""
        await self._launch()
        launched = list(self._flying)
        await asyncio.gather(*launched)
        return len(launched)

    async def _launch(self) -> None:
        """Take as much of what is due as there is room for."""
        now_ms = self._now_ms()
        due_ms = await asyncio.to_thread(self.deliveries.next_due_ms)
        room = _AT_ONCE - len(self._flying)
        if due_ms is None or due_ms > now_ms or room <= 0:
            return
        until_ms = now_ms + int(_LEASE_S * 1000)
        for row in await asyncio.to_thread(self.deliveries.take, now_ms=now_ms, until_ms=until_ms, most=room):
            task = asyncio.create_task(self._deliver(row))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _deliver(self, row: DeliveryRow) -> None:
        channel = self.channels.get(row.channel)
        try:
            failure = await channel.send(row) if channel else Failure("no such channel", is_final=True)
        except Exception as error:  # one message must not keep the others
            log.exception("alert_failed_unexpectedly", delivery=row.id)
            failure = Failure(f"an error of the desk: {type(error).__name__}")
        try:
            outcome = await asyncio.to_thread(self._settle, row, failure, channel or Channel(_nowhere))
        except StoreError as error:
            # It is due again when its lease ends: twice is better than never.
            log.warning("alerts_store_failed", error=str(error), delivery=row.id)
        else:
            self._settled.set()
            self.count(row.channel, outcome)
            if failure:
                log.warning("alert_" + outcome, delivery=row.id, channel=row.channel, trouble=failure.trouble)

    def _settle(self, row: DeliveryRow, failure: Failure | None, channel: Channel) -> str:
        now_ms = self._now_ms()
        if failure is None:
            self.deliveries.sent(row, now_ms=now_ms)
            return "sent"
        blocks = failure.is_of_message and row.attempts >= channel.retries.most_of_one
        if failure.is_final or blocks or channel.retries.is_over((now_ms - row.since_ms) / 1000):
            self.deliveries.given_up(row, failure.trouble, now_ms=now_ms)
            return "dead"
        wait_s = channel.retries.wait_s(row.attempts, chance=self.chance(), asked_s=failure.retry_after_s)
        self.deliveries.failed(row, failure.trouble, due_ms=now_ms + int(wait_s * 1000))
        return "failed"

    async def _sweep_if_due(self) -> None:
        now = self.now_s()
        if now - self._swept_at < _SWEEP_EVERY_S:
            return
        self._swept_at = now
        done, hits = (int((now - kept) * 1000) for kept in (_KEPT_S, self.keep_hits_s))
        await asyncio.to_thread(self.deliveries.sweep, done_before_ms=done, hits_before_ms=hits)

    def _now_ms(self) -> int:
        return int(self.now_s() * 1000)


async def _nowhere(_: DeliveryRow) -> Failure | None:
    return None


@asynccontextmanager
async def opened_channels(store: Store, settings: Settings) -> AsyncIterator[dict[str, Channel]]:
    """Give the channels of a desk's settings while the context lasts."""
    receivers = Receivers(store, settings.desk_url)
    feedback = FeedbackChannel(settings)
    async with webhook_client(settings) as client:
        try:
            yield {
                "webhook": Channel(WebhookChannel(receivers, client)),
                "email": Channel(MailChannel(receivers, MailServer.of(settings), settings.smtp_from)),
                TOPIC: Channel(feedback, Retries(first_s=1.0, longest_s=60.0, dead_after_s=None)),
            }
        finally:
            await feedback.close()


def webhook_client(settings: Settings) -> WebClient:
    """Return the client that posts to webhooks."""
    return WebClient(allow_private=settings.alert_allow_private, limits=_LIMITS)
