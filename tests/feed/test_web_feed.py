"""Feeds on the web: their items become entries, with everything that the feed says of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimwire.errors import InputError
from claimwire.feed import Parsed, Unreadable, read_address, read_feed
from claimwire.feed.entries import Entry
from claimwire.web.answers import Answer
from claimwire_schemas import RawArticle
from tests.sources.feeds import RSS
from tests.sources.files_data import PAPER, RELEASE

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
URL = "https://tarn.example/feeds/news.xml"


async def entries(data: str, *, outlet: str | None = None, content_type: str = "text/xml") -> list[Entry]:
    fetched = Answer(URL, URL, 200, data.encode(), content_type)
    return list(await read_feed(fetched, outlet=outlet, retrieved_at=NOW))


async def articles(data: str, *, outlet: str | None = None) -> list[RawArticle]:
    return [entry.article for entry in await entries(data, outlet=outlet) if isinstance(entry, Parsed)]


async def test_an_rss_item_becomes_an_article_with_all_that_is_said_of_it() -> None:
    assert (await articles(RSS))[0] == RawArticle(
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
        extent="full",
        retrieved_at=NOW,
    )


async def test_an_item_without_a_text_is_said_and_is_no_fault() -> None:
    first, second, third = await entries(RSS)
    assert isinstance(second, Unreadable)
    assert (second.problem, second.bad) == ("no text", False)
    assert second.where == f"{URL}: item 2 (Only a headline)"
    assert isinstance(first, Parsed)
    assert isinstance(third, Parsed)
    assert (third.article.headline, third.article.url) == (None, None)


async def test_the_outlet_that_is_told_wins() -> None:
    assert {article.outlet for article in await articles(RSS, outlet="The Echo")} == {"The Echo"}


async def test_the_host_is_the_outlet_where_the_feed_has_no_title() -> None:
    untitled = RSS.replace("<title>Tarn Valley Echo</title>", "")
    assert (await articles(untitled))[0].outlet == "tarn.example"


@pytest.mark.parametrize(
    ("data", "content_type", "kind", "headline"),
    [
        (b"<!doctype html><html><body><p>It is safe.</p></body></html>", "text/html", "text/html", None),
        (b"<html><body><p>It is safe.</p></body></html>", "text/plain", "text/html", None),
        (b"It is safe, she said.", "text/plain; charset=utf-8", "text/plain", None),
        (RELEASE, "application/octet-stream", "text/html", "Dunmarsh to close its mill"),
        (PAPER, "application/pdf", "text/plain", "County to repair the Tarn bridge"),
    ],
    ids=["page", "page by its bytes", "text", "word", "pdf"],
)
async def test_what_is_at_an_address_is_an_article_of_that_address(
    data: bytes, content_type: str, kind: str, headline: str | None
) -> None:
    fetched = Answer(URL, URL, 200, data, content_type)
    [entry] = await read_address(fetched, outlet="Echo", retrieved_at=NOW)
    assert isinstance(entry, Parsed)
    article = entry.article
    assert (article.content_type, article.url, article.headline) == (kind, URL, headline)
    assert (article.outlet, article.feed, article.retrieved_at) == ("Echo", None, NOW)


async def test_a_feed_at_an_address_gives_its_items() -> None:
    fetched = Answer(URL, URL, 200, RSS.encode(), "text/xml")
    assert await read_address(fetched, outlet=None, retrieved_at=NOW) == await read_feed(
        fetched, outlet=None, retrieved_at=NOW
    )


@pytest.mark.parametrize(
    ("data", "content_type", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png", "not an RSS or Atom feed"),
        (b"%PDF-1.4 broken", "application/pdf", "not a readable PDF"),
        (b"", "text/xml", "empty"),
    ],
)
async def test_what_is_at_an_address_and_cannot_be_read_says_why(
    data: bytes, content_type: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        await read_address(Answer(URL, URL, 200, data, content_type), outlet=None, retrieved_at=NOW)


async def test_what_is_not_a_feed_is_said() -> None:
    with pytest.raises(InputError, match=f"{URL}: not an RSS or Atom feed"):
        await entries("plain words")


async def test_a_page_is_not_a_feed_but_may_name_one() -> None:
    page = "<html><link rel=alternate type=application/rss+xml href=/rss></html>"
    with pytest.raises(InputError, match=r"a page, not a feed; it leads to https://tarn.example/rss"):
        await entries(page)


async def test_over_long_fields_are_cut_or_left_out_and_never_lose_the_article() -> None:
    long = RSS.replace("Idris Vale", "V" * 5000).replace("/news/mill?id=7", "/" + "x" * 5000)
    article = (await articles(long))[0]
    assert article.byline == "V" * 2000
    assert article.url is None
