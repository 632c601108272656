"""`enrich` takes an article and returns it with its claims.

    whole = enrich(RawArticle(body=html, content_type="text/html", url=url))
    for claim in whole.claims:
        print(claim.claimant.name, claim.stance, claim.text)

It needs no Kafka. The stages of the stream call the same functions.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Protocol

from claimwire.claims import claims_of
from claimwire.errors import Refused
from claimwire.extract import Reading, default_extractor
from claimwire.normalize import MAX_BYTES, Page, normalize, read_page
from claimwire.resolve import Resolved, resolve
from claimwire_schemas import Article, EnrichedArticle, RawArticle

_EXTRACTED_LANGUAGE = "en"


class ReadsArticles(Protocol):
    """Finds attributions and names in articles: an `Extractor`, or a replacement."""

    @property
    def name(self) -> str:
        """Its name, version and model, as in records."""

    def read(self, article: Article) -> Reading:
        """Return the attributions and names in an article."""


class ReadsPages(Protocol):
    """Reads HTML: a `PageReader`."""

    def read(self, html: str, *, url: str | None) -> Awaitable[Page]:
        """Return the main text of a page and its metadata; raises `Refused`."""


def enrich(article: Article | RawArticle, *, extractor: ReadsArticles | None = None) -> EnrichedArticle:
    """Return an article with its attributions, entities and claims.

    The default extractor is the package's own, loaded at the first call. A raw article is normalized first,
    as received now (`article_from` takes another time). An article that is not in English comes back without
    claims, and its `status` says so.

    Raises `Refused` for a raw article that cannot be normalized, `ModelError` if the model does not load.
    """
    if isinstance(article, RawArticle):
        article = article_from(article, received_at=datetime.now(UTC))
    extractor = default_extractor() if extractor is None else extractor
    reading = extractor.read(article) if is_extracted(article) else Reading()
    return enriched_from(article, reading, extractor=extractor.name)


def article_from(raw: RawArticle, *, received_at: datetime, max_bytes: int = MAX_BYTES) -> Article:
    """Normalize a raw article; raises `Refused`.

    Reads HTML in this process, without a time limit. For untrusted pages, use `with_page`.
    """
    page = None
    if is_page(raw):
        try:
            page = read_page(raw.body, url=raw.url, max_bytes=max_bytes)
        except Refused as refused:
            raw = summary_of(raw, instead_of=refused)
            page = read_page(raw.body, url=raw.url, max_bytes=max_bytes)
    return normalize(raw, page=page, received_at=received_at, max_bytes=max_bytes)


async def with_page(raw: RawArticle, *, reader: ReadsPages) -> tuple[RawArticle, Page | None]:
    """Return a raw article and its page, None for plain text: the arguments of `normalize`.

    The article comes back as its summary if its page has no main text. Raises `Refused`.
    """
    if not is_page(raw):
        return raw, None
    try:
        return raw, await reader.read(raw.body, url=raw.url)
    except Refused as refused:
        raw = summary_of(raw, instead_of=refused)
        return raw, await reader.read(raw.body, url=raw.url)


def is_page(raw: RawArticle) -> bool:
    """Tell whether a raw article's body is HTML."""
    return raw.content_type == "text/html"


def summary_of(raw: RawArticle, *, instead_of: Refused) -> RawArticle:
    """Return a raw article with its feed's summary as its body, after its page was refused.

    Raises the refusal unless the page has no article and there is a summary.
    """
    if instead_of.reason not in {"no_main_text", "not_an_article"} or not raw.summary:
        raise instead_of
    return raw.model_copy(update={"body": raw.summary, "extent": "summary"})


def check_length(article: Article, *, most: int) -> None:
    """Raise `Refused` (`text_too_long`) if an article's text has more than `most` characters."""
    if len(article.text) > most:
        raise Refused("text_too_long", f"{len(article.text):,} characters; the limit is {most:,}")


def is_extracted(article: Article) -> bool:
    """Tell whether the extractor knows the article's language."""
    return article.language.tag == _EXTRACTED_LANGUAGE


def enriched_from(article: Article, reading: Reading, *, extractor: str) -> EnrichedArticle:
    """Return an article with an extractor's reading of it, and the entities and claims of that reading."""
    known, attributions = is_extracted(article), reading.attributions
    found = resolve(article, reading.document, attributions) if known else Resolved()
    return EnrichedArticle(
        article=article,
        status="extracted" if known else "language_not_supported",
        attributions=attributions,
        claims=(
            claims_of(article, reading.document, attributions, found, extractor=extractor) if known else ()
        ),
        entities=found.entities,
        extractor=extractor,
    )
