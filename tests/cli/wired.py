"""The command as a user runs it: a process of its own, with these settings and no others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

COMMAND = (sys.executable, "-m", "claimwire")
ROOT = Path(__file__).resolve().parents[2]


def environment(**settings: str) -> dict[str, str]:
    """Return this environment without Claimwire's settings but these: `http_port="0"`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}
    given = {f"CLAIMWIRE_{name.upper()}": value for name, value in settings.items()}
    return inherited | {"COLUMNS": "100", "PYTHONPATH": str(ROOT)} | given


def claimwire(
    *arguments: str | Path,
    data: bytes = b"",
    settings: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout_s: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run `claimwire ARGUMENTS` to its end."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=data,
        env=environment(**settings or {}),
        cwd=cwd,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def claimwire_each(
    commands: Sequence[Sequence[str | Path]],
    *,
    settings: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> list[subprocess.CompletedProcess[str]]:
    """Run some commands, two at a time: each takes a second to start."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda command: claimwire(*command, settings=settings, cwd=cwd), commands))


def the_error(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a failed command said; it said nothing else anywhere."""
    assert (done.returncode, done.stdout) == (1, ""), done
    (line,) = done.stderr.splitlines()
    assert line.startswith("claimwire: ")
    return line.removeprefix("claimwire: ")


@contextmanager
def started(*arguments: str, log: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `claimwire ARGUMENTS` while the context lasts, then kill it."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=environment(**settings), stdout=file, stderr=file
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
