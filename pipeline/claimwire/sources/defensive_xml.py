"""XML from strangers: parsed without entities, without a network, and only up to a size."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree

from claimwire.errors import InputError
from claimwire.sources.markup import decode_markup, utf8

_MAX_ELEMENTS = 200_000
_MAX_DEPTH = 200


def parse_xml(data: bytes) -> Any:
    """Return the root element of a document; UTF-8 that is declared as something else is UTF-8.

    Raises `InputError` for what is not XML, has a document type that declares anything, or is too complex.
    """
    events = etree.iterparse(
        BytesIO(utf8(decode_markup(data, charset=None))),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        _check(events)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not XML: {(error.msg or 'empty')[:200]}") from None
    if events.root is None:
        raise InputError("not XML: empty")
    return events.root


def _check(events: Any) -> None:
    elements = depth = 0
    for event, element in events:
        if event == "end":
            depth -= 1
            continue
        if not elements and _declares(element):
            raise InputError("its document type declares entities or elements")
        elements, depth = elements + 1, depth + 1
        if elements > _MAX_ELEMENTS or depth > _MAX_DEPTH:
            most = f"{_MAX_ELEMENTS:,} elements, {_MAX_DEPTH} deep"
            raise InputError(f"too complex: more than {most}")


def _declares(root: Any) -> bool:
    declared = root.getroottree().docinfo.internalDTD
    return declared is not None and bool(list(declared.iterentities()) or list(declared.iterelements()))
