"""Documents of other systems among the files: found by their endings, read in order, gone on with."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from claimwire.feed import FeedOptions, Parsed, Position, Unreadable, find_files, read_files
from claimwire.feed.entries import Entry
from tests.sources.archives import answer, page, record
from tests.sources.test_newsml import PLAIN, message, news
from tests.sources.test_ninjs import SECOND, THIRD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.warc.gz").write_bytes(
        b"".join(
            gzip.compress(one)
            for one in [page(0), record(b"GET", kind="request"), page(1), record(answer(b""), kind="revisit")]
        )
    )
    (tmp_path / "b.xml").write_text(
        message(
            news(PLAIN, guid="https://w.example/1"),
            news("", name="packageItem"),
            news(PLAIN, meta='<pubStatus qcode="stat:withheld"/>', guid="kept back"),
        )
    )
    (tmp_path / "c.json").write_bytes(orjson.dumps(SECOND))
    (tmp_path / "d.jsonl").write_bytes(orjson.dumps(THIRD) + b'\n{"body": "A raw one."}\n{"uri": 1}\n')
    (tmp_path / "e.xml").write_text("<rss/>")
    (tmp_path / "f.warc").write_bytes(page(2) + b"junk")
    (tmp_path / "g.gz").write_bytes(b"")
    return tmp_path


def read(folder: Path, start: Position = Position()) -> list[Entry]:  # noqa: B008 # it is frozen
    files = find_files([str(folder)], form="auto").files
    return list(read_files(files, FeedOptions(outlet="Tarn Radio"), start=start))


def test_each_document_gives_its_articles_and_says_what_is_none(folder: Path) -> None:
    entries = read(folder)
    articles = [(entry.article.url, entry.article.outlet) for entry in entries if isinstance(entry, Parsed)]
    assert articles == [
        ("https://q.example/0", "Tarn Radio"),
        ("https://q.example/1", "Tarn Radio"),
        ("https://w.example/1", "Quenby Wire"),
        ("https://wire.example/items/71", "Quenby Wire"),
        ("https://wire.example/items/71", "Quenby Wire"),
        (None, "Tarn Radio"),
        ("https://q.example/2", "Tarn Radio"),
    ]
    told = [
        (entry.where.removeprefix(f"{folder}/"), entry.problem.partition(" (")[0], entry.bad, entry.records)
        for entry in entries
        if isinstance(entry, Unreadable)
    ]
    assert told == [
        ("a.warc.gz", "no pages: 1 not a response, 1 revisit", False, 2),
        ("b.xml: item 2", "no text", False, 1),
        ("b.xml: item 3 (kept back)", "its publishing status is withheld", True, 1),
        ("d.jsonl:3", told[3][1], True, 1),
        ("e.xml", "no items", False, 1),
        ("f.warc", "damaged after record 1: Invalid WARC header", True, 1),
        ("g.gz", "the gzip file is truncated", True, 1),
    ]


def test_reading_goes_on_after_any_entry(folder: Path) -> None:
    """In the middle of an archive and of a message, too."""
    entries = read(folder)
    for done, entry in enumerate(entries, 1):
        assert read(folder, entry.after) == entries[done:]


def test_a_page_has_the_time_of_its_fetching(folder: Path) -> None:
    first = read(folder)[0]
    assert isinstance(first, Parsed)
    assert first.article.retrieved_at is not None
    assert first.article.retrieved_at.isoformat() == "2025-03-04T05:06:07+00:00"
