"""Clients from the settings: what they are told, what Faust is told, and what a missing broker looks like."""

from __future__ import annotations

import asyncio
import gc
import logging
import ssl
import warnings
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import faust
import pytest

from claimwire.errors import BrokerError, SettingsError
from claimwire.kafka import (
    KafkaPublisher,
    Outgoing,
    client_options,
    require_topic,
    start_consumer,
    start_producer,
    started,
)
from claimwire.settings import Settings
from claimwire.stream.engine import credentials, faust_options
from claimwire.stream.topics import check_topics, create_topics
from claimwire_schemas.topics import CLAIMS
from tests.conftest import free_port

SASL = {"sasl_username": "desk", "sasl_password": "larks", "sasl_mechanism": "SCRAM-SHA-256"}


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"])
def test_aiokafka_and_faust_are_told_the_same(protocol: str) -> None:
    """Encrypted where the protocol says so, certificates and host names checked; a name where it does."""
    settings = Settings.model_validate({"security_protocol": protocol} | SASL)
    options, shown = client_options(settings), credentials(settings)
    context = options["ssl_context"]
    told = {name: options.get(f"sasl_{name}") for name in ("mechanism", "plain_username", "plain_password")}
    assert options["security_protocol"] == protocol
    assert (context is not None) == protocol.endswith("SSL")
    if context:
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (protocol if shown is None else shown.protocol.value) == protocol
    assert (shown is None) == (protocol == "PLAINTEXT")
    faust_context = (
        shown.context if isinstance(shown, faust.SSLCredentials) else getattr(shown, "ssl_context", None)
    )
    assert (faust_context is None) == (context is None)
    if protocol.startswith("SASL"):
        assert isinstance(shown, faust.SASLCredentials)
        assert told == {
            "mechanism": shown.mechanism.value,
            "plain_username": shown.username,
            "plain_password": shown.password,
        }
        assert list(told.values()) == ["SCRAM-SHA-256", "desk", "larks"]
    else:
        assert set(told.values()) == {None}


def test_aiokafka_and_faust_ask_the_same_brokers() -> None:
    settings = Settings(bootstrap_servers="kafka1:9092, kafka2:9093", client_id="desk")
    urls = faust_options(settings, datadir="unused")["broker"]
    assert [(url.host, url.port) for url in urls] == [("kafka1", 9092), ("kafka2", 9093)]
    options = client_options(settings)
    assert options["bootstrap_servers"].replace(" ", "") == "kafka1:9092,kafka2:9093"
    assert options["client_id"] == faust_options(settings, datadir="unused")["broker_client_id"] == "desk"


@pytest.mark.parametrize("content", [None, b"", b"not a certificate", b"\x00\xff"])
@pytest.mark.parametrize("names", [("tls_ca_file",), ("tls_cert_file", "tls_key_file")])
def test_a_tls_file_that_cannot_be_read_is_named(
    tmp_path: Path, names: tuple[str, ...], content: bytes | None
) -> None:
    """Missing, empty, not PEM, binary: one line, from aiokafka's way and from Faust's."""
    files = {name: tmp_path / f"{name}.pem" for name in names}
    for file in files.values():
        if content is not None:
            file.write_bytes(content)
    settings = Settings.model_validate({"security_protocol": "SSL"} | files)
    for use in (client_options, credentials):
        with pytest.raises(SettingsError, match="TLS file") as caught:
            use(settings)
        assert "\n" not in str(caught.value)
        assert all(str(file) in str(caught.value) for file in files.values())


@pytest.mark.broker
async def test_no_broker_is_one_line_whatever_is_started() -> None:
    settings = Settings(bootstrap_servers=f"127.0.0.1:{free_port()}")
    for start in (
        start_producer(settings),
        start_consumer(settings, CLAIMS.name),
        create_topics(settings),
        check_topics(settings),
    ):
        with pytest.raises(BrokerError) as caught:
            await start
        assert str(caught.value) == (
            f"no Kafka broker answers at {settings.bootstrap_servers}: start one, or set "
            "CLAIMWIRE_BOOTSTRAP_SERVERS"
        )


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SSL"])
async def test_a_name_that_does_not_resolve_is_said_to(protocol: str) -> None:
    settings = Settings.model_validate(
        {"bootstrap_servers": "nosuch.invalid:9092", "security_protocol": protocol}
    )
    with pytest.raises(BrokerError, match=r"nosuch\.invalid:9092 has a name that does not resolve"):
        await start_producer(settings)


@pytest.mark.parametrize(
    ("topic", "command"),
    [(CLAIMS.name, "topics create"), (f"{CLAIMS.name}.next", "reprocess .next"), ("others", "topics create")],
)
def test_a_missing_topic_is_told_with_the_command_that_makes_it(topic: str, command: str) -> None:
    with pytest.raises(BrokerError, match=f"topic {topic} is not on .*: run `claimwire {command}`"):
        require_topic(topic, [], Settings())


@pytest.mark.broker
async def test_a_broker_without_tls_is_named_within_seconds(bootstrap: str) -> None:
    """The embedded broker never answers a handshake; aiokafka alone takes 40 s to give up."""
    settings = Settings(bootstrap_servers=bootstrap, security_protocol="SSL")
    async with asyncio.timeout(20):
        for start in (start_producer(settings), check_topics(settings)):
            with pytest.raises(BrokerError, match=r"(not speak TLS|hangs up).* CLAIMWIRE_SECURITY_PROTOCOL"):
                await start


@pytest.mark.broker
async def test_a_producer_is_idempotent_where_the_broker_can(
    bootstrap: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    """And delivers where it cannot; what aiokafka would log of that is kept quiet, and nothing else."""
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    sender = logging.getLogger("aiokafka.producer.sender")
    filters = list(sender.filters)
    producer = await start_producer(settings)
    try:
        manager = producer._txn_manager
        assert (manager is not None and manager.has_pid()) == (
            request.node.callspec.params["bootstrap"] == "kafka"
        )
        publisher = KafkaPublisher(producer)
        delivered = await publisher.send(Outgoing(CLAIMS.name, b"k", b"{}", [("n", None)], 1_700_000_000_123))
        assert getattr(await delivered, "timestamp", None) == 1_700_000_000_123
    finally:
        await producer.stop()
    assert sender.filters == filters
    assert "InitProducerId" not in caplog.text


@pytest.mark.parametrize("start", [start_producer, partial(start_consumer, group="g")])
async def test_a_start_that_is_cancelled_leaves_no_connection(start: Any) -> None:
    """As when a desk is stopped while its broker does not answer: aiokafka warns of what is left open."""
    asked, left = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        while await reader.read(1024):
            pass
        writer.close()
        left.set()

    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        starting = asyncio.create_task(start(Settings(bootstrap_servers=f"127.0.0.1:{port}")))
        await asyncio.wait_for(asked.wait(), 10)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        await asyncio.wait_for(left.wait(), 10)
    del starting
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the handler is told the same
        gc.collect()
    assert told == []


async def test_a_start_that_does_not_heed_its_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that speaks no Kafka is told in seconds, whatever the client still waits for."""
    monkeypatch.setattr("claimwire.kafka._PATIENCE_S", 0.05)
    released = asyncio.Event()

    async def deaf() -> None:
        while not released.is_set():
            with suppress(asyncio.CancelledError):
                await released.wait()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        where = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(BrokerError, match="hangs up"):
            await asyncio.wait_for(started(deaf(), Settings(bootstrap_servers=where)), 10)
    released.set()
    await asyncio.sleep(0)
