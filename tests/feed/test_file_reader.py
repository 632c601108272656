"""Reading: files become articles, what is bad is named, and reading goes on from any place."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.feed import FeedOptions, Parsed, Position, Unreadable, find_files, read_files, read_lines
from claimwire_schemas import RawArticle
from tests.strategies import examples, raw_articles

BEGINNING = Position()
PLAIN = FeedOptions()


def entries(*paths: Path, options: FeedOptions = PLAIN, start: Position = BEGINNING) -> list[object]:
    files = find_files([str(path) for path in paths], form="auto").files
    return list(read_files(files, options, start=start))


def one(path: Path, options: FeedOptions = PLAIN) -> RawArticle:
    (entry,) = entries(path, options=options)
    assert isinstance(entry, Parsed)
    return entry.article


@pytest.mark.parametrize(
    ("name", "data", "body", "content_type"),
    [
        ("a.txt", "“Yes,” she said.".encode(), "“Yes,” she said.", "text/plain"),
        ("b.txt", "“Yes,” she said.".encode("cp1252"), "“Yes,” she said.", "text/plain"),
        ("a.txt", b"\xef\xbb\xbfWith a mark.", "With a mark.", "text/plain"),
        ("a.html", b"<p>Quiet, he said.</p>", "<p>Quiet, he said.</p>", "text/html"),
        ("a.json", b'\n{"body": "A record,\\n she said."}\n', "A record,\n she said.", "text/plain"),
    ],
)
def test_a_file_is_one_article(tmp_path: Path, name: str, data: bytes, body: str, content_type: str) -> None:
    (tmp_path / name).write_bytes(data)
    article = one(tmp_path / name)
    assert (article.body, article.content_type, article.url) == (body, content_type, None)


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Blank lines, a byte order mark, DOS line ends and a last line without an end are no faults."""
    file = tmp_path / "news.jsonl"
    file.write_bytes(
        b'\xef\xbb\xbf{"body": "first"}\r\n\n{"body": "cut\n{"body": "x", "colour": 1}\n'
        b'"text"\n{"body": "\xff"}\n{"body": "'
        + b"long " * 20
        + b'"}\n{"schema_version": 7, "body": ""}\n{"body": "last"}'
    )
    got = entries(file, options=FeedOptions(max_bytes=60))
    assert [entry.article.body for entry in got if isinstance(entry, Parsed)] == ["first", "last"]
    problems = {entry.where: entry.problem for entry in got if isinstance(entry, Unreadable)}
    expected = {
        3: "not JSON",
        4: "colour",
        5: "not a JSON object",
        6: "not UTF-8",
        7: "longer than",
        8: "version '7'",
    }
    assert problems.keys() == {f"{file}:{number}" for number in expected}
    for number, part in expected.items():
        assert part in problems[f"{file}:{number}"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b" \n", "empty"),
        ("a.txt", b"x" * 101, "larger than 100 bytes"),
        ("a.json", b"7", "not a JSON object"),
    ],
)
def test_a_file_that_is_no_article_says_why(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    (tmp_path / name).write_bytes(data)
    (entry,) = entries(tmp_path / name, options=FeedOptions(max_bytes=100))
    assert isinstance(entry, Unreadable)
    assert entry.where == str(tmp_path / name)
    assert problem in entry.problem


@pytest.mark.parametrize("form", ['[{"body": "x", "y": %s}, {"body": "z"}]', '{"body": "x", "y": %s}'])
def test_what_is_nested_too_deeply_is_a_fault_of_its_own(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.json").write_text(form % ("[" * 300 + "]" * 300))
    first, *rest = entries(tmp_path / "a.json")
    assert isinstance(first, Unreadable)
    assert [isinstance(entry, Parsed) for entry in rest] == [True] * form.count("z")


def test_a_file_that_goes_away_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gone, he said.")
    (tmp_path / "b.txt").write_text("Still here, she said.")
    files = find_files([str(tmp_path)], form="auto").files
    (tmp_path / "a.txt").unlink()
    first, second = read_files(files, FeedOptions(), start=BEGINNING)
    assert isinstance(first, Unreadable)
    assert first.problem == "no such file or directory"
    assert isinstance(second, Parsed)


def test_the_outlet_is_given_to_those_that_name_none(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"body": "x"}\n{"body": "y", "outlet": "The Quenby Post"}\n')
    got = entries(file, options=FeedOptions(outlet="Tarn Radio"))
    assert [entry.article.outlet for entry in got if isinstance(entry, Parsed)] == [
        "Tarn Radio",
        "The Quenby Post",
    ]


@settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(raw_articles(), max_size=3), min_size=1, max_size=3), st.data())
def test_reading_goes_on_after_any_entry(
    tmp_path: Path, contents: list[list[RawArticle]], draw: st.DataObject
) -> None:
    """What was read before a stop and what is read after it are together what is read at one go."""
    for file in tmp_path.iterdir():
        file.unlink()
    for number, articles in enumerate(contents):
        (tmp_path / f"{number}.jsonl").write_bytes(b"\n".join(article.encode() for article in articles))
    files = find_files([str(tmp_path)], form="auto").files
    all_entries = list(read_files(files, FeedOptions(), start=BEGINNING))
    found = [entry.article for entry in all_entries if isinstance(entry, Parsed)]
    given = list(chain(*contents))
    assert [(one.body, one.url, one.headline) for one in found] == [
        (one.body, one.url, one.headline) for one in given
    ]
    done = draw.draw(st.integers(0, len(all_entries)))
    start = all_entries[done - 1].after if done else BEGINNING
    assert all_entries[:done] + list(read_files(files, FeedOptions(), start=start)) == all_entries


def test_lines_are_numbered_as_they_stand_without_blank_ones_and_the_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbfone\r\n\n \n\xef\xbb\xbftwo\n123456789012\nlast")
    (file,) = find_files([str(tmp_path / "in.jsonl")], form="jsonl").files
    found = [(line.number, line.data) for line in read_lines(file, max_bytes=10)]
    assert found == [(1, b"one"), (4, b"\xef\xbb\xbftwo"), (5, None), (6, b"last")]


def test_lines_of_a_file_that_went_away_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"one\n")
    (file,) = find_files([str(path)], form="jsonl").files
    path.unlink()
    with pytest.raises(InputError, match=r"in\.jsonl: no such file or directory"):
        list(read_lines(file))
