"""What goes wrong is one line that says what, where and what to do; Ctrl-C is no error."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import click
import orjson
import pytest

from claimwire.cli import main
from claimwire_schemas.topics import CLAIMS, RAW
from tests.cli.wired import COMMAND, ROOT, claimwire, process, started, the_error, wait_for
from tests.conftest import free_port

broker = pytest.mark.broker


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text("Nobody hears this, Ida Holm said.")
    return file


@broker
def test_no_broker_is_one_line_from_every_command(article: Path) -> None:
    where = f"127.0.0.1:{free_port()}"
    settings = {"bootstrap_servers": where}
    for words in ("feed article.txt", "subscribe claims", "dead-letters list", "topics create", "worker"):
        run = process if words == "worker" else claimwire
        assert the_error(run(*words.split(), settings=settings, cwd=article.parent)) == (
            f"no Kafka broker answers at {where}: start one, or set CLAIMWIRE_BOOTSTRAP_SERVERS"
        )


@broker
def test_where_logs_are_json_every_line_is(article: Path) -> None:
    """Also of what ends at once, of files left out, of what is printed with --json and of a wrong setting."""
    settings = {"bootstrap_servers": f"127.0.0.1:{free_port()}", "log_format": "json"}
    (article.parent / "picture.png").touch()
    for words, more in {
        "topics create --json": {},
        "worker": {},
        "feed --json article.txt picture.png": {},
        "config": {"partitions": "many"},
    }.items():
        done = process(*words.split(), settings=settings | more, cwd=article.parent)
        records = [orjson.loads(line) for line in (done.stdout + done.stderr).splitlines()]
        assert done.returncode == 1
        assert {"event", "level", "logger", "timestamp"} <= records[-1].keys()
        assert records[-1]["level"] == "error"


@contextmanager
def not_kafka() -> Iterator[str]:
    """A server that greets whoever connects and hangs up: not a Kafka."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        script = (
            "import socket, sys\nserver = socket.socket(fileno=int(sys.argv[1]))\n"
            "while True:\n    peer, _ = server.accept()\n    peer.sendall(b'220 mail.example\\r\\n')\n"
            "    peer.close()\n"
        )
        number = server.fileno()
        child = subprocess.Popen([COMMAND[0], "-c", script, str(number)], pass_fds=[number])
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            child.kill()
            child.wait()


@broker
def test_a_port_where_something_else_listens_is_one_line() -> None:
    with not_kafka() as where:
        error = the_error(claimwire("topics", "create", settings={"bootstrap_servers": where}))
    assert where in error


@broker
def test_a_host_that_does_not_exist_is_one_line() -> None:
    where = "kafka.invalid:9092"
    error = the_error(claimwire("subscribe", "claims", settings={"bootstrap_servers": where}))
    assert where in error


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"bootstrap_servers": "127.0.0.1"}, "'127.0.0.1' is not host:port"),
        ({"boot_strap": "x"}, "CLAIMWIRE_BOOT_STRAP is not a setting"),
    ],
)
def test_a_wrong_setting_is_one_line(settings: dict[str, str], said: str) -> None:
    assert said in the_error(claimwire("topics", "create", settings=settings))


@broker
@pytest.mark.parametrize("words", ["subscribe claims", pytest.param("worker", marks=pytest.mark.slow)])
def test_a_tls_file_that_cannot_be_read_is_one_line(tmp_path: Path, words: str) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n")
    settings = {"security_protocol": "SSL", "tls_ca_file": str(tmp_path / "ca.pem")}
    run = process if words == "worker" else claimwire
    assert str(tmp_path / "ca.pem") in the_error(run(*words.split(), settings=settings))


@broker
def test_a_missing_topic_is_one_line(embedded: str) -> None:
    settings = {"bootstrap_servers": embedded}
    worker, subscriber = (
        process("worker", settings=settings),
        claimwire("subscribe", "claims", settings=settings),
    )
    for done, topic in [(worker, RAW), (subscriber, CLAIMS)]:
        assert the_error(done) == f"topic {topic.name} is not on {embedded}: run `claimwire topics create`"


@broker
def test_a_taken_http_port_is_one_line(embedded: str) -> None:
    settings = {"bootstrap_servers": embedded}
    assert claimwire("topics", "create", settings=settings).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        error = the_error(process("worker", settings=settings | {"http_port": str(port)}))
    assert error.startswith(f"http_port: 127.0.0.1:{port}: ")
    assert error.endswith("; set CLAIMWIRE_HTTP_PORT")


UNREADABLE = {
    "extract missing.txt": "missing.txt: no such file or directory",
    "feed missing": "missing: no such file or directory",
    "extract empty.txt": "empty.txt: empty",
    "extract folder": "folder: 0 articles",
    "extract cut.jsonl": "cut.jsonl:1: not JSON: ",
    "extract photo.jpg": "photo.jpg: unknown file ending",
    "extract blank.txt": "blank.txt: ",
    "worker --embedded": "bootstrap_servers: the embedded broker runs on 127.0.0.1, not at kafka.invalid:",
}


def test_what_cannot_be_read_or_done_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name, content in {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "cut.jsonl": b'{"body": "cut',
        "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    }.items():
        (tmp_path / name).write_bytes(content)
    settings = {"bootstrap_servers": "kafka.invalid:9092"}
    for words, said in UNREADABLE.items():
        run = process if words.startswith("worker") else claimwire
        assert the_error(run(*words.split(), settings=settings, cwd=tmp_path)).startswith(said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_one_line(article: Path) -> None:
    article.chmod(0)
    assert the_error(claimwire("extract", article)).endswith("permission denied")


@broker
def test_bad_lines_are_reported_with_their_numbers(embedded: str, tmp_path: Path) -> None:
    """The rest is delivered, and the exit status says that not all was."""
    settings = {"bootstrap_servers": embedded}
    assert claimwire("topics", "create", settings=settings).returncode == 0
    (tmp_path / "in.jsonl").write_bytes(
        b'{"body": "one"}\n{"body": \n{"headline": "no body"}\n\xff\n{"body": "two"}\n'
    )
    done = claimwire("feed", "--restart", "in.jsonl", settings=settings, cwd=tmp_path)
    assert (done.returncode, done.stdout[:20]) == (1, "2 delivered, 3 bad i")
    lines = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["claimwire", f"in.jsonl:{number}"] for number in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["subscribe", "rumours"], "'rumours' is not one of 'claims', 'attributions'"),
        (["extract"], "give files, folders or addresses; with `-`, paste an article"),
        (["compare", "next"], "'next': give a dot, then a-z, 0-9 or hyphens, such as .next"),
        (["reprocess", "bad suffix"], "'bad suffix': give a dot, then a-z, 0-9 or hyphens"),
    ],
)
def test_a_command_that_is_not_understood_says_how_it_is_used(command: list[str], said: str) -> None:
    done = claimwire(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: claimwire ")
    assert said in done.stderr.splitlines()[-1]


def test_debug_shows_where_it_went_wrong() -> None:
    done = process("--debug", "extract", "missing.txt")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert done.stderr.splitlines()[-1].endswith("InputError: missing.txt: no such file or directory")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give every command's words, the groups' too."""
    yield path
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("words", list(commands(main)), ids=" ".join)
def test_every_command_and_option_has_a_help_text(words: tuple[str, ...]) -> None:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found
        command = found
    assert command.help
    assert command.help.split("\n")[0].endswith((".", ":")), command.help
    undescribed = [
        option.opts[0]
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not isinstance(option.type, click.Choice)
    ]
    assert undescribed == []


def test_help_is_shown() -> None:
    done = process("feed", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: claimwire feed ")
    assert "--rss URL" in done.stdout


@broker
def test_ctrl_c_of_a_worker_is_no_error(embedded: str, tmp_path: Path) -> None:
    """It stops in order, the status is 0, and nothing is said but its log."""
    assert claimwire("topics", "create", settings={"bootstrap_servers": embedded}).returncode == 0
    log = tmp_path / "log"
    settings = {"bootstrap_servers": embedded, "session_timeout_s": "2"}
    with started("worker", log=log, **settings) as worker:
        wait_for('"worker_ready"', log, worker)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(30) == 0
    said = log.read_text()
    assert '"worker_stopped"' in said.splitlines()[-1]
    assert "Traceback" not in said
    assert {'"level": "info"' in line for line in said.splitlines()} == {True}, said


@pytest.mark.slow
@broker
def test_a_second_signal_ends_a_worker_that_still_starts(embedded: str, tmp_path: Path) -> None:
    """Another does not answer, and the group waits for it; so does whoever joins, for a session."""
    assert claimwire("topics", "create", settings={"bootstrap_servers": embedded}).returncode == 0
    settings = {"bootstrap_servers": embedded, "session_timeout_s": "20"}
    with started("worker", log=tmp_path / "stuck", **settings) as stuck:
        wait_for('"worker_ready"', tmp_path / "stuck", stuck)
        stuck.send_signal(signal.SIGSTOP)
        port = free_port()
        with started("worker", log=tmp_path / "log", **settings | {"http_port": str(port)}) as worker:
            wait_until_open(port)
            worker.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(1)
            worker.send_signal(signal.SIGINT)
            assert worker.wait(10) == -signal.SIGINT
        stuck.kill()
    assert "Traceback" not in (tmp_path / "log").read_text()


STOPS_NEVER = """
import asyncio, threading
from claimwire.cli.worker import stopped_by_signal

async def main():
    stop = stopped_by_signal(within_s=0.5)
    threading.Thread(target=threading.Event().wait).start()
    print("ready", flush=True)
    await stop.wait()
    await asyncio.sleep(600)

asyncio.run(main())
"""


def test_a_service_that_takes_too_long_to_stop_ends() -> None:
    """Though a thread of it goes on."""
    with subprocess.Popen([COMMAND[0], "-c", STOPS_NEVER], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGTERM)
        assert child.wait(60) == 1
        assert "stopped_at_once" in child.stdout.read()


def wait_until_open(port: int) -> None:
    deadline = monotonic() + 60
    while True:
        with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port)):
            return
        assert monotonic() < deadline
        sleep(0.05)


@broker
def test_ctrl_c_of_the_embedded_broker_is_no_error(tmp_path: Path) -> None:
    where, log = f"127.0.0.1:{free_port()}", tmp_path / "log"
    with started("broker", log=log, bootstrap_servers=where) as child:
        wait_for(f"broker at {where}", log, child)
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
    assert log.read_text() == f"broker at {where}\n"


@pytest.mark.parametrize(("version", "refused"), [((3, 9), True), ((3, 14), True), ((3, 12), False)])
def test_make_refuses_a_python_that_is_not_supported(
    tmp_path: Path, version: tuple[int, int], *, refused: bool
) -> None:
    """In one line that names it, before anything is made; a Python that is supported passes that check."""
    python = tmp_path / "python"
    pretend = f"import sys; sys.version_info = {(*version, 0)}; sys.executable = '$0'; "
    python.write_text(
        '#!/bin/sh\n[ "$1" = -c ] || { echo "asked for $*" >&2; exit 9; }\n'
        f'code=$(cat <<END\n{pretend}\nEND\n)\nexec {COMMAND[0]} -c "$code$2"\n'
    )
    python.chmod(0o755)
    for name in ("Makefile", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={python}", "test"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    said = done.stderr.splitlines()
    if refused:
        number = ".".join(map(str, version))
        assert said[0].startswith(f"Claimwire needs Python 3.11 to 3.13, but {python} is {number}: run make ")
        assert done.stdout == ""
    else:
        assert said[0] == "asked for -m venv .venv"
    assert not (tmp_path / ".venv").exists()
