"""A real Apache Kafka without Docker: `python -m tests.brokers.apache_kafka start|stop|run`.

Maven brings the jars (see pom.xml) into a cache, once; one JVM then runs a KRaft node on 127.0.0.1. All of it
is under `~/.cache/claimwire/kafka-VERSION`, or the folder named by KAFKA_CACHE: `jars/`, and
`run-PORT/` with the configuration, the data (removed by `stop`) and `server.log`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

import click

from claimwire.errors import BrokerError
from claimwire.stream.embedded import answers

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
DEFAULT_PORT = 19092
OLDEST_JAVA = 17
DOWNLOAD_S = 900
READY_S = 90
STOP_S = 30


@dataclass(frozen=True)
class Node:
    """A Kafka that was started: its process, address, cluster id and folder."""

    pid: int
    bootstrap: str
    cluster: str
    folder: str

    def alive(self) -> bool:
        """Tell whether the process runs and is this Kafka, not one that got its number later."""
        shown = subprocess.run(
            ["ps", "-ww", "-o", "stat=,args=", "-p", str(self.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return self.folder in shown and not shown.startswith("Z")


@dataclass(frozen=True)
class Extra:
    """What a Kafka has beside its plain listener: listeners (name and port), properties, users."""

    listeners: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    format_arguments: tuple[str, ...] = ()


PLAIN = Extra()


def kafka_version() -> str:
    """Return the version that pom.xml names."""
    found = re.search(r"<kafka\.version>(.+?)</kafka\.version>", POM.read_text())
    assert found, f"no kafka.version in {POM}"
    return found[1]


def cache() -> Path:
    """Return the folder of the jars and of what runs."""
    default = Path.home() / ".cache" / "claimwire" / f"kafka-{kafka_version()}"
    return Path(os.environ.get("KAFKA_CACHE", default)).absolute()


def start(port: int = DEFAULT_PORT, extra: Extra = PLAIN) -> Node:
    """Start a Kafka, or return the one that runs there already.

    Raises `BrokerError` when Java or Maven is missing or too old, the download fails, the port is taken, or
    Kafka does not answer in 90 s; its last lines are in the message.
    """
    if node := running(port):
        return node
    java = checked_java()
    _check_free(port)
    classpath = f"{downloaded_jars()}/*"
    folder = cache() / f"run-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cluster = new_cluster_id()
    _configure(folder, port, extra)
    format_storage(java, classpath, folder, cluster, *extra.format_arguments)
    node = _launch(java, classpath, folder, port, cluster)
    try:
        _await_answer(node)
    except BaseException:  # Ctrl-C while it starts, too
        _end(node)
        raise
    return node


def stop(port: int = DEFAULT_PORT) -> bool:
    """Stop the Kafka on a port and drop its data; tell whether there was one."""
    node = running(port)
    if node:
        _end(node)
    folder = cache() / f"run-{port}"
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "node.json").unlink(missing_ok=True)
    return node is not None


def running(port: int = DEFAULT_PORT) -> Node | None:
    """Return the Kafka that `start` left on a port; None if there is none."""
    try:
        node = Node(**json.loads((cache() / f"run-{port}" / "node.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return node if node.alive() else None


def checked_java() -> str:
    """Return the path of a Java that Kafka runs on.

    Raises `BrokerError` when there is none, or it is too old.
    """
    java = _on_path("java", f"Apache Kafka needs Java {OLDEST_JAVA} or newer")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < OLDEST_JAVA:
        first = said.splitlines()[0] if said else "nothing"
        raise BrokerError(f"Apache Kafka needs Java {OLDEST_JAVA} or newer, but {java} says: {first}")
    return java


def downloaded_jars() -> Path:
    """Return the folder of the jars, downloaded once.

    Raises `BrokerError` when Maven is missing or fails.
    """
    jars = cache() / "jars"
    if jars.is_dir():
        return jars
    maven = _on_path("mvn", "Apache Kafka's jars come by Maven")
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache()) as work:
        fresh = Path(work) / "jars"
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={fresh}"]
        _checked([maven, "--quiet", "--batch-mode", "--file", str(POM), *goal], DOWNLOAD_S, "Maven")
        with contextlib.suppress(FileExistsError):  # another start was faster
            fresh.rename(jars)
    return jars


def _on_path(program: str, why: str) -> str:
    found = shutil.which(program)
    if not found:
        raise BrokerError(f"{why}, but there is no {program} on the PATH")
    return found


def _checked(command: list[str], limit_s: float, who: str) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=limit_s,
        )
    except subprocess.TimeoutExpired:
        raise BrokerError(f"{who} did not end within {limit_s:g} s") from None
    if done.returncode:
        raise BrokerError(f"{who} failed (exit {done.returncode}): {done.stdout.strip()[-2000:]}")


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise BrokerError(f"Apache Kafka cannot listen on 127.0.0.1:{port}: {error}") from None


def new_cluster_id() -> str:
    """Return an id as Kafka wants it; one that begins with a dash would be taken for an option."""
    number = uuid4().bytes
    number = bytes([number[0] & 0x7F]) + number[1:]
    return urlsafe_b64encode(number).decode().rstrip("=")


def _configure(folder: Path, port: int, extra: Extra) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        controller = f"127.0.0.1:{free.getsockname()[1]}"
    ports = {"PLAINTEXT": port, **extra.listeners}
    advertised = ",".join(f"{name}://127.0.0.1:{number}" for name, number in ports.items())
    own = {
        "listeners": f"{advertised},CONTROLLER://{controller}",
        "advertised.listeners": advertised,
        "controller.quorum.voters": f"1@{controller}",
        "log.dirs": str(folder / "data"),
    }
    write_properties(folder, own | dict(extra.properties))


def write_properties(folder: Path, own: dict[str, str]) -> None:
    """Write a node's configuration: what all have, then its own, which wins."""
    lines = (f"{name}={value}\n" for name, value in own.items())
    text = (HERE / "server.properties").read_text() + "".join(lines)
    (folder / "server.properties").write_text(text)


def format_storage(java: str, classpath: str, folder: Path, cluster: str, *more: str) -> None:
    """Make a node's data folder, as its configuration has it; raises `BrokerError` where that fails."""
    config = str(folder / "server.properties")
    tool = ["kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", config, *more]
    soon_over = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    _checked([java, *soon_over, *_quiet(), "-cp", classpath, *tool], READY_S, "Kafka's StorageTool")


def _quiet() -> list[str]:
    return [f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"]


def server_command(java: str, classpath: str, folder: Path, *, heap: str) -> list[str]:
    """Return the command that runs a node."""
    memory = [f"-Xmx{heap}", "-XX:+UseSerialGC"]
    return [java, *memory, *_quiet(), "-cp", classpath, "kafka.Kafka", str(folder / "server.properties")]


def _launch(java: str, classpath: str, folder: Path, port: int, cluster: str) -> Node:
    command = server_command(java, classpath, folder, heap="512m")
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    node = Node(process.pid, f"127.0.0.1:{port}", cluster, str(folder))
    (folder / "node.json").write_text(json.dumps(asdict(node)))
    # It is to outlive this process; whoever adopts it reaps it.
    process.returncode = 0
    return node


def _await_answer(node: Node) -> None:
    until(lambda: answers(node.bootstrap, node.cluster) or not node.alive(), READY_S)
    if answers(node.bootstrap, node.cluster):
        return
    log = Path(node.folder) / "server.log"
    last = log.read_text(errors="replace").strip()[-2000:]
    raise BrokerError(f"Apache Kafka on {node.bootstrap} did not start (all of it in {log}): {last}")


def _end(node: Node) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(node.pid, number)
        if until(lambda: not node.alive(), STOP_S):
            return


def until(met: Callable[[], bool], limit_s: float) -> bool:
    """Wait for a condition; tell whether it was met in time."""
    deadline = time.monotonic() + limit_s
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def run(port: int) -> None:
    """Run a Kafka until it ends or a signal comes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    node = start(port)
    click.echo(f"{node.bootstrap}  (log: {node.folder}/server.log; Ctrl-C stops it)")
    try:
        while node.alive():
            time.sleep(1)
    except KeyboardInterrupt:
        click.echo("stopping", err=True)
    finally:
        stop(port)


@click.command()
@click.argument("what", type=click.Choice(["start", "stop", "run"]))
@click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True)
def main(what: str, port: int) -> None:
    """Start a real Apache Kafka on 127.0.0.1 and print its address; stop it; or run it in the foreground."""
    try:
        if what == "start":
            click.echo(start(port).bootstrap)
        elif what == "stop":
            click.echo("stopped" if stop(port) else f"no Kafka of ours on port {port}", err=True)
        else:
            run(port)
    except BrokerError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
