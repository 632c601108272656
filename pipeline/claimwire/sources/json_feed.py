"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimwire.sources.entry import FeedEntry, Text, items_of
from claimwire.sources.fields import clean, line
from claimwire.sources.items import Document, DocumentError


def read_json_feed(fields: dict[str, Any], *, base: str) -> Document:
    """Return the items of a JSON Feed; raises `DocumentError` (`malformed`) for one without a list."""
    entries = fields.get("items")
    if not isinstance(entries, list):
        raise DocumentError("malformed", "a JSON Feed without a list of `items`")
    items, problems = items_of(_entries(entries, base))
    return Document(
        kind="json_feed",
        title=line(fields.get("title")),
        language=line(fields.get("language")),
        items=items,
        problems=problems,
    )


def _entries(entries: list[Any], base: str) -> Iterator[FeedEntry]:
    for entry in entries:
        yield _one(entry, base) if isinstance(entry, dict) else FeedEntry(base=base)


def _one(entry: dict[str, Any], base: str) -> FeedEntry:
    return FeedEntry(
        base=base,
        link=clean(entry.get("url")) or clean(entry.get("external_url")) or None,
        guid=_identifier(entry.get("id")),
        title=Text(clean(entry.get("title")), "text/plain"),
        content=_content(entry),
        description=Text(clean(entry.get("summary")), "text/plain"),
        authors=tuple(_authors(entry)),
        published=clean(entry.get("date_published")),
        updated=clean(entry.get("date_modified")),
        language=clean(entry.get("language")),
    )


def _content(entry: dict[str, Any]) -> Text:
    html = clean(entry.get("content_html"))
    return Text(html) if html.strip() else Text(clean(entry.get("content_text")), "text/plain")


def _identifier(value: object) -> str | None:
    """Return an id as text: some feeds give a number, which the format tells readers to take."""
    return str(value) if isinstance(value, int | float) else clean(value) or None


def _authors(entry: dict[str, Any]) -> Iterator[str]:
    several = entry.get("authors")
    for author in several if isinstance(several, list) else [entry.get("author")]:
        if isinstance(author, dict) and (name := clean(author.get("name"))):
            yield name
