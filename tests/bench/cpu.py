"""CPU time, and how it varies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time


def cpu_s(run: Callable[[], object]) -> float:
    """Return the CPU seconds, of all threads of this process, that a call takes."""
    started = process_time()
    run()
    return process_time() - started


def spread(values: Sequence[float], form: str) -> tuple[str, str, str]:
    """Return median, least and most of some values, formatted."""
    return format(median(values), form), format(min(values), form), format(max(values), form)
