"""Retries: when a message that failed is sent again, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass

_DAY_S = 24 * 3600.0


@dataclass(frozen=True)
class Retries:
    """Ever longer waits, each between half of it and all; no end where `dead_after_s` is None."""

    first_s: float = 10.0
    longest_s: float = 3600.0
    dead_after_s: float | None = _DAY_S
    most_of_one: int = 10
    """Attempts, about an hour of them, at a message that its receiver refuses but may take others."""

    def wait_s(self, attempts: int, *, chance: float, asked_s: float | None = None) -> float:
        """Return how long to wait after so many attempts; a receiver may ask for more, up to the longest."""
        grown = min(self.first_s * 2.0 ** min(attempts - 1, 30), self.longest_s)
        return max(grown * (0.5 + chance / 2), min(asked_s or 0.0, self.longest_s))

    def is_over(self, age_s: float) -> bool:
        """Tell whether a message of an age is given up."""
        return self.dead_after_s is not None and age_s >= self.dead_after_s
