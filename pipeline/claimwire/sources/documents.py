"""Documents: the bytes of a document become its items, whatever the server calls them."""

from __future__ import annotations

import zlib
from typing import Any

import orjson

from claimwire.sources.discovery import is_robots, read_robots, read_site_page
from claimwire.sources.items import Document, DocumentError
from claimwire.sources.json_feed import read_json_feed
from claimwire.sources.markup import decode_markup, root_name
from claimwire.sources.rss import read_rss
from claimwire.sources.sitemap import read_sitemap

MAX_BYTES = 32 * 1024 * 1024
"""Of a document, after decompression."""
_GZIP = b"\x1f\x8b"
_FEEDS = ("rss", "rdf", "feed", "channel")
_SITEMAPS = ("urlset", "sitemapindex")
_BURIED = ("<rss", "<feed", "<rdf:rdf")
_JUNK = 8192


def read_document(
    data: bytes, *, content_type: str, charset: str | None, base: str, max_bytes: int = MAX_BYTES
) -> Document:
    """Return the items and links of a feed, a sitemap, a site's page or a robots.txt.

    What the document itself begins with decides; `content_type` only where nothing else does, since servers
    give feeds any. `charset` is believed as far as `decode_bytes` does. Links are relative to `base`. Raises
    `DocumentError`, whose message begins with `base`.
    """
    try:
        return _read(_unpacked(data, max_bytes), content_type, charset, base)
    except DocumentError as error:
        raise DocumentError(error.reason, f"{base}: {error}") from None


def _read(data: bytes, content_type: str, charset: str | None, base: str) -> Document:
    text = decode_markup(data, charset=charset)
    start = text[:_JUNK].lstrip("\ufeff \t\r\n\0")
    if not start:
        raise DocumentError("empty", "an empty document")
    if start[0] in "{[":
        return read_json_feed(_json_feed(text), base=base)
    root = root_name(text)
    if root in _FEEDS or (root not in _SITEMAPS and _is_buried(start, root)):
        return read_rss(text, base=base)
    if root in _SITEMAPS:
        return read_sitemap(text, base=base)
    if root == "html" or (start[0] == "<" and root != "opml" and "html" in content_type):
        return read_site_page(text, base=base)
    if root is None and is_robots(text):
        return read_robots(text, base=base)
    raise DocumentError("unknown_kind", _not_known(root, content_type))


def _is_buried(start: str, root: str | None) -> bool:
    """Tell whether a feed stands behind a warning or some other junk."""
    return root != "html" and any(name in start.lower() for name in _BURIED)


def _not_known(root: str | None, content_type: str) -> str:
    if root == "opml":
        return "a list of feeds (OPML), not a feed: `claimwire feeds import` reads it"
    what = f"its first element is <{root}>" if root else "it does not begin with markup"
    return (
        f"not an RSS or Atom feed, JSON Feed, sitemap or page: {what} ({content_type or 'no content type'})"
    )


def _json_feed(text: str) -> dict[str, Any]:
    try:
        fields = orjson.loads(text.strip("\ufeff \t\r\n\0").encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        raise DocumentError("malformed", f"not JSON: {error}") from None
    version = fields.get("version") if isinstance(fields, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise DocumentError(
            "unknown_kind", "JSON, but not a JSON Feed: its `version` is not one of jsonfeed.org"
        )
    return dict(fields)


def _unpacked(data: bytes, most: int) -> bytes:
    """Return a document without the gzip that sitemaps are kept in."""
    if data.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            data = unpacker.decompress(data, most + 1)
        except zlib.error as error:
            raise DocumentError("malformed", f"not gzip, though it begins like it: {error}") from None
        if not unpacker.eof and len(data) <= most:
            raise DocumentError("malformed", "the gzip file is truncated")
    if len(data) > most:
        raise DocumentError("too_large", f"larger than {most:,} bytes")
    return data
