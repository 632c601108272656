"""The model's files are the ones this version was built with, or loading says which are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimwire.errors import ModelError
from claimwire.extract.model import FOLDER, SUMS, TOKENIZER, WEIGHTS, checked_files


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_the_packaged_files_are_right() -> None:
    assert len(checked_files().digest) == 64


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER, SUMS])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        checked_files(copy)


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_changed_byte_is_found_and_its_file_named(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(ModelError, match=f"{name} is not the file"):
        checked_files(copy)


def test_a_file_without_a_digest_is_not_trusted(copy: Path) -> None:
    (copy / SUMS).write_text("nonsense\n")
    with pytest.raises(ModelError, match="expected none"):
        checked_files(copy)
