"""Apache Kafka in KRaft mode, one node or three, on loopback ports: brokers that are there to be broken.

Each has two listeners: one for the harness, and one whose advertised port is another's: whoever wants to
stand between brokers and workers listens there, and passes on to `behind`.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimwire.errors import BrokerError
from claimwire.stream.embedded import answers
from tests.brokers.apache_kafka import (
    READY_S,
    STOP_S,
    checked_java,
    downloaded_jars,
    format_storage,
    new_cluster_id,
    server_command,
    until,
    write_properties,
)

HEAP = "256m"
HOST = "127.0.0.1"
REPLICATED = (
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
    "share.coordinator.state.topic.replication.factor",
    "default.replication.factor",
)


@dataclass(frozen=True)
class Ports:
    """A node's ports; `between` is advertised to those who come by the listener on `behind`."""

    direct: int
    behind: int
    between: int
    controller: int

    @classmethod
    def free(cls) -> Ports:
        """Return ports that are free now."""
        with contextlib.ExitStack() as held:
            probes = [held.enter_context(socket.create_server((HOST, 0))) for _ in range(4)]
            return cls(*(probe.getsockname()[1] for probe in probes))


@dataclass
class Broker:
    """A node: where it is, and its process while it has one."""

    number: int
    ports: Ports
    folder: Path
    command: list[str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"{HOST}:{self.ports.direct}"

    def start(self) -> None:
        """Start it where it does not run; wait for nothing."""
        if self.process and self.process.poll() is None:
            return
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to its process, if there is one."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would, but for what the system has yet to write."""
        self.send(signal.SIGKILL)
        if self.process:
            self.process.wait(STOP_S)

    def ended(self, within_s: float) -> bool:
        """Tell whether it ends by itself in so many seconds."""
        return until(lambda: self.process is None or self.process.poll() is not None, within_s)


@dataclass
class Cluster:
    """The nodes of one cluster."""

    id: str
    brokers: list[Broker] = field(default_factory=list)

    @property
    def bootstrap(self) -> str:
        return ",".join(broker.address for broker in self.brokers)

    @property
    def between(self) -> str:
        """Bootstrap address for those who are to come by way of somebody in between."""
        return ",".join(f"{HOST}:{broker.ports.between}" for broker in self.brokers)

    def start(self) -> None:
        """Start every node that does not run, and wait until all answer.

        Raises `BrokerError` with the last lines of one that does not.
        """
        for broker in self.brokers:
            broker.send(signal.SIGCONT)
            broker.start()
        for broker in self.brokers:
            if not until(lambda at=broker.address: answers(at, self.id), READY_S):  # type: ignore[misc]
                last = (broker.folder / "server.log").read_text(errors="replace")[-2000:]
                raise BrokerError(f"broker {broker.number} on {broker.address} does not answer: {last}")

    def stop(self) -> None:
        """End every node; nothing of theirs is needed any more."""
        for broker in self.brokers:
            broker.send(signal.SIGKILL)
        for broker in self.brokers:
            broker.kill()


@contextlib.contextmanager
def cluster(nodes: int, folder: Path, *, data: Mapping[int, Path] | None = None) -> Iterator[Cluster]:
    """Run a cluster while the context lasts; `data` names the data folders of some nodes.

    Raises `BrokerError` where Java or the jars are missing, or a node does not start.
    """
    java, classpath = checked_java(), f"{downloaded_jars()}/*"
    made = Cluster(new_cluster_id())
    ports = {number: Ports.free() for number in range(1, nodes + 1)}
    voters = ",".join(f"{number}@{HOST}:{its.controller}" for number, its in ports.items())
    for number, its in ports.items():
        home = folder / f"broker-{number}"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        logs = (data or {}).get(number, home / "data")
        write_properties(home, _properties(number, its, nodes=nodes, voters=voters, data=logs))
        format_storage(java, classpath, home, made.id)
        made.brokers.append(Broker(number, its, home, server_command(java, classpath, home, heap=HEAP)))
    try:
        made.start()
        yield made
    finally:
        made.stop()


def _properties(number: int, ports: Ports, *, nodes: int, voters: str, data: Path) -> dict[str, str]:
    names = {"PLAINTEXT": ports.direct, "BETWEEN": ports.behind, "CONTROLLER": ports.controller}
    advertised = {"PLAINTEXT": ports.direct, "BETWEEN": ports.between}
    return {
        "node.id": str(number),
        "listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in names.items()),
        "advertised.listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in advertised.items()),
        "listener.security.protocol.map": ",".join(f"{name}:PLAINTEXT" for name in names),
        "inter.broker.listener.name": "PLAINTEXT",
        "controller.quorum.voters": voters,
        "log.dirs": str(data),
        "broker.session.timeout.ms": "6000",
        "min.insync.replicas": str(min(nodes, 2)),
        "transaction.state.log.min.isr": str(min(nodes, 2)),
        **dict.fromkeys(REPLICATED, str(nodes)),
    }
