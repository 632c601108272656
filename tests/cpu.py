"""CPU time of a call, and how it grows."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

ROUNDS = 4


def cpu_s(run: Callable[[], object]) -> float:
    """Return the CPU seconds, of all threads of this process, that a call takes."""
    started = process_time()
    run()
    return process_time() - started


def takes_less(
    longer: Callable[[], float], shorter: Callable[[], float], *, times: float, spare_s: float = 0.05
) -> bool:
    """Tell whether the longer takes less than so many times the shorter's seconds, each at its best of some.

    Whatever else the machine does only adds to one: both are measured again where it seems not to hold.
    """
    least = min(shorter(), shorter())
    for _ in range(ROUNDS):
        if longer() < times * least + spare_s:
            return True
        least = min(least, shorter())
    return False
