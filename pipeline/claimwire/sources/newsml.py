"""NewsML-G2, the IPTC's XML for news agencies: items and messages of items become items of ours.

So do documents of its forerunners, NITF and NewsML 1.

Read with lxml and a defensive parser, not with the package `newsmlg2` (1.1), which was tried: it parses with
lxml's defaults (entities of the document are expanded, and there is no cap), keeps catalogs in a global that
each document replaces, prints to standard output where a catalog is not its own, drops the text behind an
element's first child, and leaves the items of a message unread.

Content is taken from XHTML, NITF or plain text inside the item, in this order. An item of another kind (a
picture, a package, a planned event) is one with an empty body.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree, html

from claimwire.errors import InputError
from claimwire.sources.defensive_xml import parse_xml
from claimwire.sources.embargo import not_for_use
from claimwire.sources.items import ContentType, Document, Item, Problem
from claimwire.sources.markup import XML_LANG, local_name, strip_namespaces
from claimwire.sources.newsml_1 import content_type_of, newsml_1_items
from claimwire.sources.nitf import body_text, nitf_item

_G2 = "{http://iptc.org/std/nar/2006-10-01/}"
_ITEMS = frozenset(
    _G2 + name
    for name in ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
)
_MAX_ITEMS = 10_000
_PLAIN = ("text/plain", "")


def read_newsml(data: bytes, *, now: datetime) -> Document:
    """Return the items of a document in NewsML-G2, NewsML 1 or NITF, in order.

    One that is withheld, withdrawn, or under embargo at `now` is a problem. Raises `InputError` for what is
    none of these, or is XML that is not taken from strangers.
    """
    root = parse_xml(data)
    read = list(islice(_found(root, now=now), _MAX_ITEMS + 1))
    problems = [one for one in read[:_MAX_ITEMS] if isinstance(one, Problem)]
    if len(read) > _MAX_ITEMS:
        problems.append(Problem("message", f"more than {_MAX_ITEMS:,} items: the rest is left"))
    items = tuple(one for one in read[:_MAX_ITEMS] if isinstance(one, Item))
    return Document("newsml", language=root.get(XML_LANG), items=items, problems=tuple(problems))


def _found(root: Any, *, now: datetime) -> Iterator[Item | Problem]:
    if root.tag in _ITEMS:
        return iter((_read(root, now=now),))
    if root.tag == _G2 + "newsMessage":
        groups = root.iterchildren(_G2 + "itemSet")
        return (_read(item, now=now) for group in groups for item in group if item.tag in _ITEMS)
    if local_name(root) == "newsml":
        return newsml_1_items(root, now=now)
    if local_name(root) == "nitf":
        return iter((nitf_item(root, now=now),))
    raise InputError(f"not NewsML or NITF: its root is <{local_name(root)[:60]}>")


def _read(element: Any, *, now: datetime) -> Item | Problem:
    meta = element.find(_G2 + "itemMeta")
    status = _code(meta, "pubStatus")
    if reason := not_for_use(status, _text(meta, "embargoed"), now=now):
        return Problem((element.get("guid") or "an item without a guid")[:200], reason)
    return _item(element, meta)


def _item(element: Any, meta: Any) -> Item:
    about = element.find(_G2 + "contentMeta")
    body, content_type = _body(element)
    created = _text(meta, "firstCreated") or _text(meta, "versionCreated")
    return Item(
        url=_url(element),
        guid=element.get("guid"),
        headline=_text(about, "headline") or _text(meta, "title"),
        body=body,
        content_type=content_type,
        extent="full" if body else None,
        byline=_text(about, "by") or _names(about, "creator"),
        outlet=_names(meta, "provider") or _names(about, "infoSource"),
        published_at=created or _text(about, "contentCreated"),
        updated_at=_text(meta, "versionCreated"),
        language=_language(element, about),
    )


def _body(element: Any) -> tuple[str, ContentType]:
    """Return the item's text: the first inline content of the best kind that has one."""
    inlines = [child for group in element.iterchildren(_G2 + "contentSet") for child in group]
    texts: list[tuple[str, ContentType]] = [_markup(child) for child in inlines]
    texts += map(_plain, inlines)
    readable = [found for found in texts if found[0].strip()]
    return next(iter(sorted(readable, key=lambda found: found[1] != "text/html")), ("", "text/plain"))


def _markup(inline: Any) -> tuple[str, ContentType]:
    """Return the content of an `inlineXML`, or of an `inlineData` that is HTML."""
    kind = _kind(inline)
    if inline.tag == _G2 + "inlineData" and kind in ("text/html", "application/xhtml+xml"):
        return inline.text or "", "text/html"
    if inline.tag == _G2 + "inlineXML":
        for child in inline.iterchildren(etree.Element):
            if local_name(child) == "nitf":
                return body_text(child), "text/plain"
            if local_name(child) == "html":
                return _as_html(child), "text/html"
    return "", "text/plain"


def _plain(inline: Any) -> tuple[str, ContentType]:
    """Return an item's plain text, which may be HTML all the same."""
    readable = inline.tag == _G2 + "inlineData" and _kind(inline) in _PLAIN
    text = (inline.text or "") if readable and not inline.get("encoding") else ""
    return text, content_type_of(text)


def _as_html(element: Any) -> str:
    """Return XHTML as HTML: its names without their namespace."""
    strip_namespaces(element)
    return str(html.tostring(element, encoding="unicode", with_tail=False))


def _kind(inline: Any) -> str:
    return (inline.get("contenttype") or "").partition(";")[0].strip().lower()


def _url(element: Any) -> str | None:
    """Return the page of the item: its guid where that is an address, or the page that it links to."""
    guid = element.get("guid") or ""
    if guid.lower().startswith(("http://", "https://")):
        return str(guid)
    remote = element.iterfind(f"{_G2}contentSet/{_G2}remoteContent")
    pages = [content.get("href") for content in remote if _kind(content) == "text/html"]
    return str(pages[0]) if pages and pages[0] else None


def _language(element: Any, about: Any) -> str | None:
    named = None if about is None else about.find(_G2 + "language")
    tag = None if named is None else named.get("tag")
    found: str | None = tag or element.get(XML_LANG)
    return found


def _names(parent: Any, name: str) -> str | None:
    """Return the names of the parties that `parent` has under a name, by commas."""
    found = [] if parent is None else [_name(party) for party in parent.iterchildren(_G2 + name)]
    return ", ".join(name for name in found if name) or None


def _name(party: Any) -> str | None:
    coded = (party.get("qcode") or "").rpartition(":")[2]
    return _text(party, "name") or str(party.get("literal") or coded)


def _code(parent: Any, name: str) -> str | None:
    found = None if parent is None else parent.find(_G2 + name)
    return None if found is None else found.get("qcode") or found.get("uri")


def _text(parent: Any, name: str) -> str | None:
    found = None if parent is None else parent.find(_G2 + name)
    return None if found is None else " ".join("".join(map(str, found.itertext())).split()) or None
