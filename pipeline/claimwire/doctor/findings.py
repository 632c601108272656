"""Findings: what was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Verdict = Literal["ok", "warn", "fail"]
"""`fail`: the wire does not work so; `warn`: it does, but look at it."""
_WORST_FIRST: tuple[Verdict, ...] = ("fail", "warn", "ok")


class Finding(NamedTuple):
    """What one check found, for people, and what to do where it is not ok."""

    check: str
    verdict: Verdict
    found: str
    advice: str = ""


class Objection(NamedTuple):
    """One thing that is not as it should be, and what to do."""

    verdict: Verdict
    advice: str


def judged(check: str, found: str, objections: Sequence[Objection]) -> Finding:
    """Return a finding as bad as the worst of its objections, with what to do about all."""
    verdicts = [objection.verdict for objection in objections] or ["ok"]
    worst = min(verdicts, key=_WORST_FIRST.index)
    return Finding(check, worst, found, "; ".join(objection.advice for objection in objections))
