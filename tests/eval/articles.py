"""Articles for the eval: a text exactly as it was annotated, so that offsets hold."""

from __future__ import annotations

from datetime import UTC, datetime

from claimwire.english.quotations import PARAGRAPH
from claimwire_schemas import Article, Counts, Language, Paragraph, text_digest
from claimwire_schemas.ids import article_id


def article_of(text: str) -> Article:
    """Return an article around `text`, unchanged."""
    paragraphs = [part for part in PARAGRAPH.finditer(text) if part[0].strip()]
    return Article(
        article_id=article_id(url=None, outlet=None, body=text),
        revision=1,
        supersedes=None,
        text=text,
        text_digest=text_digest(text),
        headline=None,
        paragraphs=tuple(Paragraph(start=part.start(), end=part.end()) for part in paragraphs),
        dateline=None,
        byline=None,
        credits=(),
        url=None,
        outlet=None,
        published=None,
        language=Language(tag="en", confidence=1.0),
        counts=Counts(characters=len(text), words=len(text.split()), paragraphs=len(paragraphs)),
        received_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
