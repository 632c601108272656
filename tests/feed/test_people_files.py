"""Tables, mailboxes, compressed files: each gives its articles, and each article its file."""

from __future__ import annotations

import gzip
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from zipfile import ZipFile, ZipInfo

import pytest

from claimwire.cli.feed import columns_said
from claimwire.enrich import article_from
from claimwire.errors import InputError
from claimwire.feed import FeedOptions, Parsed, Position, find_files, read_files
from claimwire.feed.entries import Entry
from claimwire.feed.kinds import told_kind
from claimwire.normalize import raw_article_id
from claimwire.sources.files.wire import wire_stories
from claimwire_schemas import RawArticle
from tests.sources.files_data import MAIL, NEWSLETTER, PAPER, RELEASE, WXR
from tests.sources.news_items import nitf

FERRY = "Ferry \u201csafe\u201d again"


def read(*paths: Path, options: FeedOptions = FeedOptions(), start: Position = Position()) -> list[Entry]:  # noqa: B008
    files = find_files([str(path) for path in paths], form="auto").files
    return list(read_files(files, options, start=start))


def articles(entries: list[Entry]) -> list[RawArticle]:
    return [entry.article for entry in entries if isinstance(entry, Parsed)]


def problems(entries: list[Entry]) -> list[tuple[str, bool]]:
    return [(entry.problem, entry.bad) for entry in entries if not isinstance(entry, Parsed)]


def test_a_table_gives_a_row_an_article_with_quoted_line_breaks_and_any_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b"\xef\xbb\xbfid;Title;Text;URL\r\n"
        b'7;Mill shut;"It will close,\nshe said.";\r\n'
        b'8;Weir open;"It rains ""hard"".";https://tarn.example/8\r\n'
        b";;;\r\n9;No text;;\r\n10;Latin;\x93No,\x94 he said.;\r\n"
    )
    found = read(tmp_path / "a.csv")
    first, second, third = articles(found)
    assert (first.headline, first.body) == ("Mill shut", "It will close,\nshe said.")
    assert first.guid == f"file:{tmp_path.name}/a.csv#7"
    assert first.file == f"{tmp_path.name}/a.csv"
    assert (second.body, second.url) == ('It rains "hard".', "https://tarn.example/8")
    assert third.body == "“No,” he said."
    assert problems(found) == [("no text", False)]
    assert [
        entry.article for entry in read(tmp_path / "a.csv", start=found[0].after) if isinstance(entry, Parsed)
    ] == [
        second,
        third,
    ]


def test_a_table_of_excel_for_mac_ends_its_lines_with_carriage_returns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"title,text\rMill shut,She said so.\rWeir open,He said so.\r")
    assert [one.headline for one in articles(read(tmp_path))] == ["Mill shut", "Weir open"]


def test_columns_are_mapped_as_told_in_tables_and_in_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("kop\tverhaal\nMill shut\tShe said so.\n", encoding="utf-16")
    (tmp_path / "b.jsonl").write_text(
        '{"kop": "Weir", "verhaal": "He said so.", "x": [1]}\n{"kop": "None"}\n'
    )
    options = FeedOptions(columns=columns_said(["kop=headline,verhaal=body"]))
    found = read(tmp_path, options=options)
    assert [(one.headline, one.body) for one in articles(found)] == [
        ("Mill shut", "She said so."),
        ("Weir", "He said so."),
    ]
    assert problems(found) == [("no column 'verhaal' among 'kop'", True)]


@pytest.mark.parametrize("said", ["kop", "kop=title", "=body"])
def test_a_mapping_that_is_none_is_an_error(said: str) -> None:
    with pytest.raises(InputError, match="give COLUMN=FIELD"):
        columns_said([said])


def test_a_table_without_a_text_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("when,who\n1,2\n")
    assert problems(read(tmp_path)) == [("no text column among 'when', 'who': give --map COLUMN=body", True)]


def test_a_list_in_json_is_its_articles(tmp_path: Path) -> None:
    listed = (
        b'\n[ {"body": "It rains, she said.", "guid": "a:1"}, {"uri": "urn:b:2", "headline": "Weir shut",'
        b'\n"body_text": "It is shut."}, {"title": "none"}, 7]'
    )
    assert told_kind(listed, otherwise="unknown") == "json"
    (tmp_path / "a.json").write_bytes(listed)
    found = read(tmp_path / "a.json")
    assert [(one.guid, one.body) for one in articles(found)] == [
        ("a:1", "It rains, she said."),
        ("urn:b:2", "It is shut."),
    ]
    assert [entry.where.rpartition(": ")[2] for entry in found if not isinstance(entry, Parsed)] == [
        "item 3",
        "item 4",
    ]
    (tmp_path / "a.json").write_bytes(b"[]")
    assert problems(read(tmp_path / "a.json")) == [("no items", False)]
    (tmp_path / "a.json").write_bytes(b"[{")
    assert problems(read(tmp_path / "a.json"))[0][1]


def test_a_mailbox_gives_its_messages(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(
        b"From press Wed Mar  4 09:12:00 2026\n"
        + MAIL
        + b"\nFrom news Wed Mar  4 10:00:00 2026\n"
        + NEWSLETTER
    )
    found = read(tmp_path)
    assert [one.headline for one in articles(found)] == ["Ferry “safe” again", "Morning briefing"]
    assert [one.guid for one in articles(found)] == ["a17.4@ferry.example", None]


def test_a_mailbox_passes_over_delivery_reports(tmp_path: Path) -> None:
    report = b"From x Wed Mar  4 09:12:00 2026\nReturn-Path: <>\nSubject: Undelivered\n\nIt bounced.\n\n"
    (tmp_path / "a.mbox").write_bytes(report + b"From press Wed Mar  4 09:12:00 2026\n" + MAIL)
    found = read(tmp_path)
    assert len(articles(found)) == 1
    assert problems(found) == [("a delivery report or an automatic reply, not an article", False)]


def test_a_delivered_mail_is_one_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"  \t \r\n" + MAIL)
    (tmp_path / "b.txt").write_bytes(
        b"From: the sea to the hills\nSubject: the weir\n\nIt is safe, she said."
    )
    (tmp_path / "c.txt").write_bytes(
        b"Subject: Mill shut\nFrom: Odo\n Lund\nMIME-Version: 1.0\n\nIt will close."
    )
    (tmp_path / "d.txt").write_bytes(b"From - Wed Mar  4 09:12:00 2026\r\n" + MAIL.replace(b"\n", b"\r\n"))
    (tmp_path / "e.txt").write_bytes(b"From 9:15 on, it rains.\nNote: MIME-Version: 1.0\n\nSo she said.")
    found = articles(read(tmp_path))
    assert [one.headline for one in found] == [FERRY, None, "Mill shut", FERRY, None]
    assert found[1].body.startswith("From: the sea")
    assert found[4].body.startswith("From 9:15")


@pytest.mark.parametrize("given", ["a.txt", "", "b.txt.gz"], ids=["file", "folder", "gzip"])
def test_format_text_makes_a_mail_a_text(tmp_path: Path, given: str) -> None:
    (tmp_path / "a.txt").write_bytes(MAIL)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(MAIL))
    files = find_files([str(tmp_path / given)], form="text").files
    found = articles(list(read_files(files, FeedOptions(), start=Position())))
    assert {one.headline for one in found} == {None}
    assert all(one.body.startswith(MAIL[:20].decode()) for one in found)


STORY = (
    b"\x01qwa062 4 i qw 061\r\n\nWeir/\r\n\x02Weir to reopen =\r\n\n   Quenby (QW) - It is safe.\r\n\r\n"
    b"\x03131137 GMT Mar 04\r\n\x04"
)


ANPA = (
    b"\x16\x16\x01W2870_asian\nf l\x13\x11 BC-LT--WeirShut 11-13 0466\n"
    b"\x02^*9006< ^BC-LT--Weir Shut, 1st Ld,466<\r\n^Weir shut for good<\r\n^By IDA HOLM=\r\n"
    b"\t   QUENBY (AP) _ The weir = a ruin _ is shut.\r\n \r\n\t   No boat < 3 m passes.\r\n"
    b"\r\n\t   \x03QW-WF-11-13 1509GMT<\r\n\x0c\r\n\x04"
)


def test_a_story_with_setting_marks_is_its_paragraphs_whatever_its_files_name(tmp_path: Path) -> None:
    (tmp_path / "story.w2870").write_bytes(ANPA)
    (raw,) = articles(read(tmp_path / "story.w2870"))
    article = article_from(raw, received_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert article.text.split("\n\n") == [
        "Weir shut for good",
        "QUENBY (AP) — The weir = a ruin — is shut.",
        "No boat < 3 m passes.",
    ]
    assert (article.byline, article.dateline and article.dateline.place) == ("Ida Holm", "QUENBY")


@pytest.mark.parametrize("fill", [b"", b"\x16\x16", b"\x00\x16\x16\x16\r\n", b"\x7f\x16"])
def test_stories_from_a_line_are_their_texts(tmp_path: Path, fill: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(fill + STORY)
    (tmp_path / "b.txt").write_bytes(fill + STORY + fill + STORY.replace(b"safe", b"\x16shut") + fill)
    one, first, second = articles(read(tmp_path))
    assert one.body.split("\n\n", 1)[0] == "Weir to reopen"
    assert one.body.split()[3:] == ["Quenby", "(QW)", "-", "It", "is", "safe."]
    assert (first.body, second.body.split()[-1]) == (one.body, "shut.")
    assert (one.guid, first.guid, second.guid) == (f"file:{tmp_path.name}/a.txt", None, None)


@pytest.mark.parametrize("empty", [b"\x01a\x02\x03", b"\x01a\x02^BC-LT--Weir,466<\r\n \x16\x03\x04"])
def test_a_story_without_a_text_is_no_article(tmp_path: Path, empty: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(empty)
    (tmp_path / "b.txt").write_bytes(empty + STORY)
    found = read(tmp_path)
    assert problems(found) == [("no story in it has a text", True)]
    assert [one.body.split()[0] for one in articles(found)] == ["Weir"]


def test_a_storys_spaces_are_read_in_time_that_grows_with_their_number() -> None:
    began = process_time()
    assert wire_stories(f"\x01a\x02Weir{' ' * 40_000}shut \t< \n< ^It is. =\x03") == [
        f"Weir{' ' * 40_000}shut\n\n\nIt is.\n"
    ]
    assert process_time() - began < 1


def test_gzip_and_zip_are_read_as_what_is_in_them_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Quiet, he said.") + gzip.compress(b" Very."))
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("news/release.docx", RELEASE)
        archive.writestr("news/paper.pdf", PAPER)
        archive.writestr("export.xml", WXR)
        archive.writestr("table.xlsx", b"PK")
        archive.writestr("inner.zip", b"PK")
        archive.writestr("__MACOSX/x.txt", b"no")
    found = read(tmp_path)
    name = tmp_path.name
    assert [(one.headline, one.file) for one in articles(found)] == [
        (None, f"{name}/a.txt.gz"),
        ("Dunmarsh to close its mill", f"{name}/b.zip/news/release.docx"),
        ("County to repair the Tarn bridge", f"{name}/b.zip/news/paper.pdf"),
        ("Bridge & road", f"{name}/b.zip/export.xml"),
    ]
    assert articles(found)[0].body == "Quiet, he said. Very."
    assert problems(found) == [
        ("no articles: 1 with status draft, 1 of type attachment", False),
        ("unsupported file type", False),
        ("a zip file within a zip file", False),
    ]
    for done, entry in enumerate(found, 1):
        assert articles(read(tmp_path, start=entry.after)) == articles(found[done:])


@pytest.mark.parametrize("is_old", [True, False])
def test_a_tar_archive_is_named(tmp_path: Path, *, is_old: bool) -> None:
    (tmp_path / "a.txt").write_text("It rains, she said.")
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "a.txt", arcname="a.txt")
    data = bytearray((tmp_path / "a.tar").read_bytes())
    if is_old:  # without a magic number, as Unix wrote them until 1988
        data[257:265] = bytes(8)
        data[148:156] = b" " * 8
        data[148:156] = b"%06o\0 " % sum(data[:512])
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(data))
    assert problems(read(tmp_path / "a.tar.gz")) == [
        ("a tar archive: unpack it, or pack the files as a zip file", True)
    ]


def test_a_zip_file_may_have_a_file_without_a_name(tmp_path: Path) -> None:
    nameless = ZipInfo("a.txt")
    nameless.filename = ""
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(nameless, "No name.")
        archive.writestr("b.txt", "It rains, she said.")
    found = read(tmp_path)
    assert len(articles(found)) == 1
    assert problems(found) == [("unsupported file type", False)]


@pytest.mark.parametrize("name", ["a.zip", "a.jsonl", "a.csv"])
def test_a_file_with_nothing_in_it_says_so(tmp_path: Path, name: str) -> None:
    if name == "a.zip":
        with ZipFile(tmp_path / name, "w") as archive:
            archive.mkdir("folder")
            archive.writestr("__MACOSX/x.txt", "No.")
    else:
        (tmp_path / name).write_text("title,text\n" if name == "a.csv" else "")
    found = read(tmp_path)
    assert problems(found) == [("nothing in it", False)]
    assert read(tmp_path, start=found[0].after) == []


def test_damaged_archives_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Quiet, he said." * 50)[:-12])
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 no")
    with ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.txt", "Quiet, he said.")
    whole = (tmp_path / "c.zip").read_bytes()
    at = whole.index(b"PK\x01\x02") + 8  # the flags of a file in the directory
    (tmp_path / "c.zip").write_bytes(whole[:at] + b"\x01" + whole[at + 1 :])
    (tmp_path / "d.gz").write_bytes(gzip.compress(gzip.compress(b"Quiet, he said.")))
    (tmp_path / "e.gz").write_bytes(gzip.compress(b"filedesc://a.arc 127.0.0.1 20140216050221 text/plain 75"))
    said = [problem for problem, bad in problems(read(tmp_path)) if bad]
    assert said[0] == "the gzip file is truncated"
    assert said[1].startswith("not a readable zip file")
    assert said[2:4] == ["locked with a password", "gzip within gzip"]
    assert said[4].startswith("an ARC archive")


def test_a_json_feed_is_one_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Echo",'
        ' "items": [{"id": "1", "content_text": "Shut."}]}'
    )
    (one,) = articles(read(tmp_path))
    assert (one.body, one.outlet) == ("Shut.", "Echo")
    (tmp_path / "a.json").write_text('{"body": "See jsonfeed.org, he said."}')
    assert articles(read(tmp_path))[0].body.startswith("See")


def test_a_list_of_feeds_says_what_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<opml><body/></opml>")
    assert "claimwire feeds import" in problems(read(tmp_path))[0][0]


@pytest.mark.parametrize("ending", ["nitf", "newsml", "mkd", "mdown"])
def test_an_endings_file_in_a_folder_is_read(tmp_path: Path, ending: str) -> None:
    text = "# Mill shut\n\nIt will close." if ending.startswith("m") else nitf()
    (tmp_path / f"a.{ending}").write_text(text)
    assert len(articles(read(tmp_path))) == 1


def test_an_edited_file_is_the_same_article(tmp_path: Path) -> None:
    file = tmp_path / "notes" / "two.txt"
    file.parent.mkdir()
    file.write_text("The bridge stays open, the county said.")
    (before,) = articles(read(tmp_path))
    file.write_text("The bridge will close, the county said.")
    (after,) = articles(read(tmp_path))
    assert before.body != after.body
    assert raw_article_id(before) == raw_article_id(after)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<!doctype html><p>x", "html"),
        (b"\n <p>Quiet, he said.</p>", "html"),
        (b'<?xml version="1.0"?><newsItem xmlns="x"/>', "newsml"),
        (b"<nitf><head/></nitf>", "newsml"),
        (WXR[:2000], "feed"),
        (b'{"body": "x"}\n{"body": "y"}', "jsonl"),
        (b'{\n  "body": "x"\n}', "json"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "feed"),
        (MAIL[:400], "mail"),
        (b"From press Wed Mar  4 09:12:00 2026\nFrom: x", "mbox"),
        (b"From Monday on, trains stop at 9:15.\nThey did.", "text"),
        (PAPER[:400], "pdf"),
        (RELEASE[:400], "docx"),
        (b"Quiet, he said.", "text"),
        (b"", "text"),
    ],
)
def test_a_stream_is_told_by_what_it_begins_with(head: bytes, kind: str) -> None:
    assert told_kind(head, otherwise="text") == kind
