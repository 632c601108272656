"""RSS and Atom: a feed's bytes become raw articles; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, cast

import feedparser
from lxml import html
from lxml.etree import ParserError
from pydantic import ValidationError
from yarl import URL

from pipeline.errors import InputError
from pipeline.feed.entries import Entry, Parsed, Position, Unreadable
from pipeline.web.answers import Answer
from schemas import RawArticle

MAX_ITEMS = 10_000
MARKUP = ("text/html", "application/xhtml+xml")
LINE_LENGTH = 2000
URL_LENGTH = 4096


@dataclass(frozen=True)
class Channel:
    """What is said of all items of a feed."""

    url: str
    outlet: str | None
    language: str | None
    retrieved_at: datetime


def parse_feed(fetched: Answer, *, outlet: str | None, retrieved_at: datetime) -> Iterator[Entry]:
    """Yield the items of a feed as articles; an item without a text is an entry that says so.

    Raises `InputError` for what is not a feed.
    """
    feed = _read(fetched)
    if not feed.get("version"):
        raise InputError(f"{fetched.url}: not an RSS or Atom feed ({fetched.content_type})")
    about = feed.feed
    channel = Channel(
        url=fetched.url,
        outlet=outlet or _line(_plain(about, "title")) or URL(fetched.base).host,
        language=_line(about.get("language")),
        retrieved_at=retrieved_at,
    )
    for number, item in enumerate(feed.entries[:MAX_ITEMS], 1):
        yield _entry(item, number, channel)


def _read(fetched: Answer) -> Any:
    headers = {"content-type": fetched.content_type, "content-location": fetched.base}
    try:
        # A stream: given bytes, feedparser tries whether they are the name of a file.
        return feedparser.parse(BytesIO(fetched.data), response_headers=headers)
    except Exception as error:  # noqa: BLE001 # damaged bytes make it raise whatever it stumbles over
        raise InputError(f"{fetched.url}: not a feed that can be read: {error!r:.200}") from None


def _entry(item: Any, number: int, channel: Channel) -> Entry:
    title = _line(_plain(item, "title"))
    where = f"{channel.url}: item {number}" + (f" ({title[:60]})" if title else "")
    after = Position(0, 0, number)
    body, content_type = _text(item)
    if not body.strip():
        return Unreadable(where, after, "no text", bad=False)
    fields = {
        "body": body,
        "content_type": content_type,
        "url": _url(item.get("link")),
        "outlet": channel.outlet,
        "headline": title,
        "byline": _line(item.get("author")),
        "published_at": _line(item.get("published") or item.get("updated")),
        "language": _line(_language(item)) or channel.language,
        "feed": _url(channel.url),
        "guid": _line(item.get("id")),
        "retrieved_at": channel.retrieved_at,
    }
    try:
        return Parsed(where, after, RawArticle.model_validate(fields))
    except ValidationError as error:
        return Unreadable(where, after, error.errors(include_url=False, include_input=False)[0]["msg"])


def _text(item: Any) -> tuple[str, str]:
    """Return the item's fullest text, and what it is: the content where there is one, or the summary."""
    contents = [content for content in item.get("content", ()) if _clean(content.get("value")).strip()]
    if contents:
        best = max(contents, key=lambda content: len(content.value))
        return _clean(best.value), _content_type(best.get("type"))
    return _clean(item.get("summary")), _content_type(item.get("summary_detail", {}).get("type"))


def _content_type(named: str | None) -> str:
    return "text/plain" if named == "text/plain" else "text/html"


def _language(item: Any) -> str | None:
    details = [*item.get("content", ()), item.get("title_detail", {})]
    return next((detail.get("language") for detail in details if detail.get("language")), None)


def _plain(fields: Any, name: str) -> str:
    """Return a field as plain text, whichever way the feed marked it up."""
    text = _clean(fields.get(name))[: LINE_LENGTH * 2]
    if fields.get(f"{name}_detail", {}).get("type") not in MARKUP or not text.strip():
        return text
    try:
        return cast("str", html.fromstring(text).text_content())
    except (ParserError, ValueError):
        return text


def _line(text: str | None) -> str | None:
    return " ".join(_clean(text).split())[:LINE_LENGTH].strip() or None


def _url(text: str | None) -> str | None:
    url = _clean(text).strip()
    return url if 0 < len(url) <= URL_LENGTH else None


def _clean(text: str | None) -> str:
    """Return text that UTF-8 can hold: feeds may name half of a surrogate pair by its number."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")
