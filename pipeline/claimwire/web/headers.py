"""Headers: what a server says beside its content, kept only where it makes sense."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp import web

_LONGEST_VALIDATOR = 1000
_NOT_OF_PAGES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of text that no page is written in: some are slow on hostile bytes."""
LONGEST_RETRY_S = 30 * 24 * 3600.0


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """Return how many seconds a Retry-After asks to wait, 30 days at most; None where it says nothing.

    >>> retry_after_s("Wed, 04 Mar 2026 12:02:00 GMT", now=datetime(2026, 3, 4, 12, tzinfo=UTC))
    120.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(min(int(text[:9]), LONGEST_RETRY_S)) if len(text) < 10 else LONGEST_RETRY_S
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_RETRY_S)


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified that can be sent back, or None."""
    text = (value or "").strip()
    sendable = text.isascii() and text.isprintable() and 0 < len(text) <= _LONGEST_VALIDATOR
    return text if sendable else None


def content_type(message: aiohttp.ClientResponse | web.BaseRequest) -> tuple[str, str | None]:
    """Return a message's media type, and the charset that goes with it where one does."""
    try:
        return message.content_type, message.charset
    except IndexError:  # Python's own parser of headers fails so on `text/html; charset*` and its like
        return message.headers["Content-Type"].partition(";")[0].strip().lower(), None


def charset(value: str | None) -> str | None:
    """Return the name of a character encoding if it is one that is known, or None."""
    if not value or not value.isascii() or len(value) > 40:
        return None
    try:
        name = codecs.lookup(value.strip("'\" ")).name
        b"a".decode(name, "replace")  # Python has codecs that are not of text, and one that always fails
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_OF_PAGES else name
