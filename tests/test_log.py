"""What of the libraries' own messages reaches a user."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
