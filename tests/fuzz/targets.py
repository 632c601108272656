"""What is fuzzed: functions that take any bytes and fail where a promise is broken.

A refusal that names its reason is an answer; every other exception is a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from pipeline.claims import claims_of, entities_of
from pipeline.claims.edits import replayed
from pipeline.errors import InputError, Refused
from pipeline.extract.extractor import default_extractor
from pipeline.feed.entries import Parsed
from pipeline.feed.rss import parse_feed
from pipeline.feed.web import Fetched
from pipeline.normalize import align, decode_bytes, normalize, read_page
from schemas import DecodeError, RawArticle, Span
from schemas.topics import TOPICS

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
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
        entities = entities_of(article, reading.names, reading.attributions)
        claims = claims_of(article, reading.attributions, entities, extractor=extractor.name)
        for one in reading.attributions:
            cue = one.cue.spans if one.cue else ()
            spans: list[Span] = [*one.content, *cue, *([one.source] if one.source else [])]
            assert all(article.text[span.start : span.end] == span.exact for span in spans)
        assert len({claim.claim_id for claim in claims}) == len(claims)
        for claim in claims:
            assert replayed(claim.content, claim.edits) == claim.text
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
    """Parse an RSS or Atom feed; each article in it decodes from its bytes."""
    fetched = Fetched("https://example.org/feed", "https://example.org/feed", data, "application/xml")
    with suppress(InputError):
        for entry in parse_feed(fetched, outlet=None, retrieved_at=AT):
            if isinstance(entry, Parsed):
                assert RawArticle.decode(entry.article.encode()) == entry.article


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
}
