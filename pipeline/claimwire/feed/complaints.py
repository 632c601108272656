"""Complaints about entries: of the same trouble in the same file the first ten, then a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST = 10


@contextmanager
def complaints(report: Callable[[str], None]) -> Iterator[Callable[[str, str], None]]:
    """Give what reports a place, `news.jsonl:12`, and its problem; at the end, the rest is a number."""
    seen: Counter[tuple[str, str]] = Counter()

    def complain(where: str, problem: str) -> None:
        file = where.rpartition(":")[0] or where
        alike = file, problem.partition(":")[0]
        seen[alike] += 1
        if seen[alike] <= MOST:
            report(f"{where}: {problem}")

    try:
        yield complain
    finally:
        for (file, problem), count in seen.items():
            if count > MOST:
                report(f"{file}: {problem}: {count - MOST:,} more such entries")
