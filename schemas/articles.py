"""Articles: as they come in, and as they are normalized."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Message, Timestamp, Value
from schemas.spans import Range, Span

ArticleId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
TextDigest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Url = Annotated[str, Field(min_length=1, max_length=4096)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class RawArticle(Message):
    """An article as a feed, a file or any Kafka producer gives it. Only `body` is required."""

    schema_version: Literal[1] = 1
    body: str = Field(description="The article, as plain text or as an HTML page or fragment.")
    content_type: Literal["text/plain", "text/html"] = Field("text/plain", description="What `body` is.")
    url: Url | None = Field(None, description="Where the article stands; its identity when given.")
    outlet: Line | None = Field(None, description="Who publishes it: a name or a domain.")
    headline: Line | None = Field(None, description="Its headline, as plain text.")
    byline: Line | None = Field(None, description="Who wrote it, as printed.")
    published_at: Line | None = Field(None, description="When it was published, as the source wrote it.")
    language: Line | None = Field(None, description="Declared language, a BCP 47 tag such as `en-GB`.")
    feed: Url | None = Field(None, description="The feed that it came from.")
    guid: Line | None = Field(None, description="The feed's own identifier of the item.")
    retrieved_at: Timestamp | None = Field(None, description="When the feeder got it.")


class Publication(Value):
    """When an article was published, and how that is known."""

    at: Timestamp = Field(description="The instant; where the precision is a day, its start.")
    utc_offset: str | None = Field(
        pattern=r"^[+-]\d\d:\d\d$", description="The zone as written; null where none was and UTC is assumed."
    )
    precision: Literal["second", "minute", "day"]
    origin: Literal["raw", "page", "url", "dateline"] = Field(
        description="The raw article's field, the page's metadata, its URL or the dateline."
    )


class Language(Value):
    """The language of an article's text."""

    tag: str = Field(description="ISO 639-1 code; `und` where it could not be told.")
    confidence: float = Field(ge=0, le=1, description="Probability given by the identifier.")


class Dateline(Value):
    """The opening of a wire story: `BAGHDAD, March 4 (Reuters) —`."""

    span: Span
    place: str | None
    agency: str | None


class Credit(Value):
    """A place in the text that credits a wire agency or another outlet with the story."""

    span: Span
    agency: str


class Counts(Value):
    """Sizes of an article's text."""

    characters: int = Field(ge=0, description="Code points.")
    words: int = Field(ge=0)
    paragraphs: int = Field(ge=0)


class ArticleRef(Value):
    """Which article, and which revision of it, a record speaks of."""

    article_id: ArticleId
    revision: int = Field(ge=1, description="1 for the first text seen under this id, then 2, 3 …")
    supersedes: int | None = Field(ge=1, description="The revision before this one; null for the first.")
    text_digest: TextDigest = Field(description="Digest of the text that all spans refer to.")
    url: Url | None
    outlet: Line | None


class Article(Message):
    """An article with one text, normalized, to which every span of every later record refers."""

    schema_version: Literal[1] = 1
    article_id: ArticleId = Field(description="UUIDv5 of the canonical URL; see the field dictionary.")
    revision: int = Field(ge=1, description="1 for the first text seen under this id, then 2, 3 …")
    supersedes: int | None = Field(ge=1, description="The revision before this one; null for the first.")
    text: str = Field(min_length=1, description="Headline and paragraphs, parted by blank lines.")
    text_digest: TextDigest
    headline: Span | None
    paragraphs: Annotated[tuple[Range, ...], Field(strict=False, description="The body's, in order.")]
    dateline: Dateline | None
    byline: Line | None
    credits: Annotated[tuple[Credit, ...], Field(strict=False, description="Wire credits in the text.")]
    url: Url | None = Field(description="Canonical URL.")
    outlet: Line | None
    published: Publication | None
    language: Language
    counts: Counts
    received_at: Timestamp = Field(description="When the raw article was written to its topic.")

    def ref(self) -> ArticleRef:
        """Return what later records say of this article."""
        return ArticleRef(
            article_id=self.article_id,
            revision=self.revision,
            supersedes=self.supersedes,
            text_digest=self.text_digest,
            url=self.url,
            outlet=self.outlet,
        )
