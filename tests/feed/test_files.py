"""Input files: what a path on the command line stands for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimwire.errors import InputError
from claimwire.feed.files import Format, find_files, kind_of, total_bytes
from claimwire.feed.kinds import Kind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in [
        "b.txt",
        "a.html",
        "deep/er/c.JSONL",
        "deep/d.json",
        "e.xlsx",
        ".hidden.txt",
        ".git/f.txt",
        "g.md",
    ]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


@pytest.mark.parametrize(
    ("form", "expected", "skipped"),
    [
        ("auto", ["a.html", "b.txt", "deep/d.json", "deep/er/c.JSONL", "g.md"], 3),
        ("text", ["b.txt"], 7),
        ("html", ["a.html"], 7),
        ("jsonl", ["deep/d.json", "deep/er/c.JSONL"], 6),
    ],
)
def test_a_folder_gives_its_readable_files_sorted(
    folder: Path, form: Format, expected: list[str], skipped: int
) -> None:
    """Hidden files do not count at all; a pipe, a dangling link and a spreadsheet are left out, and named."""
    found = find_files([str(folder)], form=form)
    assert [str(file.path.relative_to(folder)) for file in found.files] == expected
    assert len(found.left_out) == skipped
    assert all(left.reason for left in found.left_out)


def test_a_named_file_is_read_as_the_format_says(folder: Path) -> None:
    (file,) = find_files([str(folder / "e.xlsx")], form="html").files
    assert file.kind == "html"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'<?xml version="1.0"?><NewsML Version="1.2"/>', "newsml"),
        (b"<rss version='2.0'><channel/></rss>", "feed"),
        (b"<!doctype html><p>Quiet.", "html"),
        (b"Received: by mx.tarn.example\nFrom: a@b.example\n\nQuiet.", "mail"),
    ],
)
def test_a_named_file_without_a_known_ending_is_told_by_its_first_bytes(
    tmp_path: Path, head: bytes, kind: Kind
) -> None:
    (tmp_path / "tag_wire.example_71").write_bytes(head)
    (file,) = find_files([str(tmp_path / "tag_wire.example_71")], form="auto").files
    assert file.kind == kind
    assert len(find_files([str(tmp_path)], form="auto").left_out) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.txt", "no such file or directory"), ("e.xlsx", "give --format")],
)
def test_a_path_that_cannot_be_fed_is_an_error_that_names_it(folder: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=f"{name}: .*{message}"):
        find_files([str(folder / "b.txt"), str(folder / name)], form="auto")


def test_standard_input_is_told_by_what_it_begins_with_unless_named(folder: Path) -> None:
    kinds = [find_files(["-"], form=form).files[0].kind for form in ("auto", "text", "html")]
    assert kinds == ["unknown", "text", "html"]


def test_a_file_is_known_by_its_path_from_the_folder_that_was_given(folder: Path) -> None:
    named = find_files([str(folder / "b.txt")], form="auto").files
    inside = find_files([str(folder)], form="auto").files
    root = folder.name
    assert [file.place for file in inside] == [
        f"{root}/{name}" for name in ("a.html", "b.txt", "deep/d.json", "deep/er/c.JSONL", "g.md")
    ]
    assert named[0].place == f"{root}/b.txt"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt.gz", ("text", True)),
        ("a.warc.gz", ("warc", False)),
        ("a.gz", ("unknown", True)),
        ("RELEASE.DOCX", ("docx", False)),
        ("a.xlsx", (None, False)),
    ],
)
def test_endings_tell_kind_and_packing(name: str, expected: tuple[Kind | None, bool]) -> None:
    assert kind_of(name) == expected


def test_the_size_of_all_is_known_unless_one_is_a_pipe(folder: Path) -> None:
    files = find_files([str(folder)], form="auto").files
    assert total_bytes(files) == 2 * len(files)
    assert total_bytes([*files, *find_files([str(folder / "pipe.txt")], form="auto").files]) is None
