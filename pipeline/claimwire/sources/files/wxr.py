"""WXR, WordPress's export of a site: its published posts, with their dates, writers and addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from claimwire.sources.fields import absolute_url, line, plain_line
from claimwire.sources.items import Document, DocumentError, Item
from claimwire.sources.markup import child_text, children, local_name, parse_lenient, utf8

_MARK = b"wordpress.org/export/"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SHORTCODE = re.compile(r"\[/?(?:[a-z][\w-]{1,30})(?:\s[^\[\]]{0,2000})?/?\]")
_BLOCKS = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|table|figure|pre)\b", re.IGNORECASE)
_POSTS = ("post", "page")


def is_wxr(head: bytes) -> bool:
    """Tell whether a document begins as such an export does."""
    return _MARK in head


def read_wxr(text: str) -> Document:
    """Return the published posts and pages of an export, and what else is in it, counted.

    Raises `DocumentError`.
    """
    root = parse_lenient(utf8(text))
    channel = None if root is None else next(children(root, "channel"), None)
    if channel is None:
        raise DocumentError("malformed", "an unreadable WordPress export")
    writers = dict(_writers(channel))
    passed = Counter[str]()
    items: list[Item] = []
    for post in children(channel, "item"):
        if reason := _no_article(post):
            passed[reason] += 1
        else:
            items.append(_item(post, writers))
    return Document(
        "file",
        title=plain_line(child_text(channel, "title")),
        language=line(child_text(channel, "language")),
        items=tuple(items),
        passed=tuple(passed.most_common()),
    )


def _no_article(post: etree._Element) -> str | None:
    kind = child_text(post, "post_type") or "post"
    if kind not in _POSTS:
        return f"of type {kind[:40]}"
    status = child_text(post, "status") or "publish"
    if status != "publish":
        return f"with status {status[:40]}"
    return "with a password" if child_text(post, "post_password") else None


def _item(post: etree._Element, writers: dict[str, str]) -> Item:
    writer = child_text(post, "creator")
    at = child_text(post, "post_date_gmt") or ""
    return Item(
        url=absolute_url(child_text(post, "link"), base=""),
        guid=line(child_text(post, "guid")),
        headline=plain_line(child_text(post, "title")),
        body=_html(post.findtext(_CONTENT) or ""),
        content_type="text/html",
        extent="full",
        byline=line(writers.get(writer or "", writer)),
        published_at=f"{at}Z" if at[:4].strip("0") else line(child_text(post, "pubdate")),
    )


def _writers(channel: etree._Element) -> Iterator[tuple[str, str]]:
    for author in channel:
        login, name = child_text(author, "author_login"), child_text(author, "author_display_name")
        if local_name(author) == "author" and login and name:
            yield login, name


def _html(content: str) -> str:
    """Return a post as WordPress shows it: blank lines part paragraphs, shortcodes are gone."""
    shown = _SHORTCODE.sub("", content)
    if _BLOCKS.search(shown):
        return "".join(
            part if _BLOCKS.match(part.lstrip()) else f"<p>{part}</p>"
            for part in re.split(r"\n\s*\n", shown)
            if part.strip()
        )
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", shown) if part.strip())
