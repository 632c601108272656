"""Fields: what documents say, as lines, URLs and texts that a record can hold."""

from __future__ import annotations

import re
from html import unescape
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import LxmlError

_LINE_LENGTH = 2000
URL_LENGTH = 4096
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\w|[a-zA-Z]\w*;)")


def clean(text: object) -> str:
    """Return text that UTF-8 can hold; an empty one for what is no text.

    Documents may name half of a surrogate pair by its number.
    """
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def line(text: object) -> str | None:
    r"""Return text as one line, cut where it is over-long, or None where nothing is left of it.

    >>> line("The mill\n reopens ")
    'The mill reopens'
    """
    return " ".join(clean(text)[: _LINE_LENGTH * 4].split())[:_LINE_LENGTH].strip() or None


def plain_line(markup: object) -> str | None:
    """Return what HTML shows, as one line.

    >>> plain_line("Mill &amp; weir to <b>reopen</b>")
    'Mill & weir to reopen'
    """
    text = clean(markup)[: _LINE_LENGTH * 4]
    if not is_markup(text):
        return line(text)
    if "<" not in text:
        return line(unescape(text))
    try:
        return line(cast("str", html.fromstring(f"<div>{text}</div>").text_content()))
    except (LxmlError, ValueError):
        return line(text)


def is_markup(text: str) -> bool:
    """Tell whether text has a tag or a character reference in it."""
    return _MARKUP.search(text) is not None


def absolute_url(text: object, *, base: str) -> str | None:
    """Return an http(s) URL, made absolute, or None for what is none or is over-long.

    >>> absolute_url("/news/7", base="https://tarn.example/feed.xml")
    'https://tarn.example/news/7'
    """
    written = "".join(clean(text).split("\n")).strip()
    if not 0 < len(written) <= URL_LENGTH:
        return None
    try:
        url = urljoin(base, written)
        parts = urlsplit(url)
    except ValueError:
        return None
    named = parts.scheme in ("http", "https") and parts.hostname
    return url if named and len(url) <= URL_LENGTH and not re.search(r"[\x00-\x20]", url) else None
