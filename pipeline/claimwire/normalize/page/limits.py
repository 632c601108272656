"""Limits of a body, and of a page: checked in one pass over its characters, before any parser sees it."""

from __future__ import annotations

import re

from claimwire.data import read_json
from claimwire.errors import Refused

MAX_BYTES = 5_000_000
"""UTF-8 bytes of a body, and of the text that comes of it."""

MAX_TAGS = 50_000
"""Opening tags of a page."""

MAX_DEPTH = 500
"""Elements that stand in each other."""

_ELEMENTS = read_json("claimwire.normalize", "data/elements.json", dict[str, list[str]])
_TAG = re.compile(r"<(?:(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})|(?P<comment>!--))")
_ENDED = re.compile(r"""(?:[^"'<>/=]|=\s*(?:"[^"<]*"|'[^'<]*'))*+/>""")
_RAW_TEXT = {"script": "</script", "style": "</style", "!--": "-->"}
# Shapes of a drawing, often thousands, end in their own tag. An unquoted value may end in a slash.
_SHAPES = frozenset(_ELEMENTS["shapes"])
# Elements that have no end, and those that a parser ends by itself where the next begins.
_FLAT = frozenset(_ELEMENTS["flat"])


def check_size(text: str, *, max_bytes: int) -> None:
    """Raise `Refused` (`body_too_large`) if `text` has more than `max_bytes` in UTF-8."""
    size = len(text)
    if size <= max_bytes < size * 4:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise Refused(
            "body_too_large", f"the body has at least {size:,} bytes in UTF-8; the limit is {max_bytes:,}"
        )


def check_page(html: str, *, max_bytes: int = MAX_BYTES) -> None:
    """Raise `Refused` for a page too large (`body_too_large`) or too complex (`page_too_complex`) to read.

    Overcounts rather than undercounts: an end tag left out is an element still open.
    """
    check_size(html, max_bytes=max_bytes)
    tags = depth = position = 0
    endless: set[str] = set()
    while match := _TAG.search(html, position):
        position = match.end()
        name = (match["comment"] or match["name"]).lower()
        if match["close"]:
            depth -= name not in _FLAT and depth > 0
        elif name in _RAW_TEXT:
            position = _skip(html, position, name, endless)
        else:
            tags += 1
            depth += name not in _FLAT and not (name in _SHAPES and _ENDED.match(html, position))
            _check_counts(tags, depth)


def _skip(html: str, position: int, name: str, endless: set[str]) -> int:
    """Return where the script, style or comment ends; `position` where it never does, found out once."""
    if name in endless:
        return position
    end = html.find(_RAW_TEXT[name], position)
    if end == -1:
        endless.add(name)
        return position
    return end + len(_RAW_TEXT[name])


def _check_counts(tags: int, depth: int) -> None:
    if tags > MAX_TAGS:
        raise Refused("page_too_complex", f"the page has more than {MAX_TAGS:,} tags")
    if depth > MAX_DEPTH:
        raise Refused("page_too_complex", f"the page's elements are nested more than {MAX_DEPTH} deep")
