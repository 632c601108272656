"""NITF documents and NewsML 1: the wire formats before NewsML-G2 become items."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.sources.items import Item
from claimwire.sources.newsml import read_newsml
from tests.sources.news_items import newsml_1, nitf

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def one(xml: str) -> Item:
    (item,) = read_newsml(xml.encode(), now=NOW).items
    return item


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://iptc.org/std/NITF/2006-10-18/"'])
def test_a_document_is_an_item(namespace: str) -> None:
    assert one(nitf(namespace=namespace)) == Item(
        guid="QW.71",
        headline="Weir to reopen",
        body="The weir is safe, she said.\n\nLocks:\nQuenby 2\nTarn 3",
        extent="full",
        byline="Ida Holm",
        outlet="Quenby Wire",
        published_at="20260304T050000+0100",
        language="en-GB",
    )


def test_what_a_publication_says_of_itself_comes_first() -> None:
    item = one(nitf(docdata='<pubdata name="Tarn Echo" ex-ref="https://echo.example/weir"/>'))
    assert (item.outlet, item.url) == ("Tarn Echo", "https://echo.example/weir")


def test_titles_are_no_part_of_a_byline() -> None:
    marked = "<person>Ida Holm</person>"
    assert one(nitf().replace(marked, "Ida Holm")).byline == "By Ida Holm"
    assert one(nitf().replace(marked, f"{marked} and <person>Per Moe</person>")).byline == "Ida Holm, Per Moe"


def test_html_in_plain_content_is_html() -> None:
    item = one(newsml_1(content="&lt;P&gt;The weir&lt;/P&gt;&lt;P&gt;is safe.&lt;/P&gt;"))
    assert (item.content_type, item.body[:12]) == ("text/html", "<P>The weir<")


def test_an_older_item_is_an_item() -> None:
    assert one(newsml_1()) == Item(
        guid="urn:newsml:wire.example:71:1",
        headline="Weir to reopen",
        body="The weir is safe.",
        extent="full",
        byline="Ida Holm",
        outlet="Quenby Wire",
        published_at="20260304T040000+0000",
        updated_at="20260304T050000+0000",
        language="en",
    )


@pytest.mark.parametrize("make", [nitf, newsml_1])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_utf_8_may_be_declared_as_anything(make: Callable[[], str], charset: str) -> None:
    xml = make().replace("Weir", "Wéir").replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"')
    (item,) = read_newsml(xml.encode(charset), now=NOW).items
    assert (item.headline or "").startswith("Wéir")


@pytest.mark.parametrize(
    "namespaced",
    [
        newsml_1().replace("<NewsML", '<NewsML xmlns="http://iptc.org/std/NewsML/2003-10-10/"'),
        re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", newsml_1()).replace(
            "<n:NewsML", '<n:NewsML xmlns:n="http://iptc.org/std/NewsML/2003-10-10/"'
        ),
    ],
)
def test_an_older_item_in_a_namespace_is_the_same(namespaced: str) -> None:
    assert one(namespaced) == one(newsml_1())


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("The weir\nis safe.", "The weir\nis safe."),
        ("<html><body><p>The weir</p><p>is safe.</p></body></html>", "The weir\n\nis safe."),
        (
            "<nitf><body><body.content><p>The weir is safe.</p></body.content></body></nitf>",
            "The weir is safe.",
        ),
        ("", "A lock."),
    ],
)
def test_the_longest_content_is_the_text(content: str, body: str) -> None:
    assert one(newsml_1(content=content)).body == body


EMBARGOED = ' management-status="embargoed"'
LATER = "<StatusWillChange><DateAndTime>20260602T000000+0000</DateAndTime></StatusWillChange>"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (nitf(status=' management-status="canceled"'), "its publishing status is canceled"),
        (
            nitf(docdata='<date.release norm="20260602T000000+0000"/>'),
            "under embargo until 2026-06-02T00:00:00+00:00",
        ),
        (
            nitf(status=EMBARGOED, docdata='<date.release norm="20260602T000000+0000"/>'),
            "under embargo until 2026-06-02T00:00:00+00:00",
        ),
        (nitf(status=EMBARGOED), "its publishing status is embargoed"),
        (
            nitf(docdata='<date.release norm="2 June 2026, 8 in the morning"/>'),
            "under embargo until a time that cannot be read: 2 June 2026, 8 in the morning",
        ),
        (
            nitf(docdata='<date.release norm="1 June 2026 18:00 IST"/>'),
            "under embargo until a time that cannot be read: 1 June 2026 18:00 IST",
        ),
        (
            nitf(docdata='<date.release norm="1 June 2026"/>'),
            "under embargo until 2026-06-01T12:00:00+00:00",
        ),
        (nitf(docdata='<date.release norm="20260601"/>'), "under embargo until 2026-06-01T12:00:00+00:00"),
        (
            nitf(docdata='<date.release norm="31 May 2026 6:30 p.m."/>'),
            "under embargo until 2026-06-01T06:30:00+00:00",
        ),
        (
            nitf(docdata='<date.release norm="9999-12-31T23:00"/>'),
            "under embargo until a time that cannot be read: 9999-12-31T23:00",
        ),
        (newsml_1(status="Withheld"), "its publishing status is withheld"),
        (newsml_1(status="Embargoed"), "its publishing status is embargoed"),
        (newsml_1(status="Embargoed", manage=LATER), "under embargo until 2026-06-02T00:00:00+00:00"),
    ],
)
def test_what_is_not_for_use_is_a_problem(xml: str, reason: str) -> None:
    document = read_newsml(xml.encode(), now=NOW)
    assert (document.items, [problem.reason for problem in document.problems]) == ((), [reason])


@pytest.mark.parametrize(
    "xml",
    [
        nitf(status=EMBARGOED, docdata='<date.release norm="20260601T000000+0000"/>'),
        nitf(status=EMBARGOED, docdata='<date.release norm="1 June 2026, 00:00 GMT"/>'),
        nitf(docdata='<date.release norm="20260531"/>'),
        nitf(docdata='<date.release norm="31 May 2026"/>'),
        nitf(docdata='<date.release norm="1 June 2026 02:00 +02:00"/>'),
        nitf(docdata='<date.release norm="1 June 2026 02:00 +0200"/>'),
        newsml_1(status="Embargoed", manage=LATER.replace("0602", "0531")),
        newsml_1(manage=LATER),
    ],
)
def test_an_embargo_that_is_over_holds_nothing_back(xml: str) -> None:
    assert one(xml).headline == "Weir to reopen"


@given(
    st.sampled_from([nitf(), newsml_1()]), st.integers(0, 1500), st.binary(max_size=30), st.integers(0, 40)
)
def test_damage_is_an_error_or_items(xml: str, at: int, junk: bytes, cut: int) -> None:
    data = xml.encode()
    try:
        document = read_newsml(data[:at] + junk + data[at + cut :], now=NOW)
    except InputError:
        return
    assert len(document.items) + len(document.problems) <= 1
