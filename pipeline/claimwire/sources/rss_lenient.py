"""RSS and Atom as they come, by feedparser: malformed, with markup in markup, in any dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import feedparser

from claimwire.sources.entry import FeedEntry, Text, items_of
from claimwire.sources.fields import clean, line, plain_line
from claimwire.sources.intervals import interval_s
from claimwire.sources.items import Document, DocumentError

_MARKUP = ("text/html", "application/xhtml+xml")


def read_leniently(data: bytes, *, base: str) -> Document | None:
    """Return what feedparser finds in a feed in UTF-8, or None where it finds no feed."""
    feed = _parsed(data, base)
    if not feed.get("version") and not feed.entries:
        return None
    about = feed.feed
    items, problems = items_of(_entries(feed.entries, base))
    return Document(
        kind="atom" if str(feed.get("version")).startswith("atom") else "rss",
        title=plain_line(about.get("title")),
        language=line(about.get("language")),
        items=items,
        problems=problems,
        interval_s=interval_s(
            ttl=about.get("ttl"),
            period=about.get("sy_updateperiod"),
            frequency=about.get("sy_updatefrequency"),
        ),
    )


def _parsed(data: bytes, base: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    try:
        # A stream: given bytes, feedparser tries whether they are the name of a file.
        return feedparser.parse(
            BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except Exception as error:  # noqa: BLE001 # damaged bytes make it raise whatever it stumbles over
        raise DocumentError("malformed", f"not a readable feed: {error!r:.200}") from None


def _entries(entries: list[Mapping[str, Any]], base: str) -> Iterator[FeedEntry]:
    for entry in entries:
        authors = [author.get("name") or "" for author in entry.get("authors", ())]
        yield FeedEntry(
            base=base,
            link=entry.get("link"),
            guid=entry.get("id"),
            title=_detailed(entry, "title"),
            content=_content(entry),
            description=_detailed(entry, "summary"),
            authors=tuple(filter(None, authors)) or tuple(filter(None, [entry.get("author")])),
            source=entry.get("source", {}).get("title"),
            published=entry.get("published"),
            updated=_own(entry, "updated"),
            language=_language(entry),
        )


def _own(entry: Mapping[str, Any], name: str) -> str | None:
    """Return a field without feedparser's own substitute for it."""
    return entry[name] if name in entry.keys() else None  # noqa: SIM118 # `in` looks at substitutes too


def _content(entry: Mapping[str, Any]) -> Text:
    contents = [content for content in entry.get("content", ()) if clean(content.get("value")).strip()]
    if not contents:
        return Text()
    best = max(contents, key=lambda content: len(content.value))
    return _text(best.value, best.get("type"))


def _detailed(entry: Mapping[str, Any], name: str) -> Text:
    return _text(clean(entry.get(name)), entry.get(f"{name}_detail", {}).get("type"))


def _text(value: str, named: str | None) -> Text:
    return Text(value, "text/html" if named in _MARKUP else "text/plain")


def _language(entry: Mapping[str, Any]) -> str | None:
    details = [*entry.get("content", ()), entry.get("title_detail", {})]
    return next((detail.get("language") for detail in details if detail.get("language")), None)
