"""The generated files are what the models say, and nothing is written that breaks the contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimwire_schemas.generate import ROOT, generated, main, stale

CLAIM = "schemas/v1/claim.schema.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with every file as generated."""
    assert main([], root=tmp_path) == 0
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    author = ("-c", "user.name=Test", "-c", "user.email=test@test.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *author, *arguments], check=True, capture_output=True)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_checked_in_files_are_not_stale() -> None:
    assert stale(ROOT) == []


def test_the_bytes_do_not_depend_on_the_process() -> None:
    """Another process, with another hash seed, generates the same."""
    code = "import claimwire_schemas.generate as it; print(repr(it.generated()), end='')"
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    assert other.stdout == repr(generated()).encode()


def test_what_was_generated_is_not_stale(root: Path) -> None:
    assert main(["--check"], root=root) == 0


def test_generating_again_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main([], root=root) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", sorted(generated()))
def test_a_changed_file_is_named(root: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / path).write_text("{}\n", encoding="utf-8")
    assert main(["--check"], root=root) == 1
    assert capsys.readouterr().err == f"{path}: is stale: run python -m claimwire_schemas.generate\n"


@pytest.mark.parametrize("path", sorted(generated()))
def test_a_missing_file_is_named(root: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / path).unlink()
    assert main(["--check"], root=root) == 1
    assert path in capsys.readouterr().err


def test_a_schema_of_no_record_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "schemas/v1/rumour.schema.json").write_text("{}", encoding="utf-8")
    assert main(["--check"], root=root) == 1
    assert "schemas/v1/rumour.schema.json" in capsys.readouterr().err
    assert main([], root=root) == 1
    assert "no record has this schema any more" in capsys.readouterr().err


def test_a_better_description_is_written(root: Path) -> None:
    edit(root / CLAIM, "The attribution's cue.", "The cue.")
    assert main([], root=root) == 0
    assert stale(root) == []


def test_a_break_of_a_checked_in_schema_is_refused_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The schema on disk has a field that the model has not: the model has lost it."""
    old = json.loads((root / CLAIM).read_bytes())
    old["properties"]["speaker"] = {"type": "string"}
    (root / CLAIM).write_text(json.dumps(old), encoding="utf-8")
    (root / "docs/records.md").unlink()
    assert main([], root=root) == 1
    assert capsys.readouterr().err == "Claim.speaker is gone: breaks the contract: nothing is written\n"
    assert json.loads((root / CLAIM).read_bytes()) == old
    assert not (root / "docs/records.md").exists()


def test_a_break_is_found_against_git_even_where_the_file_on_disk_was_replaced(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "init", "-q", "-b", "main")
    edit(root / CLAIM, '"asserts",', '"asserts",\n        "murmurs",')
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Release")
    (root / CLAIM).unlink()
    assert main([], root=root) == 0
    assert main(["--check"], root=root) == 0
    capsys.readouterr()
    assert main(["--against", "main"], root=root) == 1
    assert capsys.readouterr().err == "Claim.stance has changed: breaks the contract of main\n"


def test_nothing_is_broken_against_git_where_nothing_changed(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    git(root, "commit", "-q", "--allow-empty", "-m", "Begin")
    assert main(["--against", "main"], root=root) == 0
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Release")
    assert main(["--against", "main"], root=root) == 0


@pytest.mark.parametrize("revision", ["nowhere", "--help", ""])
def test_an_unknown_revision_is_named(root: Path, revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    git(root, "init", "-q", "-b", "main")
    capsys.readouterr()
    assert main([f"--against={revision}"], root=root) == 2
    assert capsys.readouterr().err == f"{revision}: not a git revision of {root}\n"


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "claimwire_schemas.generate", "--check"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
