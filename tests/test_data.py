"""Data files are checked when they are read, and read from a zip as from a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typing_extensions import TypedDict

import claimwire
from claimwire.data import read_json, read_lines, read_text
from claimwire.errors import DataError

PACKAGE = "words_of_a_test"
SOURCES = Path(claimwire.__file__).parent.parent
SCHEMAS = SOURCES.parent / "schemas"


class Verbs(TypedDict):
    """The data of the tests."""

    saying: list[str]
    weights: dict[str, float]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package that can be imported."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, PACKAGE, raising=False)
    return folder


def test_json_is_what_its_type_says(package: Path) -> None:
    (package / "verbs.json").write_text('{"saying": ["say", "tell"], "weights": {"say": 1, "tell": 0.5}}')
    assert read_json(PACKAGE, "verbs.json", Verbs) == {
        "saying": ["say", "tell"],
        "weights": {"say": 1.0, "tell": 0.5},
    }


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ('{"saying": ["say", 7], "weights": {}}', "saying.1: Input should be a valid string"),
        ('{"saying": [], "weights": {"say": "1"}}', "weights.say: Input should be a valid number"),
        ('{"saying": []}', "weights: Field required"),
        ('{"saying": [], "weights": {}, "sayings": []}', "sayings: Extra inputs are not permitted"),
        ('{"saying": [],', "Invalid JSON: EOF while parsing a value at line 1 column 14"),
    ],
)
def test_what_is_wrong_in_json_is_named_with_its_place(package: Path, data: str, problem: str) -> None:
    (package / "verbs.json").write_text(data)
    with pytest.raises(DataError) as raised:
        read_json(PACKAGE, "verbs.json", Verbs)
    assert str(raised.value) == f"{PACKAGE}/verbs.json: {problem}"


def test_lines_are_read_without_comments_and_blank_ones(package: Path) -> None:
    (package / "words.txt").write_text("# The words.\n\nsay\n  tell so \n…\n", encoding="utf-8")
    assert read_lines(PACKAGE, "words.txt") == ("say", "tell so", "…")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("say\n\ntell\nsay\n", ":4: 'say' is in line 1 already"),
        ("# Nothing.\n", ": empty"),
    ],
)
def test_what_is_wrong_in_lines_is_named_with_its_place(package: Path, data: str, problem: str) -> None:
    (package / "words.txt").write_text(data)
    with pytest.raises(DataError) as raised:
        read_lines(PACKAGE, "words.txt")
    assert str(raised.value) == f"{PACKAGE}/words.txt{problem}"


def test_a_file_that_cannot_be_read_is_named(package: Path) -> None:
    (package / "words.txt").write_bytes(b"caf\xe9")
    with pytest.raises(DataError, match=f"{PACKAGE}/words.txt: 'utf-8' codec .*; reinstall Claimwire"):
        read_text(PACKAGE, "words.txt")
    with pytest.raises(DataError, match=f"{PACKAGE}/none.txt: .*none.txt.*; reinstall Claimwire"):
        read_text(PACKAGE, "none.txt")


def test_claims_and_normalizing_find_their_data_in_a_zip(tmp_path: Path) -> None:
    zipped = tmp_path / "claimwire.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for root in (SOURCES / "claimwire", SCHEMAS / "claimwire_schemas"):
            for file in (file for suffix in ("py", "json", "txt") for file in root.rglob(f"*.{suffix}")):
                archive.write(file, file.relative_to(root.parent))
    code = (
        "import claimwire.claims as c\n"
        "from claimwire.normalize import dateline as d\n"
        "from claimwire.entities.nouns import countries\n"
        "from claimwire.extract.lexicon import lexicon\n"
        "print(c.__file__, len(countries()) > 100, len(lexicon().stances) > 100, len(d._not_places()) > 1)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(zipped)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [str(zipped / "claimwire/claims/__init__.py"), "True", "True", "True"]
