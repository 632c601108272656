"""NewsML 1, the XML of news agencies before NewsML-G2: each news item becomes an item of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from claimwire.sources.embargo import not_for_use
from claimwire.sources.items import ContentType, Item, Problem
from claimwire.sources.markup import XML_LANG, strip_namespaces
from claimwire.sources.nitf import body_text

_PARAGRAPH = re.compile(r"\s*<(?:p|div|br)\b[^<>]*>", re.IGNORECASE)


def content_type_of(text: str) -> ContentType:
    """Return what a text is that calls itself plain: HTML if it opens with a paragraph."""
    return "text/html" if _PARAGRAPH.match(text) else "text/plain"


def newsml_1_items(root: Any, *, now: datetime) -> Iterator[Item | Problem]:
    """Yield the items of a NewsML 1 document; one that is not for use at `now` is a problem."""
    strip_namespaces(root)
    for element in root.iterchildren("NewsItem"):
        guid = _text(element, "PublicIdentifier")
        status = _formal(element.find("NewsManagement"), "Status")
        embargo = _text(element, "StatusWillChange/DateAndTime") if status == "Embargoed" else None
        if reason := not_for_use(status, embargo, now=now):
            yield Problem((guid or "an item without an identifier")[:200], reason)
        else:
            yield _item(element, guid)


def _item(element: Any, guid: str | None) -> Item:
    body = max(map(_body, element.iter("DataContent")), key=len, default="")  # others are captions
    return Item(
        guid=guid,
        headline=_text(element, "HeadLine"),
        body=body,
        content_type=content_type_of(body),
        extent="full" if body else None,
        byline=_text(element, "ByLine"),
        outlet=_formal(element, "Provider/Party") or _text(element, "ProviderId"),
        published_at=_text(element, "FirstCreated"),
        updated_at=_text(element, "ThisRevisionCreated"),
        language=element.get(XML_LANG) or _formal(element, "Language"),
    )


def _body(content: Any) -> str:
    """Return the text of a content: its paragraphs, of NITF or XHTML, or its own lines."""
    return body_text(content) or ("" if len(content) else (content.text or "").strip())


def _text(element: Any, name: str) -> str | None:
    found = element.find(f".//{name}")
    return None if found is None else " ".join("".join(map(str, found.itertext())).split()) or None


def _formal(element: Any, name: str) -> str | None:
    """Return the `FormalName` of the first element with a name."""
    found = None if element is None else element.find(f".//{name}")
    return None if found is None else found.get("FormalName")
