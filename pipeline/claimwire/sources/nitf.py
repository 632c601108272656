"""NITF, the News Industry Text Format: its body as plain text, one blank line between paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimwire.errors import InputError
from claimwire.sources.defensive_xml import parse_xml
from claimwire.sources.markup import local_name

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
    return "\n\n".join(text for text in (_joined(block) for block in _blocks(root)) if text)


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
    return " ".join("".join(block.itertext()).split())
