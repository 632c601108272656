"""The only module that connects to brokers: clients from the settings, and confirmed delivery."""

from __future__ import annotations

import asyncio
import logging
import ssl
from asyncio import Future
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError, UnknownError
from aiokafka.partitioner import DefaultPartitioner

from claimwire.diagnosis import complaint
from claimwire.errors import BrokerError, SettingsError
from claimwire.settings import Settings
from claimwire_schemas.topics import DEAD_LETTERS, TOPICS

log = structlog.get_logger(__name__)

Client = TypeVar("Client", AIOKafkaProducer, AIOKafkaConsumer)
Headers = list[tuple[str, bytes | None]]
MAX_REQUEST_BYTES = DEAD_LETTERS.max_message_bytes
_REQUEST_TIMEOUT_MS = 30_000
_PATIENCE_S = 2.0
LAST_MS = 253_402_300_799_000
"""The last second of the year 9999. Producers may write later timestamps, but dates end there."""
BATCH_FRAME = 61 + 36
"""Maximum overhead of a batch with one record, in bytes: Kafka's message format 2."""
HEADER_FRAME = 5 + 5
"""Maximum overhead of a header, in bytes: the two lengths of name and value."""


def batch_size(key: bytes | None, value: bytes | None, headers: Headers) -> int:
    """Return the maximum size of a batch with only this message; a topic's limit applies to batches."""
    named = sum(HEADER_FRAME + len(name.encode()) + len(data or b"") for name, data in headers)
    return BATCH_FRAME + len(key or b"") + len(value or b"") + named


@dataclass(frozen=True)
class Outgoing:
    """A message to send: topic, key, value and headers.

    Without a partition, the key decides it.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int | None = None
    partition: int | None = None

    @property
    def size(self) -> int:
        """Maximum size of a batch with only this message."""
        return batch_size(self.key, self.value, self.headers)


class Publisher(Protocol):
    """Sends messages: a `KafkaPublisher`, or a list in a test."""

    async def send(self, message: Outgoing) -> Future[object]:
        """Send a message; the future is done when the broker has confirmed or refused it."""


class KafkaPublisher:
    """Sends messages with an aiokafka producer."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def send(self, message: Outgoing) -> Future[object]:
        """Send a message; await the future for the broker's answer."""
        delivered: Future[object] = await self._producer.send(
            message.topic,
            key=message.key,
            value=message.value,
            headers=message.headers,
            timestamp_ms=message.timestamp_ms,
            partition=message.partition,
        )
        return delivered


def partitioner(partitions: int) -> Callable[[bytes], int]:
    """Return a function from a key to its partition: murmur2, as in Kafka's own clients."""
    choose = DefaultPartitioner()
    every = list(range(partitions))
    return lambda key: choose(key, every, every)


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context for the settings; None if the protocol has no TLS.

    Raises `SettingsError` with the name of an unreadable file.
    """
    if "SSL" not in settings.security_protocol:
        return None
    try:
        context = ssl.create_default_context(cafile=settings.tls_ca_file)
        if settings.tls_cert_file:
            context.load_cert_chain(settings.tls_cert_file, settings.tls_key_file)
    except OSError as error:  # ssl.SSLError is one
        files = [settings.tls_ca_file, settings.tls_cert_file, settings.tls_key_file]
        named = ", ".join(str(file) for file in files if file)
        raise SettingsError(f"TLS files {named}: {error}") from None
    return context


def client_options(settings: Settings) -> dict[str, Any]:
    """Return the options that every aiokafka client needs: brokers, client id and credentials."""
    options: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "client_id": settings.client_id,
        "security_protocol": settings.security_protocol,
        "ssl_context": tls_context(settings),
        "request_timeout_ms": _REQUEST_TIMEOUT_MS,
    }
    if settings.security_protocol.startswith("SASL") and settings.sasl_password:
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password.get_secret_value(),
        }
    return options


async def start_producer(settings: Settings, *, idempotent: bool = True) -> AIOKafkaProducer:
    """Return a started producer with `acks=all`, idempotent if the broker supports it.

    A producer that must continue after a refused record cannot be idempotent: the broker would refuse
    everything after the gap in sequence numbers. Raises `BrokerError` if no broker answers.
    """
    if not idempotent:
        return await _started(_producer(settings, idempotent=False), settings)
    # The embedded broker answers InitProducerId with an unknown error, which aiokafka would log. It has one
    # node, so nothing is lost without idempotence.
    sender = logging.getLogger("aiokafka.producer.sender")
    sender.addFilter(_not_init_producer_id)
    try:
        return await _started(_producer(settings, idempotent=True), settings)
    except UnknownError:
        log.debug("producer_not_idempotent", brokers=settings.bootstrap_servers)
        return await _started(_producer(settings, idempotent=False), settings)
    finally:
        sender.removeFilter(_not_init_producer_id)


def _not_init_producer_id(record: logging.LogRecord) -> bool:
    return "InitProducerId" not in record.getMessage()


def _producer(settings: Settings, *, idempotent: bool) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        **client_options(settings),
        acks="all",
        enable_idempotence=idempotent,
        max_request_size=MAX_REQUEST_BYTES,
    )


async def start_consumer(
    settings: Settings, *topics: str, group: str | None = None, from_beginning: bool = False
) -> AIOKafkaConsumer:
    """Return a started consumer of the topics. It does not commit by itself.

    Raises `BrokerError` if no broker answers.
    """
    consumer = AIOKafkaConsumer(
        *topics,
        **client_options(settings),
        group_id=group,
        auto_offset_reset="earliest" if from_beginning else "latest",
        enable_auto_commit=False,
        isolation_level="read_committed",
        fetch_max_wait_ms=settings.fetch_wait_ms,
        session_timeout_ms=int(settings.session_timeout_s * 1000),
        heartbeat_interval_ms=int(settings.session_timeout_s * 1000 / 4),
    )
    return await _started(consumer, settings)


async def _started(client: Client, settings: Settings) -> Client:
    try:
        await started(client.start(), settings)
    except BaseException as error:  # a cancelled start too leaves connections
        await client.stop()
        if isinstance(error, KafkaError | OSError) and not isinstance(error, UnknownError):
            raise await broker_error(settings, error) from None
        raise
    return client


async def started(start: Awaitable[object], settings: Settings) -> None:
    """Await a client's start; raise `BrokerError` early if every broker speaks another protocol."""
    starting = asyncio.ensure_future(start)
    try:
        slow = not (await asyncio.wait({starting}, timeout=_PATIENCE_S))[0]
        if slow and (does := await complaint(client_options(settings))):
            raise BrokerError(f"the Kafka broker at {settings.bootstrap_servers} {does}")
        await starting
    finally:
        starting.cancel()
        # A start that does not heed it is left behind: the caller stops the client.
        await asyncio.wait({starting}, timeout=_PATIENCE_S)


async def broker_error(settings: Settings, error: BaseException) -> BrokerError:
    """Return the error for a broker that refuses or does not answer, with the setting to change."""
    where = settings.bootstrap_servers
    if isinstance(error, KafkaConnectionError | OSError):
        if does := await complaint(client_options(settings)):
            return BrokerError(f"the Kafka broker at {where} {does}")
        return BrokerError(
            f"no Kafka broker answers at {where}: start one, or set CLAIMWIRE_BOOTSTRAP_SERVERS"
        )
    return BrokerError(f"the Kafka broker at {where} refuses: {str(error) or type(error).__name__}")


def require_topic(name: str, present: Collection[str], settings: Settings) -> None:
    """Raise `BrokerError` for a missing topic. `present` lists all topics: asking by name may create one."""
    if name not in present:
        where = settings.bootstrap_servers
        suffix = _suffix_of(name)
        makes = "topics create" if suffix in ("", settings.records_suffix) else f"reprocess {suffix}"
        raise BrokerError(f"topic {name} is not on {where}: run `claimwire {makes}`")


def _suffix_of(name: str) -> str:
    return next((name.removeprefix(topic.name) for topic in TOPICS if name.startswith(f"{topic.name}.")), "")
