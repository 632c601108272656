"""What of the libraries' own messages reaches a user."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from claimwire.log import MOST_PER_REPEAT, REPEATS_S, Repeats

NEVER_TAKEN = """
import asyncio, sys
from claimwire.log import configure_logs
from claimwire.settings import Settings

async def forget(error):
    asyncio.get_running_loop().create_future().set_exception(error)

configure_logs(Settings(), debug="--debug" in sys.argv)
asyncio.run(forget({error}))
"""


@pytest.mark.parametrize(
    ("error", "arguments", "told"),
    [
        ("ConnectionResetError('hung up')", [], False),
        ("ConnectionResetError('hung up')", ["--debug"], True),
        ("ValueError('a bug')", [], True),
    ],
)
def test_a_lost_connection_is_told_once(error: str, arguments: list[str], *, told: bool) -> None:
    """Its error came to whoever used it; any other that nobody took is logged."""
    command = [sys.executable, "-c", NEVER_TAKEN.format(error=error), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ("Future exception was never retrieved" in done.stderr) is told


def record(text: object, name: str = "aiokafka.client", level: int = logging.ERROR) -> logging.LogRecord:
    return logging.LogRecord(name, level, "", 0, text, None, None)


def test_repeats_are_counted_and_told_later() -> None:
    """Whatever the port and node; our own events and INFO all pass."""
    now = [0.0]
    passes = Repeats(lambda: now[0])
    assert [passes(record(f"no connection to node {number}")) for number in range(400)] == [True] + 399 * [
        False
    ]
    assert all(passes(record({"event": "page_failed"}, "claimwire")) for _ in range(9))
    assert all(passes(record("joined", level=logging.INFO)) for _ in range(9))
    now[0] = REPEATS_S
    late = record("no connection to node 7")
    assert passes(late)
    assert late.getMessage() == "no connection to node 7 (and 399 more like it)"


def test_messages_that_all_differ_have_an_end_too() -> None:
    passes = Repeats(lambda: 0.0)
    assert sum(passes(record("trouble " + "x" * number)) for number in range(150)) == MOST_PER_REPEAT
