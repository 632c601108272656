"""CPU time of a call."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def cpu_s(run: Callable[[], object]) -> float:
    """Return the CPU seconds, of all threads of this process, that a call takes."""
    started = process_time()
    run()
    return process_time() - started


def least_cpu_s(run: Callable[[], object], *, rounds: int = 3) -> float:
    """Return the least CPU seconds of some rounds: what else the machine does only adds to one."""
    return min(cpu_s(run) for _ in range(rounds))
