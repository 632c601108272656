"""NewsML-G2: items and messages become items; hostile XML becomes one error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.sources.items import Item
from claimwire.sources.newsml import read_newsml
from tests.sources.archives import article

NOW = datetime(2025, 6, 1, tzinfo=UTC)
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<head><title>No</title></head><body><body.head><hedline><hl1>No</hl1></hedline></body.head><body.content>
<p>The weir is <em>safe</em>, she said.</p><media><media-caption><p>No</p></media-caption></media>
<block><hl2>Since March</hl2><p>It was closed.</p></block></body.content></body></nitf></inlineXML>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>The weir is safe &amp; dry.</p></body></html></inlineXML>"""
PLAIN = '<inlineData contenttype="text/plain">The weir is safe.</inlineData>'


def news(
    content: str, *, meta: str = "", name: str = "newsItem", guid: str = "https://wire.example/71"
) -> str:
    return f"""<{name} xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" xml:lang="en">
    <itemMeta><itemClass qcode="ninat:text"/><provider literal="Quenby Wire"/>
    <versionCreated>2025-03-04T06:00:00+01:00</versionCreated>
    <firstCreated>2025-03-04T05:00:00+01:00</firstCreated>{meta}</itemMeta>
    <contentMeta><language tag="en-GB"/><by>Ida Holm</by><headline>Weir <b>to</b> reopen</headline>
    </contentMeta>
    <contentSet>{content}</contentSet></{name}>"""


def message(*items: str) -> str:
    inside = "".join(items)
    return f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>
    <itemSet>{inside}</itemSet></newsMessage>"""


def items(xml: str) -> tuple[Item, ...]:
    return read_newsml(xml.encode(), now=NOW).items


@pytest.mark.parametrize(
    ("content", "body", "content_type"),
    [
        (NITF, "The weir is safe, she said.\n\nSince March\n\nIt was closed.", "text/plain"),
        (XHTML, "<p>The weir is safe &amp; dry.</p>", "text/html"),
        (PLAIN, "The weir is safe.", "text/plain"),
        (PLAIN + NITF + XHTML, "<p>The weir is safe &amp; dry.</p>", "text/html"),
        (
            '<inlineData contenttype="text/html">&lt;p&gt;Yes&lt;/p&gt;</inlineData>',
            "<p>Yes</p>",
            "text/html",
        ),
        (
            "<inlineData contenttype='text/plain'>\n&lt;p&gt;Yes&lt;/p&gt;</inlineData>",
            "<p>Yes</p>",
            "text/html",
        ),
        ('<inlineData contenttype="text/plain" encoding="base64">WWVz</inlineData>', "", "text/plain"),
        ('<remoteContent contenttype="image/jpeg" href="https://wire.example/p.jpg"/>', "", "text/plain"),
    ],
    ids=["nitf", "xhtml", "plain", "best", "html", "html called plain", "base64", "picture"],
)
def test_content_is_read(content: str, body: str, content_type: str) -> None:
    (item,) = items(news(content))
    assert body in item.body if content_type == "text/html" else item.body == body
    assert item.content_type == content_type
    assert item.extent == ("full" if body else None)


def test_metadata_is_read() -> None:
    (item,) = items(news(PLAIN))
    assert item == Item(
        url="https://wire.example/71",
        guid="https://wire.example/71",
        headline="Weir to reopen",
        body="The weir is safe.",
        extent="full",
        byline="Ida Holm",
        outlet="Quenby Wire",
        published_at="2025-03-04T05:00:00+01:00",
        updated_at="2025-03-04T06:00:00+01:00",
        language="en-GB",
    )


def test_a_message_is_its_items_in_order() -> None:
    got = items(message(news(PLAIN, guid="a"), news("", name="packageItem", guid="b"), news(NITF, guid="c")))
    assert [(item.guid, bool(item.body)) for item in got] == [("a", True), ("b", False), ("c", True)]


def test_what_is_not_for_use_is_a_problem() -> None:
    withdrawn = news(PLAIN, meta='<pubStatus qcode="stat:canceled"/>')
    later = news(PLAIN, meta="<embargoed>2025-06-02T00:00:00Z</embargoed>")
    over = news(PLAIN, meta="<embargoed>2025-05-02T00:00:00Z</embargoed><pubStatus qcode='stat:usable'/>")
    document = read_newsml(message(withdrawn, later, over).encode(), now=NOW)
    assert len(document.items) == 1
    assert [problem.reason for problem in document.problems] == [
        "its publishing status is canceled",
        "under embargo until 2025-06-02T00:00:00+00:00",
    ]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DECLARED = f'<!DOCTYPE newsItem [<!ENTITY l0 "ha">{LAUGHS}]>'


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("", "not XML"),
        ("plain", "not XML"),
        ("<newsItem", "not XML"),
        ("<rss/>", "root is <rss>"),
        (DECLARED + news("<inlineData>&l11;</inlineData>"), "declares entities"),
        (DECLARED + news(PLAIN, guid="&l11;"), "declares|not XML"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + news("&e;"), "declares entities"),
        (news("<a>" * 300 + "</a>" * 300), "too complex|not XML"),
        ("<a>" + "<b/>" * 200_000 + "</a>", "too complex"),
    ],
)
def test_what_is_hostile_or_not_newsml_is_an_error(xml: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        items(xml)


def test_an_external_document_type_is_not_fetched() -> None:
    """Only what the document itself says is read."""
    (item,) = items('<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:9/x.dtd">' + news(PLAIN))
    assert item.body == "The weir is safe."


@given(st.integers(0, 1500), st.binary(max_size=30))
def test_damage_is_an_error_or_articles(at: int, junk: bytes) -> None:
    data = message(news(NITF), news(XHTML)).encode()
    try:
        document = read_newsml(data[:at] + junk + data[at:], now=NOW)
    except InputError:
        return
    assert all(article(item).encode() for item in document.items if item.body.strip())
