"""One address has one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.canonical_url import LONGEST, canonical_url, host_of, own_address


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example:443/a/../b?id=7&utm_source=x#top", "https://news.example/b?id=7"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example.:80/", "http://news.example/"),
        ("http://tom:pass@news.example:8080/x", "http://news.example:8080/x"),
        ("http://bücher.example/ä?q=ü", "http://xn--bcher-kva.example/%C3%A4?q=%C3%BC"),
        ("http://news.example/%7etom/%2f%c3%a4", "http://news.example/~tom/%2F%C3%A4"),
        ("http://news.example/a b/100%", "http://news.example/a%20b/100%25"),
        ("http://news.example/?b=2&fbclid=z&a=1&", "http://news.example/?b=2&a=1"),
        ("http://news.example/?ref=7&source=print&id=1", "http://news.example/?ref=7&source=print&id=1"),
        ("http://news.example/./a/b/..", "http://news.example/a/"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("  http://news.example/x\n", "http://news.example/x"),
    ],
)
def test_the_canonical_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/x",
        "//news.example/x",
        "ftp://news.example/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:desk@news.example",
        "http://",
        "http://news..example/",
        "http://news.example:99999/",
        "http://news.example:port/",
        "http://[::1/",
        "http://<script>/",
        "http://" + "ü" * 300 + ".example/",
        "http://news.example/" + "ü" * LONGEST,
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("named", "url", "own"),
    [
        ("https://echo.example/b?utm_source=x", "https://echo.example/a", "https://echo.example/b"),
        ("/b", "https://echo.example/amp/b", "https://echo.example/b"),
        ("https://www.echo.example/b", "https://amp.echo.example/b", "https://www.echo.example/b"),
        ("https://echo.example/b", "https://m.echo.example/b", "https://echo.example/b"),
        ("https://news.echo.example/b", "https://www.echo.example/b", "https://news.echo.example/b"),
        ("https://echo.example/b", "http://echo.example/b", "https://echo.example/b"),
        ("https://echo.example/b", "https://echo.example/b", None),
        ("https://echo.example/", "https://echo.example/b", None),
        ("https://herald.example/b", "https://echo.example/b", None),
        ("https://badecho.example/b", "https://echo.example/b", None),
        ("https://echo.example.herald.example/b", "https://echo.example/b", None),
        ("https://example/b", "https://echo.example/b", None),
        ("//[::1/b", "https://echo.example/b", None),
        ("javascript:alert(1)", "https://echo.example/b", None),
        ("", "https://echo.example/b", None),
    ],
)
def test_the_address_that_a_page_names_as_its_own(named: str, url: str, own: str | None) -> None:
    """Only of the same site, since a page may name any."""
    assert own_address(named, url=url) == own


@given(st.text(max_size=60))
def test_any_text_is_an_own_address_or_none(named: str) -> None:
    own = own_address(named, url="https://echo.example/a/b")
    assert own is None or canonical_url(own) == own


PARTS = st.lists(
    st.sampled_from(
        ["/", "..", ".", "%41", "%2f", "%zz", "%", "é", "?", "&", "=", "utm_x=1", "#", "a", " ", "\\", "+"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(PARTS)
def test_a_canonical_url_is_its_own_canonical_url(rest: str) -> None:
    once = canonical_url("http://news.example/" + rest)
    assert once is None or (canonical_url(once) == once and once.isascii())


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_none(text: str) -> None:
    for url in (text, "http://" + text, "https://a.example:" + text):
        once = canonical_url(url)
        assert once is None or canonical_url(once) == once


def test_the_host_is_without_www() -> None:
    assert host_of("https://www.news.example:8443/x") == "news.example"
