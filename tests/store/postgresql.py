"""A real PostgreSQL from the system's package, in a folder of its own, on a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
OLDEST = 15
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=64MB"


@dataclass(frozen=True)
class Server:
    """A server that runs; `folder` holds its data and its socket."""

    programs: Path
    folder: Path
    options: str

    def url(self, database: str) -> str:
        """Return a database's address, as SQLAlchemy takes it."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run a statement outside of a transaction."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}", autocommit=True) as one:
            one.execute(statement.encode())

    def size(self, database: str) -> int:
        """Return how many bytes a database has."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}") as one:
            row = one.execute("SELECT pg_database_size(%s)", (database,)).fetchone()
        return int(row[0]) if row else 0

    def control(self, *arguments: str) -> None:
        """Start, stop or restart it."""
        of_data = ("-D", self.folder / "data", "-w", "-t", "60")
        as_postgres(self.folder, self.programs / "pg_ctl", *of_data, *arguments)

    def restart(self) -> None:
        """Stop it as a crash does, and start it again."""
        self.control("stop", "-m", "immediate")
        self.start()

    def start(self) -> None:
        """Start it."""
        options = f"{self.options} -c unix_socket_directories={self.folder}"
        self.control("start", "-l", str(self.folder / "log"), "-o", options)


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs; None where there is none."""
    on_path = shutil.which("initdb")
    found = [path.parent for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    found += [Path(on_path).resolve().parent] if on_path else []
    return max(found, key=major, default=None)


def major(folder: Path) -> int:
    """Return the version of the programs in a folder."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[2].split(".")[0])


def as_postgres(folder: Path, *command: str | Path) -> None:
    """Run a program as a user that PostgreSQL takes: root may not."""
    user = "postgres" if os.getuid() == 0 else None
    done = subprocess.run(
        list(map(str, command)),
        user=user,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"


@contextmanager
def server(options: str = OPTIONS) -> Iterator[Server]:
    """Run a server while the context lasts; in CI its absence fails the test, elsewhere it skips it."""
    found = programs()
    if found is None or major(found) < OLDEST:
        (pytest.fail if "CI" in os.environ else pytest.skip)(
            f"PostgreSQL {OLDEST} or later is not installed: apt-get install postgresql"
        )
    folder = Path(mkdtemp(prefix="claimwire-postgresql-"))  # a socket's path is short
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        as_postgres(folder, found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
        running = Server(found, folder, options)
        running.start()
        try:
            yield running
        finally:
            running.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
