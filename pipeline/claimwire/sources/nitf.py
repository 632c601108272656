"""NITF, the News Industry Text Format: a document of its own, or the content of an item in another format.

Its body becomes plain text, one blank line between paragraphs, without headlines, tables and captions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from claimwire.errors import InputError
from claimwire.sources.defensive_xml import parse_xml
from claimwire.sources.embargo import not_for_use
from claimwire.sources.items import Item, Problem
from claimwire.sources.markup import XML_LANG, local_name

_BLOCKS = frozenset({"p", "hl2", "li", "dt", "dd", "pre"})
_PASSED_OVER = frozenset({"media", "table", "nitf-table", "body.head", "body.end", "head", "fn", "credit"})


def nitf_text(data: bytes) -> str | None:
    """Return the text of a NITF document; None for what is not one."""
    try:
        root = parse_xml(data)
    except InputError:
        return None
    return body_text(root)


def body_text(root: Any) -> str:
    """Return the text of a NITF element: its paragraphs, without headlines, tables and captions."""
    return "\n\n".join(text for text in map(_joined, _blocks(root)) if text)


def nitf_item(root: Any, *, now: datetime) -> Item | Problem:
    """Return the item of a NITF document; a problem if it is withheld, canceled, or under embargo."""
    data = _first(root, "docdata")
    guid = _value(data, "doc-id", "id-string")
    status = None if data is None else data.get("management-status")
    if reason := not_for_use(status, _value(data, "date.release", "norm"), now=now):
        return Problem((guid or "a document without an id")[:200], reason)
    body = body_text(root)
    return Item(
        url=_value(root, "pubdata", "ex-ref"),
        guid=guid,
        headline=_text(root, "hl1") or _text(root, "title"),
        body=body,
        extent="full" if body else None,
        byline=_byline(_first(root, "byline")),
        outlet=_value(root, "pubdata", "name") or _value(data, "doc.copyright", "holder"),
        published_at=_value(data, "date.issue", "norm") or _value(data, "date.release", "norm"),
        language=root.get(XML_LANG),
    )


def _byline(byline: Any) -> str | None:
    """Return the people of a byline, or what it says if it marks nobody; their titles in neither."""
    if byline is None:
        return None
    people = [_joined(one) for one in byline.iter() if local_name(one) == "person"]
    others = (byline.text, *(one.tail for one in byline))
    return ", ".join(people) or " ".join(" ".join(filter(None, others)).split()) or None


def _first(root: Any, name: str) -> Any:
    """Return the first element with a name, without regard to namespaces."""
    return None if root is None else next((one for one in root.iter() if local_name(one) == name), None)


def _value(root: Any, name: str, attribute: str) -> str | None:
    found = _first(root, name)
    return None if found is None else (found.get(attribute) or "").strip() or None


def _text(root: Any, name: str) -> str | None:
    found = _first(root, name)
    return None if found is None else _joined(found) or None


def _blocks(element: Any) -> Iterator[Any]:
    for child in element:
        name = local_name(child)
        if name in _PASSED_OVER:
            continue
        if name in _BLOCKS:
            yield child
        else:
            yield from _blocks(child)


def _joined(block: Any) -> str:
    """Return the text of an element in one line; that of `pre` in its own lines."""
    text = "".join(block.itertext())
    return text.strip() if local_name(block) == "pre" else " ".join(text.split())
