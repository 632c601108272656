"""State in files: kept in its folder, whole or not there, renewed now and then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimwire.state import MOST_MARKS, MarkFile, state_file, write_whole
from claimwire_schemas.message import Value


class Reached(Value):
    """How far a run came, by partition."""

    reached: dict[int, int]


HALF_WAY = Reached(reached={0: 7, 3: 12})


@pytest.fixture
def notes() -> list[str]:
    return []


def marks(file: Path, notes: list[str]) -> MarkFile[Reached]:
    return MarkFile(file, Reached, what="walk", report=notes.append)


def test_what_was_saved_is_recalled(tmp_path: Path, notes: list[str]) -> None:
    marks(tmp_path / "state" / "mark.json", notes).save(HALF_WAY)
    assert marks(tmp_path / "state" / "mark.json", notes).recall() == HALF_WAY
    assert notes == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"reached": {"x": 1}}', b'{"reached": {}, "a": 1}', b"\xff"]
)
def test_a_damaged_mark_is_none(tmp_path: Path, notes: list[str], content: bytes) -> None:
    (tmp_path / "mark.json").write_bytes(content)
    assert marks(tmp_path / "mark.json", notes).recall() is None


def test_a_mark_that_was_just_saved_is_not_even_made(tmp_path: Path, notes: list[str]) -> None:
    kept = marks(tmp_path / "mark.json", notes)
    kept.save(HALF_WAY)
    kept.note(lambda: pytest.fail("made"))


def test_a_mark_that_cannot_be_written_is_said_once(tmp_path: Path, notes: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = marks(tmp_path / "file" / "mark.json", notes)
    kept.save(HALF_WAY)
    kept.save(HALF_WAY)
    assert len(notes) == 1
    assert "an interrupted walk will start over" in notes[0]


def test_a_new_mark_drops_the_oldest_beyond_the_most_that_are_kept(tmp_path: Path, notes: list[str]) -> None:
    for number in range(MOST_MARKS + 5):
        file = tmp_path / f"{number}.json"
        file.touch()
        os.utime(file, ns=(number, number))
    marks(tmp_path / f"{MOST_MARKS}.json", notes).save(HALF_WAY)
    assert len(list(tmp_path.iterdir())) == MOST_MARKS + 5  # not a new one
    marks(tmp_path / "new.json", notes).save(HALF_WAY)
    kept = {file.stem for file in tmp_path.iterdir()}
    assert kept == {"new", *map(str, range(6, MOST_MARKS + 5))}


def test_forgetting_leaves_nothing(tmp_path: Path, notes: list[str]) -> None:
    kept = marks(tmp_path / "mark.json", notes)
    kept.save(HALF_WAY)
    kept.forget()
    kept.forget()
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_as_it_was_until_it_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.json"
    write_whole(file, b"before")

    def killed(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, b"after")
    assert file.read_bytes() == b"before"


@pytest.mark.parametrize(("named", "absolute"), [("/var/state", True), ("relative", False), ("", False)])
def test_state_is_kept_in_the_state_folder(
    monkeypatch: pytest.MonkeyPatch, named: str, *, absolute: bool
) -> None:
    """A relative XDG_STATE_HOME does not count, as the standard says."""
    monkeypatch.setenv("XDG_STATE_HOME", named)
    home = Path(named) if absolute else Path.home() / ".local" / "state"
    assert state_file("feed", b"these").parent == home / "claimwire" / "feed"


def test_what_is_named_otherwise_is_kept_elsewhere() -> None:
    places = {state_file(kind, named) for kind in ("feed", "watch") for named in (b"these", b"those")}
    assert len(places) == 4
