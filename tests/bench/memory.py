"""Memory of a process that has nothing but the extractor; Linux, where /proc tells it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.table import Table

ROUNDS = 3
LONG = 100_000
"""Characters of the longest text that a worker extracts from, by default."""


def table() -> Table:
    """Return the resident memory of a new process, step by step."""
    # A process of its own, given its texts: whatever reads and normalizes them stays here.
    from tests.bench.texts import english_texts  # noqa: PLC0415

    texts = json.dumps(english_texts())
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"],
        input=texts,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    made = Table("a process with the extractor", "resident MB")
    for step, megabytes in json.loads(done.stdout).items():
        made.add_row(step, f"{megabytes:.0f}")
    return made


def steps(texts: list[str]) -> dict[str, float]:
    """Return this process' resident megabytes after each step of extracting."""
    from claimwire.extract import Extractor  # noqa: PLC0415 - what importing takes is measured
    from tests.eval.articles import article_of  # noqa: PLC0415

    found = {"libraries imported": resident_mb()}
    extractor = Extractor.load()
    found["model loaded"] = resident_mb()
    for number in range(ROUNDS):
        extractor.read_batch([article_of(text) for text in texts])
        found[f"{(number + 1) * len(texts)} articles extracted from"] = resident_mb()
    joined = "\n\n".join(texts)
    extractor.extract(article_of((joined * (LONG // len(joined) + 1))[:LONG]))
    found[f"a text of {LONG:,} characters"] = resident_mb()
    found["at most"] = peak_mb()
    return found


def resident_mb() -> float:
    """Return the memory that this process holds, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak_mb() -> float:
    """Return the most memory that this process has held, in megabytes.

    Not `ru_maxrss`: that starts at what the parent held when it forked.
    """
    [kibibytes] = re.findall(
        r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE
    )
    return int(kibibytes) * 1024 / 1e6


if __name__ == "__main__":
    sys.stdout.write(json.dumps(steps(json.load(sys.stdin))))
