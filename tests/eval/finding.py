"""Findings: each thing that the gold says beside what was made of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What is annotated and what was found, for people to read; `None` where a side has nothing.

    `place` is the article and what in it.
    """

    figure: str
    place: str
    gold: str | None
    found: str | None
    right: bool = field(kw_only=True)
