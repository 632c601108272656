"""Things measured side by side: each round runs all of them, so that a drifting machine spoils no ratio."""

from __future__ import annotations

from collections.abc import Callable

from tests.cpu import cpu_s


def in_turns(*runs: Callable[[], object], rounds: int) -> list[list[float]]:
    """Return the CPU seconds of each round of each run; who goes first changes from round to round."""
    for run in runs:
        run()
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(rounds):
        for place in range(len(runs)):
            turn = (place + number) % len(runs)
            taken[turn].append(cpu_s(runs[turn]))
    return taken
