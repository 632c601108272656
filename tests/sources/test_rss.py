"""RSS and Atom: everything that a feed says of an item, by either parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire.sources.documents import read_document
from claimwire.sources.extents import extent_of
from claimwire.sources.intervals import interval_s
from claimwire.sources.items import Document, DocumentError, Item
from claimwire.sources.markup import utf8
from claimwire.sources.rss_fast import read_well_formed
from claimwire.sources.rss_lenient import read_leniently
from tests.sources.feeds import ATOM, RSS

BASE = "https://tarn.example/feeds/news.xml"


def read(data: str | bytes, *, charset: str | None = None) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    return read_document(raw, content_type="text/xml", charset=charset, base=BASE)


def rss(item: str, *, channel: str = "") -> str:
    return f"<rss version='2.0' {NAMESPACES}><channel>{channel}<item>{item}</item></channel></rss>"


def atom(entry: str, *, head: str = "") -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {NAMESPACES}{head}><entry>{entry}</entry></feed>"


NAMESPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/' "
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
)


def test_an_rss_item_is_read_with_all_that_is_said_of_it() -> None:
    document = read(RSS)
    assert (document.kind, document.title, document.language) == ("rss", "Tarn Valley Echo", "en-gb")
    assert document.items[0] == Item(
        url="https://tarn.example/news/mill?id=7",
        guid="tarn-7",
        headline="Mill & weir to reopen",
        body="<p>“It is safe,” said Petra Olund.</p><p>So did he.</p>",
        content_type="text/html",
        extent="full",
        byline="Idris Vale",
        published_at="Wed, 04 Mar 2026 09:30:00 +0100",
    )


def test_an_atom_entry_is_read_with_what_is_text_and_what_is_markup() -> None:
    first, second = read(ATOM).items
    assert (first.headline, first.language, first.byline) == ("Le pont rouvre", "fr", "Ana Brandt")
    assert (first.guid, first.updated_at) == ("urn:quenby:1", "2026-03-04T08:00:00Z")
    assert ("<p>« Oui », dit-elle.</p>" in first.body, first.content_type) == (True, "text/html")
    assert (second.body, second.content_type, second.extent) == ("1 < 2, she said.", "text/plain", "summary")


PLAIN_ATOM = ATOM.replace("xhtml", "html").replace("<div", "&lt;div").replace("</div>", "&lt;/div>")
PLAIN_ATOM = PLAIN_ATOM.replace("<p>", "&lt;p>").replace("</p>", "&lt;/p>")


@pytest.mark.parametrize("feed", [RSS, PLAIN_ATOM], ids=["rss", "atom"])
def test_both_parsers_say_the_same(feed: str) -> None:
    well_formed = read_well_formed(utf8(feed), base=BASE)
    leniently = read_leniently(utf8(feed), base=BASE)
    assert well_formed is not None
    assert leniently is not None
    for one, other in zip(well_formed.items, leniently.items, strict=True):
        for name in ("url", "guid", "headline", "body", "byline", "published_at", "extent"):
            assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize(
    ("feed", "name", "expected"),
    [
        (rss("<author>vale@tarn.example (Idris Vale)</author>"), "byline", "Idris Vale"),
        (rss("<author>desk@tarn.example</author>"), "byline", None),
        (
            rss("<dc:creator>Ana Brandt</dc:creator><dc:creator>Bo Ek</dc:creator>"),
            "byline",
            "Ana Brandt, Bo Ek",
        ),
        (rss("<dc:date>2026-03-04T09:30:00+01:00</dc:date>"), "published_at", "2026-03-04T09:30:00+01:00"),
        (rss("<source url='https://quenby.example/f'>Quenby Post</source>"), "outlet", "Quenby Post"),
        (rss("<dc:language>cy</dc:language>"), "language", "cy"),
        (rss("<media:title>Picture</media:title><title>Mill</title>"), "headline", "Mill"),
        (rss("<itunes:title>Mill</itunes:title>"), "headline", "Mill"),
        (rss("<media:description>The mill.</media:description>"), "body", "The mill."),
        (rss("<guid>https://tarn.example/7</guid>"), "url", "https://tarn.example/7"),
        (rss("<link>javascript:alert(1)</link>"), "url", None),
        (rss("<title>Fish &amp;amp; chips</title>"), "headline", "Fish & chips"),
        (rss("<title>Prices &lt; wages</title>"), "headline", "Prices < wages"),
        (
            atom("<link href='7'/>", head="xml:base='https://quenby.example/a/'"),
            "url",
            "https://quenby.example/a/7",
        ),
        (
            atom("<link rel='enclosure' href='/a.mp3'/><link href='/7'/>"),
            "url",
            "https://tarn.example/7",
        ),
        (atom("<id>https://tarn.example/9</id>"), "url", "https://tarn.example/9"),
        (atom("<title type='html'>&lt;b>Mill&lt;/b></title>"), "headline", "Mill"),
        (atom("<title>&lt;b>Mill</title>"), "headline", "<b>Mill"),
    ],
)
def test_a_field_is_read(feed: str, name: str, expected: str | None) -> None:
    (item,) = read(feed).items
    assert getattr(item, name) == expected


@pytest.mark.parametrize(
    ("body", "is_content", "expected"),
    [
        ("", True, None),
        ("<p>All of it, she said.</p>", True, "full"),
        ("<p>The mill reopens.</p>", False, "summary"),
        ("<p>word</p> " * 400, False, "full"),
        ("<p>The mill reopens</p>" + "<br>" * 2000, False, "summary"),
        ("<p>The mill will […]</p>", True, "summary"),
        ("<p>The mill will [&#8230;]</p>", True, "summary"),
        ("word " * 400 + "...", False, "summary"),
        ("<p>The mill.</p><a href='/7'>Continue reading →</a>", True, "summary"),
        ("<p>The mill.</p><a href='/7'>Read more »</a>", True, "summary"),
        ("<p>It [&hellip;]</p><p>The post <a>Mill</a> appeared first on <a>Echo</a>.</p>", True, "summary"),
        ("<p>All.</p><p>The post <a>Mill</a> appeared first on <a>Echo</a>.</p>", True, "full"),
    ],
)
def test_what_breaks_off_is_a_summary(body: str, is_content: bool, expected: str | None) -> None:  # noqa: FBT001
    assert extent_of(body, is_content=is_content) == expected


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "expected"),
    [
        ("60", None, None, 3600.0),
        (None, "hourly", "2", 1800.0),
        (None, "daily", None, 86_400.0),
        ("5", "daily", "1", 86_400.0),
        ("nan", "fortnightly", "-1", None),
        ("1e999", None, None, None),
        ("9" * 30, None, None, 31_536_000.0),
        (None, None, None, None),
    ],
)
def test_the_interval_that_a_feed_asks_for(
    ttl: str | None, period: str | None, frequency: str | None, expected: float | None
) -> None:
    assert interval_s(ttl=ttl, period=period, frequency=frequency) == expected


@pytest.mark.parametrize("broken", ["", "&nbsp;"], ids=["well-formed", "malformed"])
def test_the_interval_is_read_from_the_feed(broken: str) -> None:
    asked = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert read(rss(f"<title>a{broken}b</title>", channel=asked)).interval_s == 900
    assert read(rss(f"<title>a{broken}b</title>", channel="<ttl>20</ttl>")).interval_s == 1200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("charset", [None, "us-ascii"])
def test_the_feeds_own_encoding_is_read(encoding: str, charset: str | None) -> None:
    named = encoding.removesuffix("-sig")
    text = RSS.replace("UTF-8", named).replace("“", "«").replace("”", "»").replace("Petra", "Pétra")
    assert "said Pétra Olund" in read(text.encode(encoding), charset=charset).items[0].body


def test_a_server_that_lies_about_the_charset_is_not_believed() -> None:
    assert "“It is safe,”" in read(RSS, charset="iso-8859-1").items[0].body


def test_no_entity_brings_in_a_file_or_blows_up(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the combination is 4711")
    nested = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY e0 "lol">{nested}]>'
    attack = RSS.replace("<rss", doctype + "<rss", 1).replace("A text alone", "&s;&e9;")
    for item in read(attack.replace("Short.", "&s;&e9;")).items:
        assert "4711" not in item.body
        assert len(item.body) < 1000


def test_bytes_that_are_a_file_name_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    with pytest.raises(DocumentError, match="does not begin with markup"):
        read(str(tmp_path / "feed.xml"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda feed: feed.replace("</channel></rss>", ""),
        lambda feed: feed.replace("&amp;", "&"),
        lambda feed: "Warning: cannot modify header\n" + feed,
        lambda feed: feed.replace("Short.", "Sh\x00or\x0bt."),
        lambda feed: feed.replace("Short.", "<br>&nbsp;"),
    ],
    ids=["breaks off", "bare ampersand", "junk before", "control characters", "HTML in it"],
)
def test_a_malformed_feed_is_read_all_the_same(damage: object) -> None:
    assert callable(damage)
    document = read(damage(RSS))
    assert document.items[0].headline == "Mill & weir to reopen"
    assert len(document.items) == 3


def test_over_many_items_are_left_out_and_it_is_said() -> None:
    many = "<rss><channel>" + "<item><title>a</title></item>" * 10_005 + "</channel></rss>"
    document = read(many)
    assert len(document.items) == 10_000
    assert document.problems[0].reason == "more than 10,000 items: the rest is left out"


def test_elements_stacked_too_deep_are_a_feed_or_an_error() -> None:
    deep = rss("<a>" * 5000 + "</a>" * 5000 + "<title>x</title>")
    assert read(deep).kind == "rss"
