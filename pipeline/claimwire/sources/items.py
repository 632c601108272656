"""The one shape that every source is read into: a document of items, each about one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from claimwire.errors import InputError
from claimwire_schemas.articles import Extent

Kind = Literal["rss", "atom", "json_feed", "sitemap", "sitemap_index", "page", "ninjs", "newsml", "file"]
FileKind = Literal["docx", "feed", "mail", "markdown", "pdf"]
ContentType = Literal["text/plain", "text/html"]
DocumentReason = Literal["empty", "too_large", "unknown_kind", "malformed", "timeout", "crashed"]


@dataclass(frozen=True)
class Item:
    """An article as its source gives it; None and an empty body mean that the source says nothing.

    `extent` tells whether `body` is the whole article or a summary. If `body` is a page, `summary` is the
    feed's summary in HTML. `retrieved_at` is the source's own time of retrieval, as in an archive.
    """

    url: str | None = None
    guid: str | None = None
    headline: str | None = None
    body: str = ""
    content_type: ContentType = "text/plain"
    extent: Extent | None = None
    summary: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str | None = None
    paywalled: bool | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True)
class Problem:
    """A part of a document that is not an item, and why: `item 3: a URL longer than 4,096 characters`."""

    where: str
    reason: str


@dataclass(frozen=True)
class Document:
    """A document: its items in order, and links to other documents.

    `links` are the sitemaps of a sitemap index, or the feeds and sitemaps that a site's page names, absolute.
    `passed` counts the parts of a file that are not articles, by kind. `interval_s` is the polling interval
    that the document asks for. `is_cut` tells that its end is missing.
    """

    kind: Kind
    title: str | None = None
    language: str | None = None
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    links: tuple[str, ...] = ()
    interval_s: float | None = None
    passed: tuple[tuple[str, int], ...] = ()
    is_cut: bool = False


class DocumentError(InputError):
    """A document that cannot be read: `reason` is a code for programs, the message is for people."""

    def __init__(self, reason: DocumentReason, detail: str) -> None:
        super().__init__(detail)
        self.reason: DocumentReason = reason
