"""Sitemaps: pages, news with their headlines, and indexes that lead to more sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from claimwire.sources.entry import MAX_ITEMS
from claimwire.sources.fields import absolute_url, clean, line
from claimwire.sources.items import Document, DocumentError, Item, Problem
from claimwire.sources.markup import child_text, children, local_name, parse_lenient, utf8

_MAX_LINKS = 10_000
_FOR_PAYING = {"subscription": True}
"""What `news:access` says; `registration` is free of charge."""


def read_sitemap(text: str, *, base: str) -> Document:
    """Return a sitemap's pages as items without a text, or an index's sitemaps as links.

    A sitemap that breaks off gives what stands before. Raises `DocumentError` (`malformed`) for what is none.
    """
    root = parse_lenient(utf8(text))
    name = "" if root is None else local_name(root)
    if root is None or name not in ("urlset", "sitemapindex"):
        raise DocumentError("malformed", "not a sitemap, though it begins like one")
    if name == "sitemapindex":
        return Document(kind="sitemap_index", links=tuple(islice(_sitemaps(root, base), _MAX_LINKS)))
    found = list(islice(_pages(root, base), MAX_ITEMS))
    return Document(
        kind="sitemap",
        items=tuple(one for one in found if isinstance(one, Item)),
        problems=tuple(one for one in found if isinstance(one, Problem)) + _overflow(root),
    )


def _overflow(root: etree._Element) -> tuple[Problem, ...]:
    if next(islice(children(root, "url"), MAX_ITEMS, None), None) is None:
        return ()
    return (Problem(f"item {MAX_ITEMS + 1}", f"more than {MAX_ITEMS:,} items: the rest is left out"),)


def _sitemaps(root: etree._Element, base: str) -> Iterator[str]:
    for sitemap in children(root, "sitemap"):
        if url := absolute_url(child_text(sitemap, "loc"), base=base):
            yield url


def _pages(root: etree._Element, base: str) -> Iterator[Item | Problem]:
    for number, page in enumerate(children(root, "url"), 1):
        written = child_text(page, "loc")
        url = absolute_url(written, base=base)
        if url is None:
            yield Problem(f"item {number}", f"not a link to follow: {clean(written)[:100]!r}")
        else:
            yield _page(page, url)


def _page(page: etree._Element, url: str) -> Item:
    modified = line(child_text(page, "lastmod"))
    news = next(children(page, "news"), None)
    if news is None:
        return Item(url=url, updated_at=modified)
    publication = next(children(news, "publication"), None)
    return Item(
        url=url,
        headline=line(child_text(news, "title")),
        outlet=None if publication is None else line(child_text(publication, "name")),
        published_at=line(child_text(news, "publication_date")),
        updated_at=modified,
        language=None if publication is None else line(child_text(publication, "language")),
        paywalled=_FOR_PAYING.get((child_text(news, "access") or "").strip().lower()),
    )
