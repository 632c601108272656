"""What of the folders is stored for good: the journal is copied only after looks without anything waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire.up.settled import Settled, anything_waits
from tests.conftest import free_port


@pytest.fixture
def settled(tmp_path: Path) -> Settled:
    (tmp_path / "journal").write_text("one\n")
    return Settled(tmp_path / "journal", tmp_path / "copy")


def look(settled: Settled, looks: str) -> None:
    """Look once for each letter: `w` where something waits."""
    for one in looks:
        settled.look(waiting=one == "w")


def test_three_looks_after_the_first_copy_what_was_there_at_the_first(settled: Settled) -> None:
    look(settled, ".")
    settled.journal.write_text("one\ntwo\n")
    look(settled, "..")
    assert not settled.copy.exists()
    look(settled, ".")
    assert settled.is_settled
    assert settled.copy.read_text() == "one\n"


def test_a_look_that_finds_something_waiting_begins_anew(settled: Settled) -> None:
    look(settled, "...w...")
    assert not settled.copy.exists()
    assert not settled.is_settled


def test_a_new_broker_begins_with_the_copy_or_with_nothing(settled: Settled) -> None:
    settled.go_back()
    assert settled.journal.read_text() == ""
    settled.journal.write_text("one\n")
    look(settled, "....")
    settled.journal.write_text("one\ntwo\n")
    settled.go_back()
    assert settled.journal.read_text() == "one\n"


async def test_a_part_that_does_not_answer_may_have_work_left() -> None:
    assert await anything_waits({f"127.0.0.1:{free_port()}": "claimwire"})
