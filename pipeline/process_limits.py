"""Limits that a process sets itself, before it reads what may be hostile."""

from __future__ import annotations

import resource
from contextlib import suppress


def lower_limit(kind: int, value: int) -> None:
    """Lower one of this process's limits (`resource.RLIMIT_…`), as far as the system knows it."""
    _, hard = resource.getrlimit(kind)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
