"""What waits for a group, against how long its topic keeps it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claimwire.doctor.findings import Objection
from claimwire.doctor.workers import Backlog, group_finding

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("backlog", "verdict", "advice"),
    [
        (Backlog("t", kept=WEEK), "ok", ""),
        (Backlog("t", messages=3, age=3 * HOUR, kept=WEEK), "ok", ""),
        (Backlog("t", messages=3, age=WEEK / 2, kept=WEEK), "ok", ""),
        (
            Backlog("t", messages=3, age=WEEK / 2 + HOUR, kept=WEEK),
            "warn",
            "deletes messages older than 7 days",
        ),
        (Backlog("t", messages=3, age=100 * WEEK), "ok", ""),
        (Backlog("t", messages=3, kept=WEEK), "ok", ""),
        (Backlog("t", gone=1200, kept=WEEK), "fail", "1,200 messages expired on t"),
    ],
)
def test_what_waits_too_long_is_told_before_it_is_lost(backlog: Backlog, verdict: str, advice: str) -> None:
    """From half of the retention on; where nothing is deleted by age, anything may wait."""
    finding = group_finding("workers", "2 in group g", [Backlog("u"), backlog], [])
    assert finding.verdict == verdict
    assert advice in finding.advice
    assert bool(finding.advice) == (verdict != "ok")


def test_a_group_is_told_in_a_line() -> None:
    waiting = [Backlog("t", messages=1500, age=timedelta(days=3, seconds=62)), Backlog("u")]
    finding = group_finding("workers", "0 in group g", waiting, [Objection("warn", "none runs")])
    assert finding.found == ("0 in group g; 1,500 wait on t, the oldest for 3 days, 0:01:02; 0 wait on u")
    assert (finding.verdict, finding.advice) == ("warn", "none runs")
