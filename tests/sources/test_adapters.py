"""JSON Feed, sitemaps, sites' pages, robots.txt and lists of feeds: each in the one shape."""

from __future__ import annotations

import gzip

import orjson
import pytest

from claimwire.sources.documents import read_document
from claimwire.sources.items import Document, DocumentError, Item, Problem
from claimwire.sources.opml import FeedList, Subscription, read_opml, write_opml

BASE = "https://tarn.example/a/feed"


def read(data: str | bytes, *, content_type: str = "text/plain", max_bytes: int = 1_000_000) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    return read_document(raw, content_type=content_type, charset=None, base=BASE, max_bytes=max_bytes)


def json_feed(*items: object, version: str = "1.1") -> bytes:
    fields = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Tarn Valley Echo",
        "language": "en",
    }
    return orjson.dumps({**fields, "items": items})


def test_a_json_feed_is_read_with_all_that_is_said_of_an_item() -> None:
    document = read(
        json_feed(
            {
                "id": 7,
                "url": "/news/7",
                "title": "Mill < weir",
                "content_html": "<p>“It is safe,” said Petra Olund.</p>",
                "content_text": "not this",
                "date_published": "2026-03-04T09:30:00+01:00",
                "date_modified": "2026-03-05T09:30:00+01:00",
                "authors": [{"name": "Idris Vale"}, {"name": "Bo Ek"}],
                "language": "cy",
            }
        )
    )
    assert (document.kind, document.title, document.language) == ("json_feed", "Tarn Valley Echo", "en")
    assert document.items == (
        Item(
            url="https://tarn.example/news/7",
            guid="7",
            headline="Mill < weir",
            body="<p>“It is safe,” said Petra Olund.</p>",
            content_type="text/html",
            extent="summary",
            byline="Idris Vale, Bo Ek",
            published_at="2026-03-04T09:30:00+01:00",
            updated_at="2026-03-05T09:30:00+01:00",
            language="cy",
        ),
    )


def test_version_1_0_names_one_author() -> None:
    (item,) = read(
        json_feed({"id": "a", "summary": "Short.", "author": {"name": "Bo Ek"}}, version="1")
    ).items
    assert (item.byline, item.body, item.extent, item.content_type) == (
        "Bo Ek",
        "Short.",
        "summary",
        "text/plain",
    )


def test_items_of_a_json_feed_of_any_type_never_end_in_a_crash() -> None:
    odd: list[object] = [None, 3, [], {"id": {}, "url": 4, "title": [], "authors": [3], "content_html": None}]
    assert len(read(json_feed(*odd)).items) == 4


NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://tarn.example/news/7</loc><lastmod>2026-03-05</lastmod><news:news>
  <news:publication><news:name>Tarn Valley Echo</news:name>
    <news:language>en</news:language></news:publication>
  <news:publication_date>2026-03-04T09:30:00+01:00</news:publication_date>
  <news:title>Mill &amp; weir</news:title><news:access>Subscription</news:access></news:news></url>
<url><loc> https://tarn.example/about </loc></url>
<url><loc>mailto:desk@tarn.example</loc></url>
</urlset>"""


def test_a_news_sitemap_is_items_without_a_text() -> None:
    document = read(NEWS)
    assert document.kind == "sitemap"
    assert document.items == (
        Item(
            url="https://tarn.example/news/7",
            headline="Mill & weir",
            outlet="Tarn Valley Echo",
            published_at="2026-03-04T09:30:00+01:00",
            updated_at="2026-03-05",
            language="en",
            paywalled=True,
        ),
        Item(url="https://tarn.example/about"),
    )
    assert document.problems == (Problem("item 3", "not a link to follow: 'mailto:desk@tarn.example'"),)


def test_a_sitemap_in_gzip_is_read_and_a_bomb_is_not() -> None:
    assert read(gzip.compress(NEWS.encode())) == read(NEWS)
    with pytest.raises(DocumentError, match="larger than 1,000,000 bytes") as error:
        read(gzip.compress(b"<urlset>" + b" " * 50_000_000))
    assert error.value.reason == "too_large"
    with pytest.raises(DocumentError, match="truncated"):
        read(gzip.compress(NEWS.encode())[:-20])


def test_a_sitemap_that_breaks_off_gives_what_stands_before() -> None:
    assert read(NEWS[: NEWS.index("<url><loc> ")]).items == read(NEWS).items[:1]


def test_a_sitemap_index_leads_to_its_sitemaps() -> None:
    index = "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap><sitemap><loc>ftp://x/y</loc></sitemap></sitemapindex>"
    document = read(index)
    assert (document.kind, document.links) == ("sitemap_index", ("https://tarn.example/news.xml",))


def test_a_page_leads_to_the_feeds_that_it_names() -> None:
    page = """<!doctype html><html lang=en><head><title>Tarn Valley Echo</title><base href="/b/">
      <link rel="alternate" type="application/rss+xml" href="news.xml">
      <link rel="Alternate nofollow" type="application/atom+xml; charset=utf-8" href="//feeds.tarn.example/a">
      <link rel="alternate" type="application/rss+xml" href="/b/news.xml">
      <link rel="alternate" hreflang="cy" href="/cy"><link rel="stylesheet" href="/s.css">
      <link rel="alternate" type="application/feed+json" href="javascript:x">
      </head><body><p>News</body></html>"""
    document = read(page, content_type="application/rss+xml")
    assert (document.kind, document.title, document.language) == ("page", "Tarn Valley Echo", "en")
    assert document.links == ("https://tarn.example/b/news.xml", "https://feeds.tarn.example/a")


def test_a_robots_txt_leads_to_its_sitemaps() -> None:
    document = read(
        "User-agent: *\nDisallow: /x\nSITEMAP: https://tarn.example/s.xml # all\nSitemap:/n.xml\n"
    )
    assert document.links == ("https://tarn.example/s.xml", "https://tarn.example/n.xml")


OPML = """<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Local &amp; more">
  <outline type="rss" text="Echo" title="Tarn Valley Echo" xmlUrl="https://tarn.example/feed" htmlUrl="x"/>
  </outline>
  <outline text="Quenby" xmlurl="feed://quenby.example/rss"/></outline>
<outline text="Twice" xmlUrl="https://tarn.example/feed"/><outline xmlUrl="/nowhere"/>
</body></opml>"""


def test_a_list_of_feeds_is_read_with_its_folders() -> None:
    assert read_opml(OPML.encode(), name="mine.opml") == FeedList(
        (
            Subscription("https://tarn.example/feed", "Tarn Valley Echo", ("News", "Local & more")),
            Subscription("http://quenby.example/rss", "Quenby", ("News",)),
        ),
        (Problem("mine.opml", "not an http or https URL: '/nowhere'"),),
    )


def test_a_list_written_is_the_list_read() -> None:
    subscriptions = (
        Subscription("https://tarn.example/feed", "Echo \x00 & <co>"),
        Subscription(
            "https://quenby.example/a", None, ("News",), (("outlet", "A & B"), ("min_interval_s", "60"))
        ),
        Subscription("https://quenby.example/b?x=1&y=2", "B", ("News", "Local")),
    )
    found = read_opml(write_opml(reversed(subscriptions), title="All"), name="all").subscriptions
    assert [one.url for one in found] == [one.url for one in subscriptions]
    assert [one.categories for one in found] == [one.categories for one in subscriptions]
    assert [one.settings for one in found] == [one.settings for one in subscriptions]
    assert found[0].title == "Echo \ufffd & <co>"


@pytest.mark.parametrize(
    ("data", "reason", "message"),
    [
        (b"", "empty", "an empty document"),
        (b"\xef\xbb\xbf \n\0", "empty", "an empty document"),
        (b"plain words", "unknown_kind", "does not begin with markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_kind", "its first element is <svg>"),
        (b"{}", "unknown_kind", "not a JSON Feed"),
        (b"{broken", "malformed", "not JSON"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "malformed", "without a list of `items`"),
        (b"\x1f\x8bnonsense", "malformed", "not gzip"),
        (OPML.encode(), "unknown_kind", "a list of feeds"),
    ],
)
def test_what_is_none_of_these_is_named(data: bytes, reason: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as error:
        read(data)
    assert error.value.reason == reason
    assert str(error.value).startswith(f"{BASE}: ")
