"""The feeds of feedparser's own tests, read from its source distribution; nothing of them is kept here."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

DOWNLOAD_S = 240


def source_distribution(name: str) -> Path:
    """Return the source distribution of the installed version of a package, fetched by pip the first time.

    Where it cannot be had the test is skipped, but in CI it fails.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "claimwire-tests"
    kept = folder / f"{name}-{version(name)}.tar.gz"
    if kept.exists():
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    asked = ("-q", "--no-binary", name, "--no-deps", "--dest", str(folder), f"{name}=={version(name)}")
    command = (sys.executable, "-m", "pip", "download", *asked)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_S, check=False)
        problem = done.stderr[-500:]
    except subprocess.TimeoutExpired:
        problem = f"no answer in {DOWNLOAD_S} s"
    if not kept.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no sources of {name}: {problem}")
    return kept


def feeds_of(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds in an archive's `tests` folder, each with its path in it."""
    with tarfile.open(archive) as opened:
        for member in opened:
            _, _, name = member.name.partition("/tests/")
            if member.isfile() and name and not name.endswith((".py", ".txt")):
                content = opened.extractfile(member)
                if content is not None:
                    yield name, content.read()
