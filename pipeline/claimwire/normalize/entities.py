"""Character references: those that were escaped once too often, and those to no character."""

from __future__ import annotations

import re
from html.entities import name2codepoint

# Only characters that cannot be part of a reference themselves: so a second pass finds nothing new.
_NAMED = {name: chr(code) for name, code in name2codepoint.items() if code > 0x9F or name == "quot"}
_NAMED["apos"] = "'"
_QUOTES = {34, 39}
_REFERENCE = re.compile(r"&(?:amp;){0,8}(?:#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6})|([A-Za-z]{2,8}\d{0,2}));")
_SURROGATE = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}(?![0-9a-f])"
    rb"|0*(?:5529[6-9]|55[3-9][0-9]{2}|56[0-9]{3}|57[0-2][0-9]{2}|573[0-3][0-9]|5734[0-3])(?![0-9]));?",
    re.IGNORECASE,
)
_AMPERSAND = re.compile(r"&(?:amp;)+(?![\w#&])")


def unescape_leftovers(text: str) -> str:
    """Return `text` with references to quotation marks and to characters beyond ASCII resolved.

    >>> unescape_leftovers("Smith &amp; Co&#8217;s caf&eacute; &lt;b&gt;")
    'Smith & Co’s café &lt;b&gt;'
    """
    if ";" not in text or "&" not in text:
        return text
    return _AMPERSAND.sub("&", _REFERENCE.sub(_character, text))


def replace_surrogates(markup: bytes, *, by: str) -> bytes:
    """Return `markup` with each reference to half of a surrogate pair, in either base, replaced.

    libxml2 takes such a reference where it is lenient, and lxml then cannot decode it.

    >>> replace_surrogates(b"The mill&#xD83D;&#55357; shut.", by="?")
    b'The mill?? shut.'
    """
    return _SURROGATE.sub(by.encode(), markup)


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code in _QUOTES or (0x9F < code < 0x110000 and not 0xD800 <= code < 0xE000):
        return chr(code)
    return match[0]
