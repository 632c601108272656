"""Channels: the ways a delivery goes out, each to its receiver's word or to why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiosmtplib
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from claimwire import __version__
from claimwire.alerts.mail import MailServer
from claimwire.alerts.messages import Told, as_chat, as_json, as_mail
from claimwire.alerts.retries import Retries
from claimwire.alerts.saved import one_search
from claimwire.alerts.signing import signed_headers
from claimwire.envelope import outgoing
from claimwire.errors import BrokerError
from claimwire.kafka import KafkaPublisher, start_producer
from claimwire.settings import Settings
from claimwire.store import Store
from claimwire.store.deliveries import DeliveryRow
from claimwire.web.answers import Answer, FetchError
from claimwire.web.client import WebClient
from claimwire_schemas import Feedback

_GONE = 410
_OF_MESSAGE = frozenset({400, 413, 414, 415, 422})
_BROKER_S = 20.0


@dataclass(frozen=True)
class Failure:
    """Why a delivery was not taken.

    `is_final` if the receiver wants none at all, `is_of_message` if it may take others.
    """

    trouble: str
    retry_after_s: float | None = None
    is_final: bool = False
    is_of_message: bool = False


Send = Callable[[DeliveryRow], Awaitable[Failure | None]]
"""Sends a delivery; None means that the receiver has it."""


@dataclass(frozen=True)
class Channel:
    """A way out, and how it is tried again."""

    send: Send
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True)
class Receivers:
    """Who is told, as their saved searches are when a delivery goes out."""

    store: Store
    desk: str | None

    async def told(self, row: DeliveryRow) -> Told | None:
        """Return what a delivery tells; None if its search was removed meanwhile."""
        search = await asyncio.to_thread(one_search, self.store, row.search_id)
        return None if search is None else Told.of(row, search, desk=self.desk)


@dataclass(frozen=True)
class WebhookChannel:
    """Posts to a saved search's webhook."""

    receivers: Receivers
    client: WebClient
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def __call__(self, row: DeliveryRow) -> Failure | None:
        """Post a delivery; a 2xx answer means that it was taken."""
        told = await self.receivers.told(row)
        if told is None or told.search.delivery.webhook is None:
            return Failure("the search no longer has a webhook", is_final=True)
        return await post(told, self.client, now=self.now())


async def post(told: Told, client: WebClient, *, now: datetime) -> Failure | None:
    """Post to a search's webhook; return why it was not taken."""
    hook = told.search.delivery.webhook
    assert hook is not None  # noqa: S101 # for mypy
    body = as_chat(told) if hook.format == "slack" else as_json(told)
    headers = {"Content-Type": "application/json", "User-Agent": f"claimwire/{__version__}"}
    headers |= signed_headers(hook.secret, told.id, int(now.timestamp()), body)
    try:
        answer = await client.post(hook.url, body, headers)
    except FetchError as error:
        return Failure(f"{error.reason}: {_said(error)}")
    return _refusal(answer)


def _said(error: FetchError) -> str:
    """Return what kept a message from its receiver, without the address, which may be a secret."""
    if error.reason == "blocked_address":
        return f"{str(error).partition(': --')[0]}; CLAIMWIRE_ALERT_ALLOW_PRIVATE allows it"
    return "give the search another address" if error.reason in ("not_a_url", "not_http") else str(error)


def _refusal(answer: Answer) -> Failure | None:
    if 200 <= answer.status < 300:
        return None
    said = "a redirect, which is not followed" if 300 <= answer.status < 400 else "not taken"
    return Failure(
        f"http_{answer.status}: {said}",
        answer.retry_after_s,
        is_final=answer.status == _GONE,
        is_of_message=answer.status in _OF_MESSAGE,
    )


@dataclass(frozen=True)
class MailChannel:
    """Writes e-mails."""

    receivers: Receivers
    server: MailServer | None
    sender: str

    async def __call__(self, row: DeliveryRow) -> Failure | None:
        """Hand a delivery to the mail server."""
        told = await self.receivers.told(row)
        if told is None or row.target not in told.search.delivery.emails:
            return Failure("the search no longer has this address", is_final=True)
        return await mail(told, row.target, self.server, sender=self.sender)


async def mail(told: Told, to: str, server: MailServer | None, *, sender: str) -> Failure | None:
    """Hand an e-mail to the mail server; return why it was not taken."""
    if server is None:
        return Failure("no mail server is set: set CLAIMWIRE_SMTP_HOST")
    try:
        await server.send(as_mail(told, sender=sender, to=to))
    except TimeoutError:
        return Failure(f"timeout: {server.host} did not accept it in time")
    except (aiosmtplib.SMTPException, OSError) as error:
        return Failure(f"smtp: {server.host}: {type(error).__name__}: {error}")
    return None


@dataclass
class FeedbackChannel:
    """Publishes feedback on its topic; connects when there is some."""

    settings: Settings
    _producer: AIOKafkaProducer | None = None
    _connecting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, row: DeliveryRow) -> Failure | None:
        """Publish a record, and wait for the broker's word."""
        record = Feedback.decode(row.body.encode())
        message = outgoing(
            record,
            key=record.article.article_id.encode(),
            record_id=record.feedback_id,
            source="/claimwire/desk",
            time=record.given_at,
            trace=[],
        )
        try:
            publisher = KafkaPublisher(await self._connected())
            async with asyncio.timeout(_BROKER_S):
                await (await publisher.send(message))
        except (BrokerError, KafkaError, OSError, TimeoutError) as error:
            await self.close()
            return Failure(f"broker: {str(error) or type(error).__name__}")
        return None

    async def close(self) -> None:
        """Leave the broker."""
        async with self._connecting:
            producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def _connected(self) -> AIOKafkaProducer:
        async with self._connecting:
            if self._producer is None:
                self._producer = await start_producer(self.settings)
            return self._producer
