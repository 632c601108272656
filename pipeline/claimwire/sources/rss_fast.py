"""Well-formed RSS and Atom, by fastfeedparser, with what it leaves out read from the same document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import fastfeedparser
from lxml import etree

from claimwire.sources.entry import FeedEntry, Text, items_of
from claimwire.sources.fields import line, plain_line
from claimwire.sources.intervals import interval_s
from claimwire.sources.items import Document
from claimwire.sources.markup import XML_LANG, child_text, children, local_name, parse_strict, text_of

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA_TEXT = ".//{http://search.yahoo.com/mrss/}description"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TEXTS = ("title", "summary", "content")
_IN_MARKUP = ("body", "fullitem")
_PLAIN = (None, "", "text", "text/plain")
_HTML = ("html", "text/html")
_PUBLISHED = ("pubdate", "published", "issued", "date")
_UPDATED = ("updated", "modified")


def read_well_formed(data: bytes, *, base: str) -> Document | None:
    """Return the items of a feed in UTF-8, or None where fastfeedparser would not tell all of it."""
    root = parse_strict(data)
    if root is None:
        return None
    is_atom = local_name(root) == "feed"
    elements = [element for element in root.iter() if local_name(element) == ("entry" if is_atom else "item")]
    channel = root if is_atom else next(children(root, "channel"), root)
    is_plain = _is_plain_atom if is_atom else _is_plain_rss
    if not all(is_plain(text) for element in (channel, *elements) for text in element):
        return None
    entries = _entries(data, len(elements))
    if entries is None:
        return None
    entries_of = _atom_items if is_atom else _rss_items
    items, problems = items_of(entries_of(entries, elements, base))
    return Document(
        kind="atom" if is_atom else "rss",
        title=plain_line(child_text(channel, "title")),
        language=line(child_text(channel, "language") or channel.get(XML_LANG) or root.get(XML_LANG)),
        items=items,
        problems=problems,
        interval_s=interval_s(
            ttl=child_text(channel, "ttl"),
            period=child_text(channel, "updateperiod"),
            frequency=child_text(channel, "updatefrequency"),
        ),
    )


def _entries(data: bytes, count: int) -> list[Mapping[str, Any]] | None:
    """Return fastfeedparser's entries; None where they are not as many as there are elements."""
    try:
        found = fastfeedparser.parse(data, include_tags=False, include_media=False, include_enclosures=False)
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except Exception:  # noqa: BLE001 # whatever it stumbles over, feedparser is asked next
        return None
    entries: list[Mapping[str, Any]] = found["entries"]
    return entries if len(entries) == count else None


def _is_plain_rss(text: etree._Element) -> bool:
    """Tell whether a text has no elements in it, of which fastfeedparser would see none."""
    name = local_name(text)
    return name not in _IN_MARKUP and (len(text) == 0 or name not in ("title", "description", "encoded"))


def _is_plain_atom(text: etree._Element) -> bool:
    """Tell whether a text stands in the feed as its characters: not as elements, base64 or elsewhere."""
    if local_name(text) not in _TEXTS:
        return True
    written = text.get("type") in (*_PLAIN, *_HTML) and text.get("mode") != "base64"
    return written and text.get("src") is None and len(text) == 0


def _rss_items(
    entries: list[Mapping[str, Any]], elements: list[etree._Element], base: str
) -> Iterator[FeedEntry]:
    for entry, element in zip(entries, elements, strict=True):
        has_content = bool(element.findtext(_ENCODED) or element.findtext("content"))
        yield FeedEntry(
            base=_base(element, base),
            link=_own(element, "link") or entry.get("link"),
            guid=child_text(element, "guid") or child_text(element, "id") or element.get(_ABOUT),
            title=Text(_own(element, "title") or entry.get("title", "")),
            content=Text(_content(entry)) if has_content else Text(),
            description=Text(_own(element, "description") or entry.get("description") or _media(element)),
            authors=_texts(element, "creator") or _texts(element, "author"),
            source=child_text(element, "source"),
            published=_first(element, _PUBLISHED),
            updated=_first(element, _UPDATED),
            language=element.get(XML_LANG) or child_text(element, "language"),
        )


def _atom_items(
    entries: list[Mapping[str, Any]], elements: list[etree._Element], base: str
) -> Iterator[FeedEntry]:
    for entry, element in zip(entries, elements, strict=True):
        parts = {name: next(children(element, name), None) for name in _TEXTS}
        link = _alternate(element)
        source = next(children(element, "source"), None)
        yield FeedEntry(
            base=_base(element if link is None else link, base),
            link=_permalink(element) if link is None else link.get("href"),
            guid=entry.get("id") if child_text(element, "id") else None,
            title=Text(entry.get("title", ""), _type(parts["title"])),
            content=Text(_content(entry), _type(parts["content"])),
            description=_summary(entry, parts["summary"], of=element),
            authors=tuple(
                name for author in children(element, "author") if (name := child_text(author, "name"))
            ),
            source=None if source is None else child_text(source, "title"),
            published=_first(element, _PUBLISHED),
            updated=_first(element, _UPDATED),
            language=_language(element, *parts.values()),
        )


def _summary(entry: Mapping[str, Any], element: etree._Element | None, *, of: etree._Element) -> Text:
    # Without one, fastfeedparser makes one of the content.
    if element is None:
        return Text(_media(of), "text/plain")
    return Text(entry.get("description", ""), _type(element))


def _media(element: etree._Element) -> str:
    """Return what is said of a video or picture, which is all that some items have."""
    return str(element.findtext(_MEDIA_TEXT) or "")


def _alternate(element: etree._Element) -> etree._Element | None:
    links = [link for link in children(element, "link") if link.get("href")]
    return next((link for link in links if link.get("rel", "alternate") == "alternate"), None)


def _permalink(element: etree._Element) -> str | None:
    """Return the id of an entry without a link, where that is a URL."""
    identifier = child_text(element, "id") or ""
    return identifier if identifier.lower().startswith(("http://", "https://")) else None


def _own(element: etree._Element, name: str) -> str | None:
    """Return the text of RSS's own child of a name: fastfeedparser takes the first of any namespace."""
    own = f"{element.tag.rpartition('item')[0]}{name}"
    found = (child.text for child in element if child.tag in (name, own))
    return next((str(text).strip() for text in found if text and text.strip()), None)


def _type(element: etree._Element | None) -> Any:
    return "text/plain" if element is None or element.get("type") in _PLAIN else "text/html"


def _content(entry: Mapping[str, Any]) -> str:
    contents = entry.get("content") or [{}]
    return str(contents[0].get("value") or "")


def _base(element: etree._Element, base: str) -> str:
    try:
        return str(urljoin(base, element.base or ""))
    except ValueError:
        return base


def _language(*elements: etree._Element | None) -> str | None:
    return next((tag for one in elements if one is not None and (tag := one.get(XML_LANG))), None)


def _texts(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(text for child in children(element, name) if (text := text_of(child)))


def _first(element: etree._Element, names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := child_text(element, name))), None)
