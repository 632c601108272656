"""Faults that feeds often have: each item comes out as its publisher meant it."""

from __future__ import annotations

import pytest

from claimwire.normalize import raw_article_id
from claimwire.sources.articles import article_of
from claimwire.sources.documents import read_document
from claimwire.sources.extents import without_signature
from claimwire.sources.items import Document, DocumentError
from claimwire.sources.opml import read_opml


def rss(*items: str, end: str = "</channel></rss>") -> Document:
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>{"".join(items)}{end}'
    return read_document(text.encode(), content_type="", charset=None, base="https://courier.example/rss")


def atom(content: str) -> Document:
    about = '<id>t:1</id><title>Mill</title><link href="/1"/>'
    entry = f'<entry>{about}<content type="html">{content}</content></entry>'
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>{entry}</feed>'
    return read_document(text.encode(), content_type="", charset=None, base="https://courier.example/atom")


def test_a_bare_ampersand_or_less_than_sign_is_itself() -> None:
    (item,) = rss(
        "<item><title>Nuts & bolts</title><link>https://courier.example/a?x=1&y=2</link>"
        "<description>The R&D chief of P&O said 2 < 3 &eacute;t &amp; so on.</description></item>"
    ).items
    assert (item.headline, item.url) == ("Nuts & bolts", "https://courier.example/a?x=1&y=2")
    assert "R&D chief of P&O said 2 " in item.body.replace("&amp;", "&")
    assert "D;" not in item.body


def test_items_that_share_a_link_are_told_apart_by_guid_unless_they_are_the_same_story() -> None:
    items = rss(
        *(
            f"<item><title>{title}</title><link>https://courier.example/live</link><guid>{guid}</guid>"
            f"<description>{title} it is.</description></item>"
            for title, guid in (("Mill", "m"), ("Weir", "w"))
        ),
        "<item><title>Ferry</title><link>https://courier.example/f</link><guid>f#0</guid></item>",
        "<item><title>Ferry</title><link>https://courier.example/f</link><guid>f#1</guid></item>",
    ).items
    assert [item.url for item in items] == [None, None, *["https://courier.example/f"] * 2]
    ids = {
        raw_article_id(
            article_of(item, outlet=None, feed="https://c.example", retrieved_at=None, language=None)
        )
        for item in items[:2]
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (
            "<p>It shut.</p><p>The post <a href='x'>Mill</a> appeared first on <a href='y'>Courier</a>.</p>",
            "<p>It shut.</p>",
        ),
        ("<p>It shut. The post Mill first appeared on Courier.</p>", "<p>It shut.</p>"),
        ("The post office appeared first on maps in 1840, she said. It shut." + " It is old." * 250, None),
    ],
)
def test_a_blogs_signature_is_no_text(body: str, left: str | None) -> None:
    assert without_signature(body) == (body if left is None else left)


@pytest.mark.parametrize(
    ("content", "extent"),
    [
        ("The mill will shut in May, Orla Finch said on Monday, and forty people will go.", "summary"),
        ("&lt;p&gt;The mill will shut.&lt;/p&gt;&lt;p&gt;Forty people will go, she said.&lt;/p&gt;", "full"),
        ("The mill will shut in May, she said. " * 12, "full"),
    ],
)
def test_a_teaser_in_an_atom_feeds_content_is_a_summary(content: str, extent: str) -> None:
    assert [item.extent for item in atom(content).items] == [extent]


def test_a_feed_that_breaks_off_says_so_and_gives_what_is_whole() -> None:
    whole = "<item><title>Mill</title><link>https://courier.example/1</link></item>"
    assert not rss(whole).is_cut
    cut = rss(whole, end="<item><title>We")
    assert cut.is_cut
    assert cut.items[0].headline == "Mill"


def test_a_list_of_feeds_may_be_addresses_one_a_line_and_a_broken_one_is_told() -> None:
    listed = read_opml(b"# ours\nhttps://a.example/rss\n\nnot one\nhttps://b.example/\n", name="list")
    assert [one.url for one in listed.subscriptions] == ["https://a.example/rss", "https://b.example/"]
    assert [problem.reason for problem in listed.problems] == ["not an http or https URL: 'not one'"]
    cut = read_opml(b'<opml><body><outline xmlUrl="https://a.example/rss"/><outl', name="list")
    assert (len(cut.subscriptions), cut.problems[0].reason) == (
        1,
        "the list is truncated",
    )
    with pytest.raises(DocumentError, match="no feeds in it"):
        read_opml(b"<opml><body></body></opml>", name="list")
