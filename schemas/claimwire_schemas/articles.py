"""Articles: as they come in, and as they are normalized."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from claimwire_schemas.message import Message, Timestamp, Value
from claimwire_schemas.spans import Span

ArticleId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
TextDigest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Url = Annotated[str, Field(min_length=1, max_length=4096)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]
Extent = Literal["full", "summary"]
ParagraphKind = Literal[
    "text",
    "heading",
    "list_item",
    "table_row",
    "caption",
    "block_quotation",
    "embedded_post",
    "turn",
    "entry_time",
    "correction",
    "boilerplate",
]
Role = Literal["question", "answer"]


class RawArticle(Message):
    """An article as a feed, a file or any Kafka producer gives it. Only `body` is required."""

    most_separators: ClassVar[int | None] = 200_000

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    body: str = Field(description="The article, as plain text or as an HTML page or fragment.")
    content_type: Literal["text/plain", "text/html"] = Field(
        default="text/plain", description="What `body` is."
    )
    url: Url | None = Field(default=None, description="Where the article stands; its identity when given.")
    outlet: Line | None = Field(default=None, description="Who publishes it: a name or a domain.")
    headline: Line | None = Field(default=None, description="Its headline, as plain text.")
    byline: Line | None = Field(default=None, description="Who wrote it, as printed.")
    published_at: Line | None = Field(
        default=None, description="When it was published, as the source wrote it."
    )
    language: Line | None = Field(
        default=None, description="Declared language, a BCP 47 tag such as `en-GB`."
    )
    feed: Url | None = Field(default=None, description="The feed that it came from.")
    guid: Line | None = Field(
        default=None,
        description="The source's own identifier; the article's identity within `feed` or `outlet` if it has "
        "no `url`.",
    )
    file: Line | None = Field(
        default=None,
        description="The file that it was read from: the name of the folder that was fed and the path in it.",
    )
    extent: Extent | None = Field(
        default=None, description="Whether `body` is all of the article or a summary; null where nobody says."
    )
    paywalled: bool | None = Field(
        default=None, description="Whether the rest is for those who pay; null where nobody says."
    )
    summary: str | None = Field(
        default=None, description="A summary in HTML, to be taken where the page in `body` has no main text."
    )
    retrieved_at: Timestamp | None = Field(default=None, description="When the feeder got it.")


class Publication(Value):
    """When an article was published, and how that is known."""

    at: Timestamp = Field(description="The instant; where the precision is a day, its start.")
    utc_offset: str | None = Field(
        pattern=r"^[+-][0-9]{2}:[0-9]{2}$",
        description="The zone as written; null where none was and UTC is assumed.",
    )
    precision: Literal["second", "minute", "day"] = Field(description="How exactly the source gave it.")
    origin: Literal["raw", "page", "url", "dateline"] = Field(
        description="The raw article's field, the page's metadata, its URL or the dateline."
    )


class Language(Value):
    """The language of an article's text."""

    tag: str = Field(description="ISO 639-1 code; `und` where it could not be told.")
    confidence: float = Field(ge=0, le=1, description="Probability given by the identifier.")


class Dateline(Value):
    """The opening of a wire story: `BAGHDAD, March 4 (Reuters) —`."""

    span: Span = Field(description="All of it, to the dash.")
    place: str | None = Field(description="The place as written; null where none is given.")
    agency: str | None = Field(description="The wire agency's name; null where none is given.")


class Credit(Value):
    """A place in the text that credits a wire agency or another outlet with the story."""

    span: Span = Field(description="The words that give the credit.")
    agency: str = Field(description="The agency's or outlet's name.")


class Speaker(Value):
    """Who speaks a paragraph, in the words of the text or the page."""

    name: str = Field(
        min_length=1,
        description="As written, without the colon: `Mr HALE`; of a post, the display name or the handle.",
    )
    span: Span | None = Field(
        description="The name's place, often in an earlier paragraph; null if only the page's markup has it."
    )


class Paragraph(Value):
    """A paragraph of the body: its place in the text (code points, end exclusive) and what it is there."""

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(ge=0, description="One past the last code point.")
    kind: ParagraphKind = Field(
        default="text",
        description="`turn`: speech in a transcript or interview; `entry_time`: when a live blog's entry was "
        "posted; `correction`: a note about the article; `boilerplate`: a press release's, below its story.",
    )
    speaker: Speaker | None = Field(
        default=None,
        description="Of a turn, a post or a block quotation; null if nobody is named beside it.",
    )
    role: Role | None = Field(
        default=None,
        description="Of a turn in an interview. An answer without a speaker is the interviewee's, whom the "
        "headline or lead names.",
    )
    language: str | None = Field(
        default=None,
        description="ISO 639-1 code; null unless it surely differs from the article's. Nothing is "
        "extracted from a paragraph in another language.",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a paragraph ends after it starts, but start={self.start} and end={self.end}")
        return self


class Counts(Value):
    """Sizes of an article's text."""

    characters: int = Field(ge=0, description="Code points.")
    words: int = Field(
        ge=0, description="Runs of characters between white space that have a letter or digit."
    )
    paragraphs: int = Field(ge=0, description="Paragraphs of the body; the headline is none of them.")


class ArticleRef(Value):
    """Which article a record speaks of, and which revision of it."""

    article_id: ArticleId = Field(description="The article's id, and the key of the record.")
    revision: int = Field(ge=1, description="1 for the first text seen under this id, then 2, 3 …")
    supersedes: int | None = Field(ge=1, description="The revision before this one; null for the first.")
    text_digest: TextDigest = Field(description="Digest of the text that all spans refer to.")
    url: Url | None = Field(description="The article's canonical URL; null where it has none.")
    outlet: Line | None = Field(description="Who publishes it; null where nobody says.")
    headline: str | None = Field(default=None, description="Its headline; null where there is none.")
    published_at: Timestamp | None = Field(
        default=None, description="When it was published; null where no credible time is given."
    )
    feed: Url | None = Field(default=None, description="The feed that it came from, if it came from one.")
    file: Line | None = Field(default=None, description="The file that it came from, if it came from one.")


class Article(Message):
    """An article with one text, normalized, to which every span of every later record refers."""

    most_separators: ClassVar[int | None] = 500_000

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    article_id: ArticleId = Field(
        description="UUIDv5 of the canonical URL; without one, of the `guid`; without either, of outlet and "
        "body."
    )
    revision: int = Field(ge=1, description="1 for the first text seen under this id, then 2, 3 …")
    supersedes: int | None = Field(ge=1, description="The revision before this one; null for the first.")
    text: str = Field(min_length=1, description="Headline, if any, and paragraphs, parted by blank lines.")
    text_digest: TextDigest = Field(description="`sha256:` and the SHA-256 of `text` in UTF-8, in hex.")
    headline: Span | None = Field(description="The headline's place in `text`; null where there is none.")
    paragraphs: Annotated[
        tuple[Paragraph, ...], Field(strict=False, description="The body's paragraphs, in order.")
    ]
    dateline: Dateline | None = Field(description="Null where the text opens without one.")
    byline: Line | None = Field(description="Who wrote it, as printed; null where nobody is named.")
    credits: Annotated[tuple[Credit, ...], Field(strict=False, description="Wire credits in the text.")]
    url: Url | None = Field(description="Canonical URL; null where it has none.")
    outlet: Line | None = Field(description="Who publishes it; null where nobody says.")
    published: Publication | None = Field(description="Null where no credible time is given.")
    language: Language = Field(description="Only English (`en`) is extracted.")
    counts: Counts = Field(description="Sizes of `text`.")
    received_at: Timestamp = Field(description="When the raw article was written to its topic.")
    extent: Extent | None = Field(
        default=None, description="Whether `text` is all of the article or a summary; null where nobody says."
    )
    paywalled: bool | None = Field(
        default=None, description="Whether the rest is for those who pay; null where nobody says."
    )
    canonical_url: Url | None = Field(
        default=None,
        description="Another address that the page names as its own, on the site of `url`; never in ids.",
    )
    feed: Url | None = Field(default=None, description="The feed that it came from, if it came from one.")
    file: Line | None = Field(default=None, description="The file that it came from, if it came from one.")

    def ref(self) -> ArticleRef:
        """Return what later records say of this article."""
        return ArticleRef(
            article_id=self.article_id,
            revision=self.revision,
            supersedes=self.supersedes,
            text_digest=self.text_digest,
            url=self.url,
            outlet=self.outlet,
            headline=self.headline.exact if self.headline else None,
            published_at=self.published.at if self.published else None,
            feed=self.feed,
            file=self.file,
        )
