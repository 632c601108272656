"""Archives: what is written is what is read, and anything else is told by its line."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.normalize import raw_article_id
from claimwire.replay import archive_line, archived
from claimwire.replay.archive import Archived
from claimwire.replay.chosen import Original, Place, Unusable
from claimwire_schemas import DecodeError
from claimwire_schemas.topics import ARTICLES, RAW
from tests.builders import RECEIVED, a_raw_article, an_article

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = Original(
    Place("x", 0, 0), RAW, b"\xff", b' {"body":\n"a \\"b\\""}', [("h", None), ("i", b"\x00")], RECEIVED
)
SECOND = Original(Place("x", 0, 0), ARTICLES, None, an_article().encode(), [], RECEIVED)


def read(path: Path, *, start: int = 0) -> list[Original | Unusable]:
    return list(archived(path, number=3, start=start, now=NOW))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    """Topic, key, headers, time and value, byte for byte; one may go on after any line."""
    path = tmp_path / name
    lines = b"".join(archive_line(message) + b"\n" for message in (FIRST, SECOND))
    path.write_bytes(gzip.compress(lines) if name.endswith("gz") else lines)
    assert read(path) == [
        Original(Place(f"{path}:1", 3, 1), *_fields(FIRST)),
        Original(Place(f"{path}:2", 3, 2), *_fields(SECOND)),
    ]
    assert [item.where for item in read(path, start=1)] == [f"{path}:2"]


def _fields(message: Original) -> tuple:  # type: ignore[type-arg]
    return message.topic, message.key, message.value, message.headers, message.timestamp


def test_a_line_may_be_a_raw_article(tmp_path: Path) -> None:
    """It came when it was retrieved, or now; its key is its id."""
    path = tmp_path / "raw.jsonl"
    dated, undated = a_raw_article(retrieved_at=RECEIVED), a_raw_article(url=None)
    path.write_bytes(dated.encode() + b"\n\n" + undated.encode())
    first, second = read(path)
    assert isinstance(first, Original)
    assert isinstance(second, Original)
    assert (first.topic, first.key, first.timestamp) == (RAW, raw_article_id(dated).encode(), RECEIVED)
    assert (second.value, second.timestamp, second.where) == (undated.encode(), NOW, f"{path}:3")


def test_a_line_that_is_neither_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    foreign = archive_line(FIRST).replace(RAW.name.encode(), b"payments")
    path.write_bytes(b"{\n" + foreign + b"\n\xff\n[]\n" + archive_line(SECOND))
    assert [isinstance(item, Unusable) for item in read(path)] == [True] * 4 + [False]


def test_a_file_that_is_not_there_or_cut_short_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: .*no such file"):
        read(tmp_path / "none.jsonl")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(archive_line(SECOND) * 50)[:-20])
    with pytest.raises(InputError, match=r"cut\.jsonl\.gz: "):
        read(cut)


def test_a_file_that_is_damaged_is_an_error(tmp_path: Path) -> None:
    """Wherever the damage is: in the head, in what is packed, in the check sum."""
    packed, damaged = gzip.compress(archive_line(SECOND)), tmp_path / "damaged.jsonl.gz"
    for place in range(0, len(packed), 7):
        damaged.write_bytes(packed[:place] + bytes(byte ^ 0xFF for byte in packed[place:]))
        with pytest.raises(InputError, match=r"damaged\.jsonl\.gz: "):
            read(damaged)


def test_a_line_that_is_cut_short_is_refused() -> None:
    line = archive_line(FIRST)
    for end in range(len(line)):
        with pytest.raises(DecodeError):
            Archived.decode(line[:end])


@given(st.binary(max_size=300))
def test_any_bytes_are_a_line_or_refused_by_name(data: bytes) -> None:
    try:
        line = Archived.decode(data)
    except DecodeError:
        return
    assert Archived.decode(line.encode()) == line
