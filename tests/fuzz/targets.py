"""What is fuzzed: functions that take any bytes and fail where a promise is broken.

A refusal that names its reason is an answer; every other exception is a crash.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import get_args

from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request
from prometheus_client import CollectorRegistry

from claimwire.claims import claims_of
from claimwire.claims.text.edits import replayed
from claimwire.errors import InputError, Refused
from claimwire.extract.extractor import default_extractor
from claimwire.feed import Entry, FeedOptions, InputFile, Parsed
from claimwire.feed.file_reader import entries_of
from claimwire.feed.kinds import is_gzip, told_kind
from claimwire.feed.streams import Readable, Unpacked
from claimwire.feed.tables import table_entries
from claimwire.feed.zips import zip_entries
from claimwire.kafka import Outgoing
from claimwire.normalize import align, decode_bytes, normalize, read_page
from claimwire.push.answers import Problem
from claimwire.push.limits import PushLimits
from claimwire.push.server import Metrics, Push
from claimwire.resolve import resolve
from claimwire.sources.articles import NotAnArticle, article_of
from claimwire.sources.documents import read_document
from claimwire.sources.files.read import read_file
from claimwire.sources.items import Document, DocumentError, FileKind
from claimwire.sources.newsml import read_newsml
from claimwire.sources.ninjs import read_ninjs
from claimwire.sources.opml import read_opml
from claimwire.sources.warc import read_warc
from claimwire_schemas import DecodeError, RawArticle, Span
from claimwire_schemas.topics import TOPICS

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
TEXT = FeedOptions(unknown="text")
MOST_ENTRIES = 200
MOST_EXTRACTED = 4_000
"""Characters: a longer text only makes the same code slower."""


def decode(data: bytes) -> None:
    """Read bytes as each record; what is read comes out of its own bytes again."""
    for topic in TOPICS:
        with suppress(DecodeError):
            record = topic.record.decode(data)
            assert topic.record.decode(record.encode()) == record


def normalizing(data: bytes) -> None:
    """Normalize a raw article whose fields are the pieces between zero bytes."""
    raw = raw_of(data)
    with suppress(Refused):
        article = normalize(raw, page=None, received_at=AT)
        assert type(article).decode(article.encode()) == article
        assert normalize(raw, page=None, received_at=AT) == article
        assert all(article.text[place.start : place.end].strip() for place in article.paragraphs)


def charset(data: bytes) -> None:
    """Make text that UTF-8 can hold of bytes, with a declared charset in their first piece."""
    declared, _, body = data.partition(b"\0")
    for label in (None, declared.decode("latin-1")):
        decode_bytes(body, declared=label).encode("utf-8")


def page(data: bytes) -> None:
    """Read the main text of a page, in this process, and normalize it."""
    html = decode_bytes(data, declared=None)
    with suppress(Refused):
        read = read_page(html, url="https://example.org/2026/03/a-story")
        raw = RawArticle(body=html, content_type="text/html", url="https://example.org/2026/03/a-story")
        normalize(raw, page=read, received_at=AT)


def extracting(data: bytes) -> None:
    """Extract attributions and claims; every span holds, and every claim's edits replay."""
    with suppress(Refused):
        article = normalize(
            RawArticle(body=data.decode("utf-8", "replace")[:MOST_EXTRACTED]), page=None, received_at=AT
        )
        extractor = default_extractor()
        reading = extractor.read(article)
        found = resolve(article, reading.document, reading.attributions)
        claims = claims_of(article, reading.document, reading.attributions, found, extractor=extractor.name)
        for one in reading.attributions:
            cue = one.cue.spans if one.cue else ()
            spans: list[Span] = [*one.content, *cue, *([one.source] if one.source else [])]
            assert all(article.text[span.start : span.end] == span.exact for span in spans)
        assert len({claim.claim_id for claim in claims}) == len(claims)
        for claim in claims:
            assert replayed(claim.basis, claim.edits) == claim.text
            assert type(claim).decode(claim.encode()) == claim


def aligning(data: bytes) -> None:
    """Find every word of a normalized text in the text as it was given."""
    text = data.decode("utf-8", "replace")[:MOST_EXTRACTED]
    with suppress(Refused):
        article = normalize(RawArticle(body=text), page=None, received_at=AT)
        alignment = align(text, article.text)
        for place in article.paragraphs:
            start, end = alignment.given(place.start, place.end)
            assert 0 <= start < end <= len(text)


def feed(data: bytes) -> None:
    """Read a feed, sitemap, page or list of feeds; each article in it decodes from its bytes."""
    with suppress(InputError):
        check_articles(read_document(data, content_type="", charset=None, base="https://example.org/feed"))
    with suppress(InputError):
        read_opml(data, name="feeds.opml")


def news_item(data: bytes) -> None:
    """Read a news item in NewsML-G2 and in ninjs, and the records of an archive."""
    with suppress(InputError):
        check_articles(read_newsml(data, now=AT))
    with suppress(InputError):
        check_articles(read_ninjs(data, now=AT) or Document("page"))
    with suppress(InputError):
        list(read_warc(BytesIO(data), max_bytes=100_000))


def file(data: bytes) -> None:
    """Read a file of each kind, and a table, in this process; each article in it decodes from its bytes."""
    for kind in get_args(FileKind):
        with suppress(DocumentError):
            check_articles(read_file(data, kind=kind, name="a"))
    table = InputFile(Path("a.csv"), told_kind(data[:4096], otherwise="csv"), None)
    with suppress(InputError):
        list(table_entries(table, Unpacked(BytesIO(data)) if is_gzip(data) else BytesIO(data), FeedOptions()))


class InProcess:
    """Reads documents without a child, so that what breaks is seen."""

    def read(self, data: bytes, *, kind: FileKind, name: str) -> Document:
        """Return the document in a file; raises `DocumentError`."""
        return read_file(data, kind=kind, name=name)


def stream(data: bytes) -> None:
    """Read a stream as what it begins with, as a mailbox and as a zip file; each article decodes."""
    with suppress(InputError):
        check_entries(entries_of(InputFile(Path("a"), "unknown", None), BytesIO(data), TEXT, InProcess()))
    with suppress(InputError):
        check_entries(entries_of(InputFile(Path("a.mbox"), "mbox", None), BytesIO(data), TEXT, InProcess()))
    zipped = InputFile(Path("a.zip"), "zip", None)
    with suppress(InputError):
        check_entries(zip_entries(zipped, BytesIO(data), partial(_member, options=TEXT)))


def _member(file: InputFile, stream: Readable, *, options: FeedOptions) -> Iterator[Entry]:
    return entries_of(file, stream, options, InProcess())


def check_entries(entries: Iterator[Entry]) -> None:
    """Assert that the articles among the first entries decode from their bytes."""
    for entry in islice(entries, MOST_ENTRIES):
        if isinstance(entry, Parsed):
            assert RawArticle.decode(entry.article.encode()) == entry.article


class Taken:
    """A publisher that takes everything, if it is an article."""

    async def send(self, message: Outgoing) -> Future[object]:
        """Take an article; raises `DecodeError` where it is none."""
        RawArticle.decode(message.value or b"")
        delivered: Future[object] = asyncio.get_running_loop().create_future()
        delivered.set_result(None)
        return delivered


def push(data: bytes) -> None:
    """Answer a push of all bytes but the first, which says what they are said to be."""
    limits = PushLimits(body_bytes=50_000)
    server = Push("token", Taken(), Metrics(CollectorRegistry()), limits)
    with suppress(Problem):
        asyncio.run(_pushed(server, data[:1], data[1:]))


async def _pushed(server: Push, said: bytes, data: bytes) -> None:
    body = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
    body.feed_data(data)
    body.feed_eof()
    headers = {"Authorization": "Bearer token"}
    headers["Content-Type"] = "application/json" if said < b"\x80" else "application/x-ndjson"
    if said and said[0] % 2:
        headers["Content-Encoding"] = "gzip"
    response = await server.articles(make_mocked_request("POST", "/articles", headers, payload=body))
    assert response.status in (202, 207, 422)


def check_articles(document: Document) -> None:
    """Assert that each item is an article that decodes from its bytes, or is refused."""
    for item in document.items:
        with suppress(NotAnArticle):
            article = article_of(item, outlet=None, feed=None, retrieved_at=AT, language=None)
            assert RawArticle.decode(article.encode()) == article


def raw_of(data: bytes) -> RawArticle:
    """Return a raw article made of the pieces between zero bytes: body, headline, byline, URL, date."""
    pieces = [piece.decode("utf-8", "replace") for piece in data.split(b"\0", 4)]
    body, headline, byline, url, published, *_ = [*pieces, "", "", "", ""]
    fields = {"headline": headline, "byline": byline, "url": url, "published_at": published}
    try:
        return RawArticle.model_validate({"body": body, **{k: v for k, v in fields.items() if v}})
    except ValueError:  # a field that the record does not allow
        return RawArticle(body=body or "x")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decode,
    "normalize": normalizing,
    "charset": charset,
    "page": page,
    "extract": extracting,
    "align": aligning,
    "feed": feed,
    "news-item": news_item,
    "file": file,
    "stream": stream,
    "push": push,
}
