"""Character references that were escaped once too often and so are left in plain text."""

from __future__ import annotations

import re
from html.entities import name2codepoint

# Only characters that cannot be part of a reference themselves: so a second pass finds nothing new.
_NAMED = {name: chr(code) for name, code in name2codepoint.items() if code > 0x9F or name == "quot"}
_NAMED["apos"] = "'"
_QUOTES = {34, 39}
_REFERENCE = re.compile(r"&(?:amp;){0,8}(?:#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6})|([A-Za-z]{2,8}\d{0,2}));")
_AMPERSAND = re.compile(r"&(?:amp;)+(?![\w#&])")


def unescape_leftovers(text: str) -> str:
    """Return `text` with references to quotation marks and to characters beyond ASCII resolved.

    >>> unescape_leftovers("Smith &amp; Co&#8217;s caf&eacute; &lt;b&gt;")
    'Smith & Co’s café &lt;b&gt;'
    """
    if ";" not in text or "&" not in text:
        return text
    return _AMPERSAND.sub("&", _REFERENCE.sub(_character, text))


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code in _QUOTES or (0x9F < code < 0x110000 and not 0xD800 <= code < 0xE000):
        return chr(code)
    return match[0]
