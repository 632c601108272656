"""RSS and Atom: items become raw articles with everything that the feed says of them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.feed import Parsed, Unreadable, parse_feed_apart
from pipeline.feed.entries import Entry
from pipeline.feed.rss import parse_feed
from pipeline.web.answers import Answer
from schemas import RawArticle

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
URL = "https://tarn.example/feeds/news.xml"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Tarn Valley Echo</title><link>https://tarn.example/</link><language>en-gb</language>
<item>
  <title>Mill &amp; weir to &lt;b&gt;reopen&lt;/b&gt;</title>
  <link>/news/mill?id=7</link>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>“It is safe,” said Petra Olund.</p><p>So did he.</p>]]></content:encoded>
  <dc:creator>Idris Vale</dc:creator>
  <pubDate>Wed, 04 Mar 2026 09:30:00 +0100</pubDate>
  <guid isPermaLink="false">tarn-7</guid>
</item>
<item><title>Only a headline</title><link>https://tarn.example/news/8</link></item>
<item><description>A text alone, the mayor said.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Quenby Post</title><id>urn:quenby</id><updated>2026-03-04T08:00:00Z</updated>
<entry xml:lang="fr"><title type="html">Le pont &lt;i&gt;rouvre&lt;/i&gt;</title><id>urn:quenby:1</id>
  <link href="https://quenby.example/pont"/><updated>2026-03-04T08:00:00Z</updated>
  <author><name>Ana Brandt</name></author>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>« Oui », dit-elle.</p></div></content>
</entry><entry><title>Plain</title><id>urn:quenby:2</id><link href="https://quenby.example/2"/>
  <updated>2026-03-04T08:00:00Z</updated><summary type="text">1 &lt; 2, she said.</summary></entry>
</feed>"""


def entries(data: str | bytes, *, outlet: str | None = None, content_type: str = "text/xml") -> list[Entry]:
    raw = data.encode() if isinstance(data, str) else data
    return list(parse_feed(Answer(URL, URL, 200, raw, content_type), outlet=outlet, retrieved_at=NOW))


def articles(data: str | bytes, *, outlet: str | None = None) -> list[RawArticle]:
    return [entry.article for entry in entries(data, outlet=outlet) if isinstance(entry, Parsed)]


def test_an_rss_item_becomes_an_article_with_all_that_is_said_of_it() -> None:
    assert articles(RSS)[0] == RawArticle(
        body="<p>“It is safe,” said Petra Olund.</p><p>So did he.</p>",
        content_type="text/html",
        url="https://tarn.example/news/mill?id=7",
        outlet="Tarn Valley Echo",
        headline="Mill & weir to reopen",
        byline="Idris Vale",
        published_at="Wed, 04 Mar 2026 09:30:00 +0100",
        language="en-gb",
        feed=URL,
        guid="tarn-7",
        retrieved_at=NOW,
    )


def test_an_atom_entry_becomes_an_article() -> None:
    first, second = articles(ATOM)
    assert (first.headline, first.language, first.byline) == ("Le pont rouvre", "fr", "Ana Brandt")
    assert (first.guid, first.published_at) == ("urn:quenby:1", "2026-03-04T08:00:00Z")
    assert "<p>« Oui », dit-elle.</p>" in first.body
    assert (second.body, second.content_type, second.language) == ("1 < 2, she said.", "text/plain", "en")


def test_an_item_without_a_text_is_said_and_is_no_fault() -> None:
    first, second, third = entries(RSS)
    assert isinstance(second, Unreadable)
    assert (second.problem, second.bad) == ("no text", False)
    assert second.where == f"{URL}: item 2 (Only a headline)"
    assert isinstance(first, Parsed)
    assert isinstance(third, Parsed)
    assert (third.article.headline, third.article.url) == (None, None)


def test_the_outlet_that_is_told_wins() -> None:
    assert {article.outlet for article in articles(RSS, outlet="The Echo")} == {"The Echo"}


def test_the_host_is_the_outlet_where_the_feed_has_no_title() -> None:
    untitled = RSS.replace("<title>Tarn Valley Echo</title>", "")
    assert articles(untitled)[0].outlet == "tarn.example"


@pytest.mark.parametrize(
    "data", [b"", b"<html><body><p>Hello</p></body></html>", b"{}", b"plain words", b"\x00\xff" * 50]
)
def test_what_is_not_a_feed_is_said(data: bytes) -> None:
    with pytest.raises(InputError, match=f"{URL}: not an RSS or Atom feed"):
        entries(data, content_type="text/html")


def test_bytes_that_are_a_file_name_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    with pytest.raises(InputError, match="not an RSS or Atom feed"):
        entries(str(tmp_path / "feed.xml"))


def test_no_entity_brings_in_a_file_or_blows_up(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the combination is 4711")
    nested = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY e0 "lol">{nested}]>'
    attack = (
        RSS.replace("<rss", doctype + "<rss", 1)
        .replace("Short.", "&s;&e9;")
        .replace("A text alone", "&s;&e9;")
    )
    for article in articles(attack):
        assert "4711" not in article.body
        assert len(article.body) < 1000


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_feeds_own_encoding_is_read(encoding: str) -> None:
    text = RSS.replace("UTF-8", encoding).replace("“", "«").replace("”", "»").replace("Petra", "Pétra")
    assert "said Pétra Olund" in articles(text.encode(encoding))[0].body


def test_over_long_fields_are_cut_or_left_out_and_never_lose_the_article() -> None:
    long = RSS.replace("Idris Vale", "V" * 5000).replace("/news/mill?id=7", "/" + "x" * 5000)
    article = articles(long)[0]
    assert article.byline == "V" * 2000
    assert article.url is None


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.integers(0, len(RSS.encode())), st.integers(0, 40))
def test_a_damaged_feed_gives_articles_or_one_error(noise: bytes, at: int, cut: int) -> None:
    data = RSS.encode()
    try:
        found = articles(data[:at] + noise + data[at + cut :])
    except InputError:
        return
    assert all(RawArticle.decode(article.encode()) == article for article in found)


async def test_a_feed_parsed_apart_is_the_same() -> None:
    fetched = Answer(URL, URL, 200, RSS.encode(), "text/xml")
    apart = await parse_feed_apart(fetched, outlet="The Echo", retrieved_at=NOW)
    assert list(apart) == entries(RSS, outlet="The Echo")


async def test_what_is_not_a_feed_is_said_from_apart_too() -> None:
    with pytest.raises(InputError, match="not an RSS or Atom feed"):
        await parse_feed_apart(Answer(URL, URL, 200, b"no", "text/plain"), outlet=None, retrieved_at=NOW)


async def test_a_feed_that_takes_too_long_is_given_up() -> None:
    """Openings of comments without an end cost feedparser the square of their number: here, minutes."""
    hostile = RSS.replace("Short.", "&lt;!-- " * 200_000).encode()
    begun = time.monotonic()
    with pytest.raises(InputError, match="not parsed in 2 s"):
        await parse_feed_apart(
            Answer(URL, URL, 200, hostile, "text/xml"), outlet=None, retrieved_at=NOW, timeout_s=2
        )
    assert time.monotonic() - begun < 10
