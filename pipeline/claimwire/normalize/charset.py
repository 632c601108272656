"""Charsets: from the bytes of a file or an HTTP body to text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

from charset_normalizer import from_bytes

from claimwire.data import read_json

_MARKS = (  # UTF-32's begins as UTF-16's does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PRESCAN = 4096
_SAMPLE = 32_768
_META = re.compile(
    rb"""<(?:meta[^>]{0,300}?\bcharset|\?xml[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_LABEL = re.compile(r"(?:.*charset\s*=)?\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_SINGLE_BYTE = re.compile(r"cp(?:125\d|8\d\d)|iso8859|koi8|mac")
_FEWEST_FOREIGN = 8
_FOREIGN_SHARE = 0.06
_FEW = 100
"""One wrong sequence in so many right ones is damage, not another charset."""


def decode_bytes(data: bytes, *, declared: str | None) -> str:
    """Return the text of `data`; `declared` is an HTTP charset or Content-Type.

    Believed in this order: a byte order mark, the declared charset, one declared in HTML, UTF-8, the
    likeliest by its statistics where it is far from ASCII, Windows-1252. A declared one-byte charset yields
    to bytes that are UTF-8. Never fails: bytes that mean nothing become U+FFFD.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    utf8 = _decoded(data, "utf-8")
    for codec in _declared(data, declared):
        if utf8 is not None and _SINGLE_BYTE.match(codec):
            continue
        text = _decoded(data, codec)
        if text is not None:
            return text
    if utf8 is not None:
        return utf8
    return _mostly_utf8(data) or _guessed(data) or data.decode("cp1252", "replace")


def _declared(data: bytes, declared: str | None) -> Iterator[str]:
    if declared is not None and (codec := _codec(declared)) is not None:
        yield codec
    match = _META.search(data[:_PRESCAN])
    codec = _codec(match[1].decode("ascii", "replace")) if match else None
    if codec is not None and not codec.startswith("utf-16"):  # it was read as ASCII, so it is not
        yield codec


def _codec(label: str) -> str | None:
    """Return the codec that the web means by `label`, or None: Python has codecs that are no charsets."""
    match = _LABEL.match(label[:200])
    if match is None:
        return None
    try:
        return _charsets().get(codecs.lookup(match[1]).name)
    except LookupError:
        return None


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    return text if wrong * _FEW <= right else None


def _guessed(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    foreign = sum(byte > 0x7F for byte in sample)
    if foreign < _FEWEST_FOREIGN or foreign < len(sample) * _FOREIGN_SHARE:
        return None  # English and its neighbours, where statistics see ghosts
    best = from_bytes(sample).best()
    codec = None if best is None else _codec(best.encoding)
    return None if codec is None else data.decode(codec, "replace")


@cache
def _charsets() -> dict[str, str]:
    return read_json("claimwire.normalize", "data/charsets.json", dict[str, str])
