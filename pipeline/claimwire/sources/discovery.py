"""Discovery: the feeds that a site's page names, and the sitemaps that its robots.txt names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import html
from lxml.etree import LxmlError, _Element

from claimwire.sources.fields import absolute_url, line
from claimwire.sources.items import Document, DocumentError

_MAX_LINKS = 200
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x.atom+xml",
        "text/rss+xml",
        "text/atom+xml",
    }
)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ROBOTS_LINE = re.compile(r"^\s*(?:user-agent|sitemap)\s*:", re.IGNORECASE | re.MULTILINE)


def read_site_page(text: str, *, base: str) -> Document:
    """Return an HTML page as a document that has only links: the feeds that it names, in its order.

    Raises `DocumentError` (`malformed`) for what cannot be read as HTML.
    """
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), _utf8_parser())
    except (LxmlError, ValueError) as error:
        raise DocumentError("malformed", f"not a readable page: {error}") from None
    named = next((tag.get("href") for tag in root.iter("base") if tag.get("href")), "")
    base = absolute_url(named, base=base) or base
    title = next(root.iter("title"), None)
    return Document(
        kind="page",
        title=None if title is None else line(title.text_content()),
        language=line(root.get("lang")),
        links=_links(_feeds(root), base),
    )


def is_robots(text: str) -> bool:
    """Tell whether a text is a robots.txt."""
    return _ROBOTS_LINE.search(text[:100_000]) is not None


def read_robots(text: str, *, base: str) -> Document:
    """Return a robots.txt as a document that has only links: the sitemaps that it names."""
    return Document(kind="page", links=_links((found[1] for found in _SITEMAP_LINE.finditer(text)), base))


def _utf8_parser() -> html.HTMLParser:
    return html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )


def _links(written: Iterable[str], base: str) -> tuple[str, ...]:
    urls = (absolute_url(one, base=base) for one in written)
    return tuple(islice(dict.fromkeys(url for url in urls if url), _MAX_LINKS))


def _feeds(root: _Element) -> Iterator[str]:
    for link in root.iter("link", "a"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if link.get("href") and ("feed" in relations or ("alternate" in relations and kind in _FEED_TYPES)):
            yield link.get("href")
