"""The command `claimwire` with these settings and no others: in this process, or as a user runs it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, chdir, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

import structlog
from click.testing import CliRunner

from claimwire.cli import main
from claimwire.log import LEVELS, NEVER_DEBUGGED
from claimwire.settings import Settings

COMMAND = (sys.executable, "-m", "claimwire")
ROOT = Path(__file__).resolve().parents[2]
Given = Settings | Mapping[str, str]


@dataclass(frozen=True)
class Done:
    """A command that has ended: its status, and what it said."""

    returncode: int
    out: bytes
    err: bytes

    @property
    def stdout(self) -> str:
        return self.out.decode()

    @property
    def stderr(self) -> str:
        return self.err.decode()


def environment(settings: Given | None = None, **more: str) -> dict[str, str]:
    """Return this environment without Claimwire's settings but these: `http_port="0"`.

    Secrets of a `Settings` are hidden; they go by name.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}
    if isinstance(settings, Settings):
        settings = {
            name: str(value)
            for name, value in settings.model_dump(mode="json", exclude_defaults=True).items()
        }
    given = {"http_port": "0", **(settings or {}), **more}
    variables = {f"CLAIMWIRE_{name.upper()}": value for name, value in given.items()}
    return inherited | {"COLUMNS": "100", "PYTHONPATH": str(ROOT)} | variables


def claimwire(*arguments: str | Path, settings: Given | None = None, cwd: Path | None = None) -> Done:
    """Run `claimwire ARGUMENTS` to its end in a thread of this process, which has imported it all.

    Not what serves, as signals come to a process, nor what reads standard input.
    """
    run = partial(
        CliRunner().invoke, main, list(map(str, arguments)), prog_name="claimwire", catch_exceptions=False
    )
    with (
        chdir(cwd or "."),
        patch.dict(os.environ, environment(settings), clear=True),
        _logs_kept(),
        ThreadPoolExecutor(1) as thread,  # an event loop may run in this one
    ):
        result = thread.submit(run).result()
    return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


@contextmanager
def _logs_kept() -> Iterator[None]:
    """Leave logging as it was: a command sends all of it to its own standard error."""
    loggers = [logging.getLogger(name) for name in (None, *LEVELS, *NEVER_DEBUGGED)]
    before = [(logger, logger.level, logger.handlers[:], logger.filters[:]) for logger in loggers]
    told, configure = structlog.get_config(), structlog.configure
    try:
        # A logger that is cached would log as this command wants for ever.
        with patch(
            "structlog.configure", lambda **how: configure(**how | {"cache_logger_on_first_use": False})
        ):
            yield
    finally:
        configure(**told)
        for logger, level, handlers, filters in before:
            logger.setLevel(level)
            logger.handlers, logger.filters = handlers, filters


def process(
    *arguments: str | Path,
    data: bytes = b"",
    settings: Given | None = None,
    cwd: Path | None = None,
    timeout_s: float = 60,
) -> Done:
    """Run `claimwire ARGUMENTS` to its end as a process, where that is the point."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=data,
        env=environment(settings),
        cwd=cwd,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def the_error(done: Done) -> str:
    """Return the one line that a failed command said; it said nothing else anywhere."""
    assert (done.returncode, done.stdout) == (1, ""), done
    (line,) = done.stderr.splitlines()
    assert line.startswith("claimwire: ")
    return line.removeprefix("claimwire: ")


@asynccontextmanager
async def running(settings: Given, *arguments: str | Path) -> AsyncIterator[Process]:
    """Run `claimwire ARGUMENTS` as a process whose output can be read, and kill it in the end."""
    process = await create_subprocess_exec(
        *COMMAND, *arguments, env=environment(settings), stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@contextmanager
def started(*arguments: str, log: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `claimwire ARGUMENTS` as a process that writes to a file, and kill it in the end."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=environment(settings), stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process that runs has logged these words."""
    deadline = monotonic() + 60
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert monotonic() < deadline, log.read_text()
        sleep(0.05)
