"""ninjs: versions 2 and 3 (and 1) become the same item; what is not for use is kept back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.sources.items import Item
from claimwire.sources.ninjs import read_ninjs
from tests.builders import a_raw_article
from tests.sources.archives import article

NOW = datetime(2025, 6, 1, tzinfo=UTC)
SECOND: dict[str, Any] = {
    "uri": "https://wire.example/items/71",
    "pubstatus": "usable",
    "firstcreated": "2025-03-04T05:06:07+01:00",
    "versioncreated": "2025-03-04T06:00:00+01:00",
    "language": "en-GB",
    "by": "Ida Holm",
    "copyrightholder": "Quenby Wire",
    "headlines": [{"role": "sub", "value": "Second"}, {"role": "main", "value": "Weir to reopen"}],
    "bodies": [
        {"contenttype": "text/plain", "value": "The weir will reopen, she said. And more besides."},
        {"contenttype": "text/html", "value": "<p>The weir will reopen, she said.</p>"},
    ],
}
RENAMED = {"pubstatus": "pubStatus", "firstcreated": "firstCreated", "versioncreated": "versionCreated"}
THIRD = {RENAMED.get(name, name): value for name, value in SECOND.items()} | {
    "bodies": [{"contentType": "text/html", "value": "<p>The weir will reopen, she said.</p>"}]
}
FIRST = {
    **{name: value for name, value in SECOND.items() if name not in ("by", "headlines", "bodies")},
    "byline": "Ida Holm",
    "headline": "Weir to reopen",
    "body_html": "<p>The weir will reopen, she said.</p>",
    "body_text": "The weir will reopen, she said.",
}


def item(fields: dict[str, Any]) -> Item:
    document = read_ninjs(orjson.dumps(fields), now=NOW)
    assert document is not None
    (one,) = document.items
    return one


@pytest.mark.parametrize("fields", [FIRST, SECOND, THIRD], ids=["1", "2", "3"])
def test_each_version_gives_the_same_item(fields: dict[str, Any]) -> None:
    assert item(fields) == Item(
        url="https://wire.example/items/71",
        guid="https://wire.example/items/71",
        headline="Weir to reopen",
        body="<p>The weir will reopen, she said.</p>",
        content_type="text/html",
        extent="full",
        byline="Ida Holm",
        outlet="Quenby Wire",
        published_at="2025-03-04T05:06:07+01:00",
        updated_at="2025-03-04T06:00:00+01:00",
        language="en-GB",
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"uri": "urn:newsml:q:1"}, {"url": None, "guid": "urn:newsml:q:1"}),
        ({"representationtype": "partial"}, {"extent": "summary"}),
        (
            {"bodies": [], "descriptions": [{"contenttype": "text/plain", "value": "In short."}]},
            {"body": "In short.", "content_type": "text/plain", "extent": "summary"},
        ),
        ({"bodies": [{"contenttype": "image/png", "value": "iVBOR"}]}, {"body": ""}),
        (
            {
                "bodies": [
                    {
                        "contenttype": "application/nitf+xml",
                        "value": "<nitf><body.content><p>One.</p><p>Two.</p></body.content></nitf>",
                    }
                ]
            },
            {"body": "One.\n\nTwo.", "content_type": "text/plain"},
        ),
        ({"copyrightholder": "", "infosources": [{"name": "Tarn Radio"}]}, {"outlet": "Tarn Radio"}),
        ({"headlines": [], "title": "A title"}, {"headline": "A title"}),
        (
            {"language": 7, "by": ["x"], "headlines": {"value": "x"}, "infosources": 1, "copyrightholder": 1},
            {"language": None, "byline": None, "outlet": None, "headline": None},
        ),
    ],
)
def test_what_an_item_says_is_read(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    got = item(SECOND | changed)
    assert {name: getattr(got, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"pubstatus": "withheld"}, "status is withheld"),
        ({"pubstatus": "canceled"}, "status is canceled"),
        ({"embargoed": "2025-06-01T00:00:01Z"}, "embargo until 2025-06-01T00:00:01"),
        ({"embargoedUntil": "2025-06-02T00:00:00"}, "embargo until 2025-06-02"),
        ({"embargoed": "soon"}, "cannot be read: soon"),
    ],
)
def test_what_is_not_for_use_is_a_problem(changed: dict[str, Any], reason: str) -> None:
    document = read_ninjs(orjson.dumps(SECOND | changed), now=NOW)
    assert document is not None
    assert document.items == ()
    assert reason in document.problems[0].reason


def test_an_embargo_that_is_over_holds_nothing_back() -> None:
    assert item(SECOND | {"embargoed": "2025-05-31T23:59:59Z"}).body


@pytest.mark.parametrize("data", [b"", b"[1]", b"{}", b'{"uri": 1}', a_raw_article().encode()])
def test_a_raw_article_is_not_taken_for_one(data: bytes) -> None:
    assert read_ninjs(data, now=NOW) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)

NAMES = [*FIRST, *SECOND, *THIRD, "descriptions", "infosources", "URI"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_object_with_a_uri_is_an_item_or_a_problem(fields: dict[str, Any]) -> None:
    """Whatever types its members have; an item is an article that the wire takes."""
    document = read_ninjs(orjson.dumps(fields | {"uri": "u"}), now=NOW)
    assert document is not None
    assert len(document.items) + len(document.problems) == 1
    for one in document.items:
        assert not one.body.strip() or article(one).encode()


@pytest.mark.parametrize("kind", ["picture", "graphic"])
def test_a_picture_has_no_text(kind: str) -> None:
    assert item(SECOND | {"type": kind}).body == ""
    assert item(FIRST | {"type": kind}).body == ""
    assert item(SECOND | {"type": "text"}).body != ""
