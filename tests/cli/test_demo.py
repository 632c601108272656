"""`claimwire demo`: it needs no settings, heeds none, and shows every claim of fourteen articles."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import urllib.request
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep
from typing import TypeVar

import pytest

from tests.cli.wired import COMMAND, environment, process
from tests.conftest import free_port

pytestmark = pytest.mark.broker
T = TypeVar("T")


def test_the_demo_shows_claims_whatever_is_set() -> None:
    """Settings made for a Kafka elsewhere, and a limit that would refuse each article, change nothing."""
    settings = {
        "bootstrap_servers": f"127.0.0.1:{free_port()}",
        "security_protocol": "SASL_SSL",
        "sasl_username": "desk",
        "sasl_password": "larks",
        "replication_factor": "3",
        "max_article_bytes": "1000",
        "http_port": "1",
        "log_level": "debug",
    }
    done = process("demo", settings=settings, timeout_s=150)
    assert (done.returncode, done.stderr) == (0, "")
    found = re.search(r"(?m)^14 articles, (\d+) claims in [\d.]+ s \(\d+ claims/s\)\.", done.stdout)
    assert found, done.stdout
    claims = int(found[1])
    assert claims > 100
    shown = done.stdout[: found.start()].split("who ", 1)[1].strip().splitlines()[1:]
    assert len([row for row in shown if row.strip()]) == claims
    assert "claimwire extract FILE" in done.stdout[found.end() :]


def test_in_a_terminal_it_ends_on_a_page_with_the_claims() -> None:
    """Until Ctrl-C, which ends all of it."""
    ours, theirs = pty.openpty()
    demo = subprocess.Popen([*COMMAND, "demo"], env=environment(), stdout=theirs, stderr=theirs)
    os.close(theirs)
    said: list[bytes] = []
    Thread(target=_read, args=(ours, said), daemon=True).start()
    try:
        (url,) = _until(lambda: re.findall(rb"http://127\.0\.0\.1:\d+/", b"".join(said)), demo, said)
        _until(lambda: _page(url.decode()).count('class="claim') >= 20, demo, said)
        _until(lambda: b"(Ctrl-C to stop)" in b"".join(said), demo, said)
        _until(lambda: all(_front(url.decode())[name] for name in _FOUND), demo, said)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0
    finally:
        demo.kill()
        demo.wait()
        os.close(ours)


def _read(terminal: int, said: list[bytes]) -> None:
    try:
        while data := os.read(terminal, 4096):
            said.append(data)
    except OSError:  # the other end was closed
        return


_FOUND = ("contested", "repeated", "stories")
"""What the front page has of the samples: a denial, an agreement, an agency's story in two outlets."""


def _front(url: str) -> dict[str, list[object]]:
    with urllib.request.urlopen(f"{url}api/front", timeout=10) as answer:
        return dict(json.load(answer))


def _page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def _until(ask: Callable[[], T], demo: subprocess.Popen[bytes], said: list[bytes]) -> T:
    """Return the first answer that is something."""
    deadline = monotonic() + 120
    while not (answer := ask()):
        assert demo.poll() is None, b"".join(said)
        assert monotonic() < deadline, b"".join(said)
        sleep(0.1)
    return answer
