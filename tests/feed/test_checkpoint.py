"""Checkpoints: found again for the same feed, dropped for a changed one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimwire.feed import FeedOptions, Position, Tally, find_files
from claimwire.feed.checkpoint import Checkpoint, checkpoint_file, fed_before, fingerprint, resumable
from claimwire.feed.files import InputFile

HALF_WAY = Tally(delivered=7, bad=2, resumed=3, position=Position(1, 300, 12))


@pytest.fixture
def files(tmp_path: Path) -> tuple[InputFile, ...]:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"body": "x"}\n')
    return find_files([str(tmp_path)], form="auto").files


@pytest.fixture
def notes() -> list[str]:
    return []


def test_a_saved_checkpoint_is_recalled_and_counts_on(tmp_path: Path, notes: list[str]) -> None:
    Checkpoint(tmp_path / "state" / "mark.json", "same", notes.append).save(HALF_WAY)
    recalled = Checkpoint(tmp_path / "state" / "mark.json", "same", notes.append).recall()
    assert recalled == Tally(resumed=10, bad=2, position=Position(1, 300, 12))
    assert "continuing after 10" in notes[0]


def test_a_changed_input_starts_again_with_a_note(tmp_path: Path, notes: list[str]) -> None:
    Checkpoint(tmp_path / "mark.json", "before", notes.append).save(HALF_WAY)
    assert Checkpoint(tmp_path / "mark.json", "after", notes.append).recall() == Tally()
    assert "changed" in notes[0]


def test_a_feed_has_one_place_for_each_input_topic_and_broker(files: tuple[InputFile, ...]) -> None:
    def place(files: tuple[InputFile, ...], topic: str, brokers: str) -> Path:
        return checkpoint_file(files, topic=topic, brokers=brokers)

    first = place(files, "t", "b:1")
    assert first == place(files, "t", "b:1")
    assert len({first, place(files[:1], "t", "b:1"), place(files, "u", "b:1"), place(files, "t", "b:2")}) == 4


def test_the_fingerprint_changes_with_a_file_or_an_option(
    tmp_path: Path, files: tuple[InputFile, ...]
) -> None:
    def of(options: FeedOptions) -> str:
        return fingerprint(find_files([str(tmp_path)], form="auto").files, options=options)

    before = of(FeedOptions())
    assert before == of(FeedOptions())
    assert before != of(FeedOptions(outlet="Tarn Radio"))
    os.utime(tmp_path / "a.jsonl", ns=(1, 1))
    assert before != of(FeedOptions())


def test_standard_input_cannot_be_resumed(files: tuple[InputFile, ...]) -> None:
    assert resumable(files)
    assert not resumable([*files, *find_files(["-"], form="auto").files])


def test_what_was_fed_whole_is_known_until_it_changes(files: tuple[InputFile, ...]) -> None:
    """By the brokers that it went to; what is fed there now is noted by asking."""
    assert fed_before(files, "one", brokers="a:1") is None
    assert fed_before(files, "one", brokers="b:1") is None
    assert fed_before(files, "one", brokers="a:1")
    assert fed_before(files, "changed", brokers="a:1") is None
    assert fed_before(files, "changed", brokers="a:1")
