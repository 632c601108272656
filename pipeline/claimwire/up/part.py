"""A part: a `claimwire` command in a process of its own, started again when it ends.

It runs on a leash (`stream/leash.py`), so it ends with the supervisor however that ends.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from claimwire.errors import InputError
from claimwire.stream import leash

_GRACE_S = 8.0
"""From SIGTERM to SIGKILL. What is cut short is fed again."""
_FIRST_WAIT_S, _LONGEST_WAIT_S, _WELL_S = 0.5, 30.0, 60.0
_LOG_BYTES = 5_000_000
_TAIL_BYTES = 4_096
_LONGEST_LINE = 300


@dataclass(frozen=True)
class Part:
    """A command, by the name that people know it by, and the settings that it runs with."""

    name: str
    arguments: tuple[str, ...]
    settings: Mapping[str, str]
    health: str
    """Host and port of its metrics."""

    def environment(self) -> dict[str, str]:
        """Return this process's environment with the part's settings."""
        given = {f"CLAIMWIRE_{name.upper()}": text for name, text in self.settings.items()}
        files = {f"{name}_FILE" for name in given}  # settings refuse a secret beside its file
        return {name: text for name, text in os.environ.items() if name not in files} | given


async def keep_running(part: Part, logs: Path, tell: Callable[[str], None]) -> None:
    """Run a part until cancelled; tell when it ends by itself, and start it again after a while."""
    wait_s = _FIRST_WAIT_S
    while True:
        begun = monotonic()
        with _log(logs / f"{part.name}.log") as log:
            status, last = await _run(part, log)
        wait_s = _FIRST_WAIT_S if monotonic() - begun > _WELL_S else wait_s
        tell(f"{part.name} ended ({_ending(status)}){last}; starting it again in {wait_s:g} s")
        await asyncio.sleep(wait_s)
        wait_s = min(wait_s * 2, _LONGEST_WAIT_S)


async def _run(part: Part, log: BinaryIO) -> tuple[int, str]:
    """Run a part to its end; return its status and the last line that it wrote."""
    command = (sys.executable, "-P", "-m", "claimwire", *part.arguments)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", leash.__file__, str(_GRACE_S), *command),
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
        env=part.environment(),
        start_new_session=True,  # Ctrl-C is the supervisor's alone
    )
    said = asyncio.create_task(_copied(process, log))
    try:
        status = await process.wait()
    finally:
        await _end(process)
        tail = await _ended(said)
    return status, _last_line(tail)


async def _end(process: Process) -> None:
    """Let go of the leash, and kill what is left: a leash that was killed leaves its command alone."""
    if process.stdin:
        process.stdin.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), _GRACE_S + 2)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _copied(process: Process, log: BinaryIO) -> bytes:
    """Write what a part says into its log; return the end of it."""
    assert process.stdout  # noqa: S101 # for mypy
    tail = b""
    while data := await process.stdout.read(65_536):
        tail = (tail + data)[-_TAIL_BYTES:]
        with suppress(OSError):  # a full disk does not end a part
            if log.tell() + len(data) > _LOG_BYTES:
                log.truncate(0)
            log.write(data)
            log.flush()
    return tail


async def _ended(said: asyncio.Task[bytes]) -> bytes:
    """Return the end of what a part said; some process of its may hold the pipe open."""
    try:
        return await asyncio.wait_for(said, 1)
    except TimeoutError:
        return b""


def _log(file: Path) -> BinaryIO:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("ab")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}") from None


def _last_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return f": {lines[-1].removeprefix('claimwire: ')[:_LONGEST_LINE]}" if lines else ""


def _ending(status: int) -> str:
    """Return how a process ended: 137 is what a leash says of SIGKILL."""
    number = -status if status < 0 else status - 128
    names = {one.value: one.name for one in signal.Signals}
    return names.get(number, f"exit {status}")
