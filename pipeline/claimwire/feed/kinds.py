"""What a stream is, told by the bytes that it begins with."""

from __future__ import annotations

import re
from tarfile import BLOCKSIZE, HeaderError, TarInfo
from typing import Literal

from claimwire.sources.files.wire import is_wire
from claimwire.sources.files.wxr import is_wxr
from claimwire.sources.markup import decode_markup, root_name

Kind = Literal[
    "text", "html", "jsonl", "json", "newsml", "warc", "csv", "tsv", "markdown", "docx", "pdf", "mail",
    "mbox", "feed", "xml", "zip", "unknown",
]  # fmt: skip
"""What a file is; `xml` and `unknown` are told by what they begin with."""

HEAD_BYTES = 65_536
_MAILBOX = re.compile(rb"From (?:-|[^\n]{1,300}\d:\d\d[^\n]{0,60})\r?\n[\w-]+:")
"""How a mailbox begins, and no text: whose message it is and when it came, above its headers."""

_MAGIC: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"WARC/"), "warc"),
    (_MAILBOX, "mbox"),
)
_HEADER = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|Reply-To|X-[\w-]+):"
    rb".*\n"
    rb"(?:[ \t].*\n)*(?:[\w-]+:|\r?\n)",
    re.IGNORECASE,
)
_HEADERS = re.compile(rb"(?:[\w-]+:.*\n(?:[ \t].*\n)*){2,}|[\w-]+:.*\n(?:[ \t].*\n)*\r?\n")
_TRACE = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE
)
"""A header of each mail that was sent, and of hardly any text."""

_JSON_FEED = b"jsonfeed.org/version/"
_FEEDS = ("rss", "rdf", "feed", "opml")
"""First elements of what the reader of feeds reads, or names: it says what reads OPML."""

_NEWSML = ("newsitem", "newsmessage", "packageitem", "newsml", "nitf")


def is_gzip(head: bytes) -> bool:
    """Tell whether a stream begins like gzip."""
    return head.startswith(b"\x1f\x8b")


def is_tar(head: bytes) -> bool:
    """Tell whether a stream begins like a tar archive of any age: its header has the right checksum."""
    try:
        TarInfo.frombuf(head[:BLOCKSIZE], "utf-8", "surrogateescape")
    except HeaderError:
        return False
    return True


def told_kind(head: bytes, *, otherwise: Kind) -> Kind:
    """Return what a stream is that begins so; `otherwise` where nothing tells."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if magic := next((kind for mark, kind in _MAGIC if mark.match(start)), None):
        return magic
    if is_wire(head[:4096]):
        return "text"
    if start.startswith(b"PK\x03\x04"):
        return "docx" if b"[Content_Types].xml" in head[:4096] or b"word/" in head[:4096] else "zip"
    if start.startswith((b"{", b"[")):
        return _json_kind(start)
    if _HEADER.match(start[:8192]):
        return "mail"
    return _markup_kind(head) or otherwise


def corrected_kind(kind: Kind, head: bytes) -> Kind:
    """Return what a file is whose ending says `kind`: a text may be a saved mail or mailbox, JSON a feed."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:8192]
    if kind == "json":
        return "feed" if _json_kind(start) == "feed" else kind
    if _MAILBOX.match(start):
        return "mbox"
    headers = _HEADERS.match(start)
    return "mail" if headers and _TRACE.search(headers[0]) else kind


def _json_kind(start: bytes) -> Kind:
    if start.startswith(b"{") and _JSON_FEED in start[:8192]:
        return "feed"
    return "jsonl" if start.startswith(b"{") and start[:3].rstrip() != b"{" else "json"


def _markup_kind(head: bytes) -> Kind | None:
    """Return what markup is by its first element, else None."""
    text = decode_markup(head, charset=None)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    root = root_name(text)
    if is_wxr(head) or root in _FEEDS:
        return "feed"
    is_xml = text.lstrip("\ufeff \t\r\n").startswith("<?xml") and root != "html"
    return "newsml" if is_xml or root in _NEWSML else "html"
