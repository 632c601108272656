"""The journal of a watch: it outlives kills, drops what is gone, and belongs to one process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from claimwire.errors import InputError
from claimwire.feed.files import InputFile
from claimwire.feed.seen import SLACK, Journal, journal_file, sight


def file(name: str, size: int = 1) -> InputFile:
    return InputFile(Path("/in") / name, "text", size, 7)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "state" / "watch.jsonl"


@pytest.fixture
def journal(place: Path) -> Iterator[Journal]:
    with closing(Journal(place)) as journal:
        yield journal


def test_a_file_is_known_until_it_changes(journal: Journal, place: Path) -> None:
    journal.note(sight(file("a"), done=True), sight(file("b"), offset=5, line=2))
    journal.close()
    with closing(Journal(place)) as again:
        assert again.of(file("a")) == sight(file("a"), done=True)
        assert again.of(file("b")) == sight(file("b"), offset=5, line=2)
        assert again.of(file("a", size=2)) is None
        assert again.of(file("c")) is None


@pytest.mark.parametrize("torn", [b'{"path": "/in/b", "si', b"\xff\n", b"[]\n", b"\n"])
def test_a_torn_line_is_passed_over(journal: Journal, place: Path, torn: bytes) -> None:
    journal.note(sight(file("a"), done=True))
    journal.close()
    place.write_bytes(place.read_bytes() + torn)
    with closing(Journal(place)) as again:
        again.note(sight(file("b"), done=True))
    with closing(Journal(place)) as again:
        assert again.of(file("a"))
        assert again.of(file("b"))


def test_files_that_are_gone_are_dropped_once_they_are_many(journal: Journal, place: Path) -> None:
    """An empty folder that comes back soon, such as one that was not mounted, is not fed again."""
    names = [f"/in/{number}" for number in range(SLACK + 2)]
    journal.note(*(sight(file(str(number)), done=True) for number in range(SLACK)))
    journal.tidy([])
    assert journal.of(file("1"))
    journal.note(*(sight(file(str(number)), done=True) for number in range(2, SLACK + 2)))
    journal.tidy(names[:2])
    assert journal.of(file("1"))
    assert journal.of(file("9")) is None
    assert len(place.read_bytes().splitlines()) == 2
    journal.note(sight(file("z"), done=True))
    journal.close()
    with closing(Journal(place)) as again:
        assert again.of(file("z"))
        assert again.of(file("9")) is None


def test_two_processes_do_not_watch_the_same(journal: Journal, place: Path) -> None:
    with pytest.raises(InputError, match="already watches"):
        Journal(place)


def test_a_journal_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot remember"):
        Journal(tmp_path / "file" / "watch.jsonl")


def test_each_wire_has_a_journal_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    os.mkdir("in")  # noqa: PTH102 # relative on purpose
    one = journal_file(["in"], topic="t", brokers="b:1")
    assert one.parent == tmp_path / "claimwire" / "watch"
    assert one == journal_file([str(tmp_path / "in")], topic="t", brokers="b:1")
    assert one != journal_file(["in"], topic="t", brokers="b:2")
