"""Child processes: one that answers frame after frame, and can be killed without losing more than an answer.

A frame is its length in four bytes, the highest first, and that many bytes. The first frame out says that the
child is ready. The child ends with its input, so it never outlives its parent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from claimwire.errors import ClaimwireError

_START_TIMEOUT_S = 60.0
_CLOSE_TIMEOUT_S = 1.0
_CPU_TO_SPARE_S = 5
_LARGEST_ANSWER = 64 * 1024 * 1024
_MEMORY_BYTES = 2 * 1024**3


class TookTooLong(Exception):
    """A frame was not answered in time; the child is gone."""


class Died(Exception):
    """A frame ended the child, twice."""


class ChildProcess:
    """Answers one frame at a time in a process that is started when needed and killed when it must be.

    Callers may be many: they wait for each other, and the time limit counts from a frame's own turn. `module`
    calls `serve`; `name` is what messages call it.
    """

    def __init__(self, module: str, *, name: str, timeout_s: float) -> None:
        self.command: tuple[str, ...] = ("-P", "-m", module, f"{timeout_s + _CPU_TO_SPARE_S:.0f}")
        self._name = name
        self._timeout_s = timeout_s
        self._turn = asyncio.Lock()
        self._running: _Running | None = None

    @property
    def pid(self) -> int | None:
        """Process id, while there is a process."""
        return self._running.process.pid if self._running is not None else None

    async def start(self) -> None:
        """Start the process before a frame needs it; raises `ClaimwireError` where it does not start."""
        async with self._turn:
            await self._started()

    async def ask(self, frame: bytes) -> bytes:
        """Return the answer to a frame; one that the process dies of is tried once more.

        Raises `TookTooLong` after `timeout_s` seconds, `Died` where the process died twice, `ClaimwireError`
        where it does not start.
        """
        async with self._turn:
            for _ in range(2):
                answer = await self._ask(frame)
                if answer is not None:
                    return answer
        raise Died(f"{self._name} died twice")

    async def close(self) -> None:
        """End the process, kindly if it lets us."""
        async with self._turn:
            if self._running is None:
                return
            self._running.requests.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._running.process.wait(), _CLOSE_TIMEOUT_S)
            await self._kill()

    async def _ask(self, frame: bytes) -> bytes | None:
        """Return the answer, or None where the process died; a process that did not answer is gone."""
        running = await self._started()
        answered = False
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await running.ask(frame)
            answered = True
        except TimeoutError:
            raise TookTooLong(f"{self._name} took more than {self._timeout_s:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        finally:
            if not answered:
                await self._kill()
        return answer

    async def _started(self) -> _Running:
        if self._running is not None and self._running.process.returncode is None:
            return self._running
        await self._kill()
        self._running = await _spawn(self.command)
        ready = False
        try:
            async with asyncio.timeout(_START_TIMEOUT_S):
                await self._running.receive()
            ready = True
        except (TimeoutError, asyncio.IncompleteReadError):
            command = " ".join((sys.executable, *self.command))
            raise ClaimwireError(f"{self._name} does not start: `{command}` says why") from None
        finally:
            if not ready:
                await self._kill()
        return self._running

    async def _kill(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        with suppress(ProcessLookupError):
            running.process.kill()
        await running.process.wait()
        running.requests.close()


@dataclass(frozen=True)
class _Running:
    process: Process
    requests: asyncio.StreamWriter
    answers: asyncio.StreamReader

    async def ask(self, frame: bytes) -> bytes:
        self.requests.write(len(frame).to_bytes(4, "big"))
        self.requests.write(frame)
        await self.requests.drain()
        return await self.receive()

    async def receive(self) -> bytes:
        size = int.from_bytes(await self.answers.readexactly(4), "big")
        if size > _LARGEST_ANSWER:
            raise ConnectionError(f"an answer of {size} bytes")
        return await self.answers.readexactly(size)


async def _spawn(command: tuple[str, ...]) -> _Running:
    # What the child reads is hostile: it is not told our settings, which hold passwords.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}
    # In a group of its own: Ctrl-C in a terminal is the parent's, also while the child still imports.
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=PIPE, stdout=PIPE, env=environment, process_group=0
    )
    if process.stdin is None or process.stdout is None:
        raise ClaimwireError("a child process has no pipes")
    return _Running(process, process.stdin, process.stdout)


def serve(answer: Callable[[bytes], bytes]) -> None:
    """Answer each frame that comes in; this is all that a child's `main` does.

    The limit of CPU seconds for one frame is the first argument on the command line.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it closes the input
    logging.disable(logging.CRITICAL)  # parsers log each odd document; the answer says what matters
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    _set_limit(resource.RLIMIT_AS, _least(_MEMORY_BYTES, soft))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        _write(answers, b"{}")
        while (frame := _read(requests)) is not None:
            _limit_cpu(float(sys.argv[1]))
            _write(answers, answer(frame))
    except BrokenPipeError:
        os._exit(1)  # nobody is left to tell


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(4)
    return stream.read(int.from_bytes(head, "big")) if len(head) == 4 else None


def _write(stream: BinaryIO, frame: bytes) -> None:
    stream.write(len(frame).to_bytes(4, "big") + frame)
    stream.flush()


def _limit_cpu(seconds: float) -> None:
    """End the process after `seconds` more of CPU time, should nobody be left to kill it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _set_limit(kind: int, value: int) -> None:
    """Set one of this process's limits (`resource.RLIMIT_…`), as far as the system knows and allows it."""
    _, hard = resource.getrlimit(kind)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (_least(value, hard), hard))


def _least(value: int, limit: int) -> int:
    return value if limit == resource.RLIM_INFINITY else min(value, limit)
