"""Archives of the web, written by hand; and items as articles."""

from __future__ import annotations

from claimwire.sources.articles import article_of
from claimwire.sources.items import Item
from claimwire_schemas import RawArticle


def article(item: Item) -> RawArticle:
    return article_of(item, outlet=None, feed=None, retrieved_at=None, language=None)


def answer(
    body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def record(block: bytes, *, kind: str = "response", url: str = "https://q.example/a") -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2025-03-04T05:06:07Z",
        "WARC-Record-ID: <urn:uuid:6c1c1a0e-0000-4000-8000-000000000000>",
        f"Content-Type: application/http; msgtype={'request' if kind == 'request' else 'response'}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return record(answer(f"<p>Page {number}</p>".encode()), url=f"https://q.example/{number}")
