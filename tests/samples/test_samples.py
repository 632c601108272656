"""The demo's articles: fourteen, varied, readable, and none of them real."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files

import pytest

from claimwire_schemas import RawArticle

FOLDER = files("claimwire") / "samples"
TEXTS = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".txt"))
PAGES = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".html"))
FILES = ("features.jsonl", "wire.jsonl")
LINES = [line for name in FILES for line in (FOLDER / name).read_bytes().splitlines()]
STYLES = {
    "curly double quotation marks": "“[^“”]+”",
    "straight double quotation marks": '"[^"]+"',
    "curly single quotation marks": "(?<!\\w)‘[^‘]+’",
    "a quotation split by its source": '[,”’"] (?:\\w+ ){1,4}said(?: [^.“‘"]+)?, [“‘"]',
    "a quotation over several paragraphs": "(?m)^“[^”\n]+\n\n“",
    "nobody to name": "on condition of anonymity|person familiar with the matter",
    "a refusal to speak": "declined to comment",
    "a denial": r"\bden(?:y|ies|ied)\b",
    "an accusation": r"\baccused\b",
    "a claim of responsibility": "claimed responsibility",
    "a document": "court records|In a court filing",
    "a headline that attributes": "(?m)\\APolice: |, jury told$",
    "a dateline with an agency": r"(?m)^[A-Z ]+.* \(Meridian\) — ",
}


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def articles() -> dict[str, str]:
    """Return the text of each article, by where it is."""
    found = {name: read(name) for name in TEXTS}
    found |= {name: re.sub("<[^>]+>", " ", main_part(read(name))) for name in PAGES}
    return found | {f"line {n}": RawArticle.decode(line).body for n, line in enumerate(LINES, 1)}


def main_part(page: str) -> str:
    """Return a page's article element; the samples have one each."""
    (article,) = re.findall("(?s)<article>.*</article>", page)
    return str(article)


def headlines() -> list[str]:
    found = [read(name).split("\n", 1)[0] for name in TEXTS]
    found += re.findall("<h1>(.*)</h1>", "".join(read(name) for name in PAGES))
    return found + [RawArticle.decode(line).headline or "" for line in LINES]


def test_there_are_fourteen_in_three_formats() -> None:
    assert (len(TEXTS), len(PAGES), len(LINES)) == (7, 2, 5)


def test_the_folder_holds_nothing_else() -> None:
    assert {entry.name for entry in FOLDER.iterdir()} == {*TEXTS, *PAGES, *FILES}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_a_whole_raw_article(line: bytes) -> None:
    raw = RawArticle.decode(line)
    absent = ("feed", "file", "guid", "retrieved_at", "extent", "paywalled", "summary")
    assert json.loads(raw.encode()) == json.loads(line) | dict.fromkeys(absent)
    assert raw.url
    assert raw.outlet
    assert raw.headline
    assert raw.published_at


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_navigation_and_metadata_around_its_article(name: str) -> None:
    page = read(name)
    assert "<article>" in page
    assert 'property="article:published_time"' in page
    assert 'rel="canonical"' in page
    assert page.count("<a href=") > 6


@pytest.mark.parametrize(("name", "text"), articles().items(), ids=list(articles()))
def test_an_article_is_of_the_usual_length_and_clean(name: str, text: str) -> None:
    assert 200 <= len(text.split()) <= 450
    assert unicodedata.is_normalized("NFC", text)
    assert not [mark for mark in text if mark != "\n" and not mark.isprintable()]


def test_no_two_have_one_headline() -> None:
    assert len(set(headlines())) == 14
    assert all(10 < len(headline) < 100 for headline in headlines())


@pytest.mark.parametrize(("style", "pattern"), STYLES.items(), ids=list(STYLES))
def test_a_way_of_attributing_is_there(style: str, pattern: str) -> None:
    assert [name for name, text in articles().items() if re.search(pattern, text)]


def test_every_address_is_reserved_for_examples() -> None:
    """No link leads to anybody: RFC 2606 reserves `.example`."""
    everything = "".join(read(name) for name in PAGES) + b"".join(LINES).decode()
    hosts = set(re.findall(r"https?://([^/\"]+)", everything)) - {"schema.org"}
    assert hosts
    assert all(host.endswith(".example") for host in hosts)
