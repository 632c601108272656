"""JSON as pages have it: within comments, with comments in it, a comma too many, a line break in a text."""

from __future__ import annotations

import html
import re
from typing import Any

import orjson

_LONGEST = 1_000_000
_TEXT = r'"(?:[^"\\]|\\.)*+(?:"|\Z)'
"""Whatever has no end goes on to the end: so each character is read once."""

_COMMENT = re.compile(rf"{_TEXT}|<!--|-->|/\*.*?(?:\*/|\Z)|//[^\n]*|<!\[CDATA\[|\]\]>", re.DOTALL)
_COMMA = re.compile(rf"{_TEXT}|,(?=\s*(?:[}}\]]|\Z))", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]+")


def read_lenient(text: str) -> Any:
    """Return the value that `text` is, once what JSON does not know is out of it; None if it is none.

    >>> read_lenient('<!-- {"headline": "Bridge shut",} // ours -->')
    {'headline': 'Bridge shut'}
    """
    if len(text) > _LONGEST:
        return None
    for candidate in (text.strip(), _COMMA.sub(_kept, _COMMENT.sub(_kept, text))):
        try:
            return orjson.loads(candidate)
        except orjson.JSONDecodeError:
            continue
    return None


def _kept(piece: re.Match[str]) -> str:
    return _CONTROL.sub(" ", piece[0]) if piece[0].startswith('"') else ""


def unescaped(text: str) -> str:
    """Return a text without the character references that a template leaves in JSON."""
    return html.unescape(text) if "&" in text else text
