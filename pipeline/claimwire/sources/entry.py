"""Feed entries: the fields of one item as the feed has them, and the `Item` made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from claimwire.sources.extents import extent_of, is_teaser, without_signature
from claimwire.sources.fields import absolute_url, clean, line, plain_line
from claimwire.sources.items import ContentType, Item, Problem

MAX_ITEMS = 10_000
_MAIL_FIRST = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_MAIL_LAST = re.compile(r"(?P<name>[^<>()@]+?)\s*[<(]\s*(?:mailto:)?\S+@\S+?\s*[>)]")


@dataclass(frozen=True)
class Text:
    """A text of an item, and what it is."""

    value: str = ""
    content_type: ContentType = "text/html"


@dataclass(frozen=True)
class FeedEntry:
    """An item's fields as the feed has them; `link` is relative to `base`."""

    base: str
    link: str | None = None
    guid: str | None = None
    title: Text = Text()
    content: Text = Text()
    description: Text = Text()
    authors: tuple[str, ...] = ()
    source: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None


def items_of(entries: Iterable[FeedEntry]) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Return the items, 10,000 at most, and what is wrong with some."""
    items: list[Item] = []
    problems: list[Problem] = []
    rest = iter(entries)
    for number, one in enumerate(islice(rest, MAX_ITEMS), 1):
        items.append(_item(one))
        if one.link and items[-1].url is None:
            problems.append(Problem(f"item {number}", f"not a link to follow: {clean(one.link)[:100]!r}"))
    if next(rest, None) is not None:
        problems.append(
            Problem(f"item {MAX_ITEMS + 1}", f"more than {MAX_ITEMS:,} items: the rest is left out")
        )
    return tuple(_apart(items)), tuple(problems)


def _apart(items: list[Item]) -> Iterator[Item]:
    """Yield the items, those that share a link (a front page's) without it: a guid tells them apart."""
    named: dict[str, set[tuple[str | None, str | None]]] = {}
    for item in items:
        if item.url:
            named.setdefault(item.url, set()).add((item.guid, item.headline))
    for item in items:
        others = named.get(item.url or "", set()) - {(item.guid, item.headline)}
        is_shared = any(guid != item.guid and title != item.headline for guid, title in others)
        yield replace(item, url=None) if is_shared and item.guid else item


def _item(entry: FeedEntry) -> Item:
    content, description = clean(entry.content.value), clean(entry.description.value)
    is_content = len(content.strip()) > 0 and len(content) >= len(description)
    text, said = (entry.content, content) if is_content else (entry.description, description)
    body = without_signature(said)
    url = absolute_url(entry.link, base=entry.base)
    is_all = is_content and not (url and is_teaser(body))
    return Item(
        url=url,
        guid=line(entry.guid),
        headline=_shown(entry.title),
        body=body,
        content_type=text.content_type,
        extent=extent_of(body, is_content=is_all),
        byline=line(", ".join(_names(entry.authors))),
        outlet=plain_line(entry.source),
        published_at=line(entry.published or entry.updated),
        updated_at=line(entry.updated),
        language=line(entry.language),
    )


def _shown(text: Text) -> str | None:
    return line(text.value) if text.content_type == "text/plain" else plain_line(text.value)


def _names(authors: Iterable[str]) -> Iterator[str]:
    """Yield authors' names, without addresses: `i.vale@tarn.example (Idris Vale)` is `Idris Vale`."""
    for author in islice(authors, 50):
        written = line(author) or ""
        found = _MAIL_FIRST.fullmatch(written) or _MAIL_LAST.fullmatch(written)
        name = found["name"].strip() if found else written
        if name and not ("@" in name and " " not in name):
            yield name
