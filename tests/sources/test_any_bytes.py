"""Any bytes end in a document or a named error, and so does every feed of feedparser's own tests."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimwire.sources.articles import NotAnArticle, article_of
from claimwire.sources.documents import read_document
from claimwire.sources.items import Document, DocumentError
from claimwire.sources.markup import decode_markup, utf8
from claimwire.sources.rss_fast import read_well_formed
from claimwire.sources.rss_lenient import read_leniently
from claimwire_schemas import RawArticle
from tests.cpu import cpu_s, takes_less
from tests.sources.feeds import ATOM, RSS
from tests.sources.real_feeds import feeds_of, source_distribution
from tests.sources.test_adapters import NEWS, OPML, json_feed
from tests.strategies import examples

SEEDS = [RSS.encode(), ATOM.encode(), NEWS.encode(), OPML.encode(), json_feed({"id": 1, "content_text": "a"})]
BASE = "https://tarn.example/feed"


def read(data: bytes, *, charset: str | None = None, base: str = BASE) -> Document | None:
    """Return the document, or None where a named error says that there is none."""
    try:
        return read_document(data, content_type="text/html", charset=charset, base=base)
    except DocumentError:
        return None


def check_articles(document: Document | None) -> None:
    """Every item is an article that the wire can carry, or a named error."""
    for item in document.items if document else ():
        try:
            article = article_of(item, outlet=None, feed=BASE, retrieved_at=None, language=None)
        except NotAnArticle:
            continue
        assert RawArticle.decode(article.encode()) == article


@examples(150)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "latin-1", "rot13", "\0"]))
@example(b"<rss><channel><item><title>&#xD800;</title></item>", None)
@example(b'{"version": "https://jsonfeed.org/version/1", "items": [{"content_text": "\\ud800"}]}', None)
@example(b"<" * 5000, None)
@example(b"<!DOCTYPE rss [" * 500, None)
def test_any_bytes_are_a_document_or_a_named_error(data: bytes, charset: str | None) -> None:
    check_articles(read(data, charset=charset))


@examples(150)
@given(st.sampled_from(SEEDS), st.binary(max_size=40), st.integers(0, 1500), st.integers(0, 60))
def test_a_damaged_document_is_a_document_or_a_named_error(
    seed: bytes, noise: bytes, at: int, cut: int
) -> None:
    check_articles(read(seed[:at] + noise + seed[at + cut :]))


@pytest.mark.parametrize(
    "opening", [b"<!--", b"<?x", b"<!DOCTYPE a [", b"<a:", b"<rss ", b"<rss>&a;", b"{", b"sitemap:", b"&lt;"]
)
def test_markup_that_repeats_costs_no_more_than_its_length(opening: bytes) -> None:
    """What is looked for before any parser runs takes time in proportion to the document."""
    documents = (opening * (size // len(opening)) for size in (240_000, 60_000))
    longer, shorter = (partial(cpu_s, partial(read, document)) for document in documents)
    assert takes_less(longer, shorter, times=9)


def test_every_feed_of_feedparsers_tests_is_items_or_a_named_error() -> None:
    outcomes = [read(data, base=f"{BASE}/{name}") for name, data in real_feeds()]
    for document in outcomes:
        check_articles(document)
    assert len(outcomes) > 2000
    # The rest: EBCDIC, raw deflate, Microsoft's channels with no items, and two that are empty.
    assert sum(document is not None for document in outcomes) > 0.98 * len(outcomes)


def test_both_parsers_agree_on_the_well_formed_ones() -> None:
    """Links, titles and dates are feedparser's; what differs is read better, or its tests' own invention."""
    same = different = 0
    for name, data in real_feeds():
        written = utf8(decode_markup(data, charset=None))
        base = f"{BASE}/{name}"
        one, other = read_well_formed(written, base=base), read_leniently(written, base=base)
        if one is None or other is None or len(one.items) != len(other.items):
            continue
        for ours, theirs in zip(one.items, other.items, strict=True):
            for field in ("url", "headline", "byline", "published_at"):
                agreed = getattr(ours, field) == getattr(theirs, field)
                same, different = same + agreed, different + (not agreed)
    assert same > 3000
    assert different < 0.005 * same


def real_feeds() -> list[tuple[str, bytes]]:
    return list(feeds_of(source_distribution("feedparser")))
