"""ninjs, the IPTC's News in JSON: an object of version 2 or 3 becomes an item; version 1 is read as well.

Version 2 writes `versioncreated` and version 3 `versionCreated`, so names are compared without their case.
What a raw article has no place for (people, subjects, usage terms, pictures) is left out, and so are
associated objects, which are items of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

from claimwire.sources.embargo import not_for_use
from claimwire.sources.items import ContentType, Document, Item, Problem
from claimwire.sources.nitf import nitf_text

_MARKUP = ("text/html", "application/xhtml+xml")
_FIRST_VERSION = (("body_xhtml", _MARKUP[1]), ("body_html", _MARKUP[0]), ("body_text", "text/plain"))
"""Bodies of version 1, the best first."""

_PICTURES = ("picture", "graphic")
"""Types of items whose text is a caption."""

Body = tuple[str, str, str]
"""A text with its role and its content type."""


def is_ninjs(fields: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is ninjs: it has a `uri`, or Superdesk's `guid`, and no `body` of ours."""
    return isinstance(fields.get("uri") or fields.get("guid"), str) and "body" not in fields


def read_ninjs(data: bytes, *, now: datetime) -> Document | None:
    """Return the item of a ninjs object; None for what is none.

    One that its sender withholds, has withdrawn, or has under embargo at `now` is a problem.
    """
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(fields, dict) or not is_ninjs(fields):
        return None
    known = {name.lower(): value for name, value in fields.items()}
    known["uri"] = fields.get("uri") or fields["guid"]
    if reason := not_for_use(_text(known, "pubstatus"), _embargo(known), now=now):
        return Document("ninjs", problems=(Problem(known["uri"][:200], reason),))
    return Document("ninjs", items=(_item(known),))


def _embargo(fields: Mapping[str, Any]) -> str | None:
    return _text(fields, "embargoeduntil") or _text(fields, "embargoed")


def _item(fields: Mapping[str, Any]) -> Item:
    uri, is_text = fields["uri"], _text(fields, "type") not in _PICTURES
    body, content_type = _best(_bodies(fields) if is_text else iter(()))
    summary, summary_type = _best(_parts(fields, "descriptions") if is_text else iter(()))
    partial = _text(fields, "representationtype") in ("partial", "incomplete") or not body.strip()
    text: tuple[str, ContentType] = (body, content_type) if body.strip() else (summary, summary_type)
    return Item(
        url=uri if uri.lower().startswith(("http://", "https://")) else None,
        guid=uri,
        headline=_headline(fields),
        body=text[0],
        content_type=text[1],
        extent="summary" if partial else "full",
        byline=_text(fields, "by") or _text(fields, "byline"),
        outlet=_text(fields, "copyrightholder") or _source(fields),
        published_at=_text(fields, "firstcreated") or _text(fields, "versioncreated"),
        updated_at=_text(fields, "versioncreated"),
        language=_text(fields, "language"),
    )


def _bodies(fields: Mapping[str, Any]) -> Iterator[Body]:
    yield from _parts(fields, "bodies")
    for name, content_type in _FIRST_VERSION:
        if text := _text(fields, name):
            yield text, "", content_type


def _parts(fields: Mapping[str, Any], name: str) -> Iterator[Body]:
    parts = fields.get(name)
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict):
            known = {str(key).lower(): value for key, value in part.items()}
            text, role, kind = (_text(known, key) or "" for key in ("value", "role", "contenttype"))
            if text.strip():
                yield text, role, kind.partition(";")[0].strip().lower()


def _best(bodies: Iterator[Body]) -> tuple[str, ContentType]:
    """Return the fullest of the texts that can be read, markup before NITF before plain text."""
    found = max(
        ((text, kind) for text, _, kind in bodies if _rank(kind)),
        key=lambda body: (_rank(body[1]), len(body[0])),
        default=("", ""),
    )
    if found[1] in _MARKUP:
        return found[0], "text/html"
    if _is_nitf(found[1]):
        return nitf_text(found[0].encode("utf-8", "replace")) or "", "text/plain"
    return found[0], "text/plain"


def _rank(kind: str) -> int:
    if kind in _MARKUP:
        return 3
    if _is_nitf(kind):
        return 2
    return int(kind in ("", "text/plain"))


def _is_nitf(kind: str) -> bool:
    return kind in ("application/nitf+xml", "text/vnd.iptc.nitf")


def _headline(fields: Mapping[str, Any]) -> str | None:
    headlines = list(_parts(fields, "headlines"))
    main = next((text for text, role, _ in headlines if role.lower() in ("main", "headline")), None)
    first = headlines[0][0] if headlines else None
    return main or first or _text(fields, "headline") or _text(fields, "title")


def _source(fields: Mapping[str, Any]) -> str | None:
    sources = fields.get("infosources") or fields.get("infosource")
    listed = sources if isinstance(sources, list) else []
    named = [source.get("name") for source in listed if isinstance(source, dict)]
    return next((name for name in named if isinstance(name, str)), None)


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
