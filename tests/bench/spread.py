"""How measurements vary."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def spread(values: Sequence[float], form: str) -> tuple[str, str, str]:
    """Return median, least and most of some values, formatted."""
    return format(median(values), form), format(min(values), form), format(max(values), form)
