"""Articles: raw and normalized."""

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
    """A raw article from a feed, a file or any Kafka producer. Only `body` is required."""

    most_separators: ClassVar[int | None] = 200_000

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    body: str = Field(description="The article, as plain text or as an HTML page or fragment.")
    content_type: Literal["text/plain", "text/html"] = Field(
        default="text/plain", description="Content type of `body`."
    )
    url: Url | None = Field(default=None, description="The article's URL, and its identity if given.")
    outlet: Line | None = Field(default=None, description="Publisher: a name or a domain.")
    headline: Line | None = Field(default=None, description="Its headline, as plain text.")
    byline: Line | None = Field(default=None, description="Author line as printed.")
    published_at: Line | None = Field(
        default=None, description="Time of publication, as written by the source."
    )
    language: Line | None = Field(
        default=None, description="Declared language, a BCP 47 tag such as `en-GB`."
    )
    feed: Url | None = Field(default=None, description="URL of the feed with this article.")
    guid: Line | None = Field(
        default=None,
        description="The source's own identifier; the article's identity within `feed` or `outlet` if it has "
        "no `url`.",
    )
    file: Line | None = Field(
        default=None,
        description="Source file: the name of the folder that was fed and the path in it.",
    )
    extent: Extent | None = Field(
        default=None, description="Whether `body` is the whole article or a summary; null if unknown."
    )
    paywalled: bool | None = Field(
        default=None, description="Whether the rest needs a subscription; null if unknown."
    )
    summary: str | None = Field(
        default=None, description="A summary in HTML, used if the page in `body` has no main text."
    )
    retrieved_at: Timestamp | None = Field(default=None, description="When the feeder fetched it.")


class Publication(Value):
    """An article's time of publication, and its origin."""

    at: Timestamp = Field(description="The instant; for a precision of a day, its start.")
    utc_offset: str | None = Field(
        pattern=r"^[+-][0-9]{2}:[0-9]{2}$",
        description="The zone as written; null if there was none and UTC is assumed.",
    )
    precision: Literal["second", "minute", "day"] = Field(description="Precision in the source.")
    origin: Literal["raw", "page", "url", "dateline"] = Field(
        description="The raw article's field, the page's metadata, its URL or the dateline."
    )


class Language(Value):
    """The language of an article's text."""

    tag: str = Field(description="ISO 639-1 code; `und` if undetermined.")
    confidence: float = Field(ge=0, le=1, description="Probability from the language identifier.")


class Dateline(Value):
    """The opening of a wire story: `BAGHDAD, March 4 (Reuters) —`."""

    span: Span = Field(description="The whole dateline, up to the dash.")
    place: str | None = Field(description="The place as written; null if not given.")
    agency: str | None = Field(description="The wire agency's name; null if not given.")


class Credit(Value):
    """A place in the text that credits a wire agency or another outlet with the story."""

    span: Span = Field(description="The words that give the credit.")
    agency: str = Field(description="The agency's or outlet's name.")


class Speaker(Value):
    """The speaker of a paragraph, as named in the text or the page."""

    name: str = Field(
        min_length=1,
        description="As written, without the colon: `Mr HALE`; for a post, the display name or the handle.",
    )
    span: Span | None = Field(
        description="The name's place, often in an earlier paragraph; null if only the page's markup has it."
    )


class Paragraph(Value):
    """A paragraph of the body: its place in the text (code points, end exclusive) and its kind."""

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(ge=0, description="One past the last code point.")
    kind: ParagraphKind = Field(
        default="text",
        description="`turn`: speech in a transcript or interview; `entry_time`: when a live blog's entry was "
        "posted; `correction`: a note about the article; `boilerplate`: a press release's, below its story.",
    )
    speaker: Speaker | None = Field(
        default=None,
        description="For a turn, a post or a block quotation; null if no speaker is named beside it.",
    )
    role: Role | None = Field(
        default=None,
        description="For a turn in an interview. An answer without a speaker is the interviewee's, whom the "
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
    words: int = Field(ge=0, description="Runs of non-space characters with a letter or digit.")
    paragraphs: int = Field(ge=0, description="Paragraphs of the body, without the headline.")


class ArticleRef(Value):
    """The article and the revision that a record belongs to."""

    article_id: ArticleId = Field(description="The article's id, and the key of the record.")
    revision: int = Field(ge=1, description="1 for the first text seen under this id, then 2, 3 …")
    supersedes: int | None = Field(ge=1, description="The revision before this one; null for the first.")
    text_digest: TextDigest = Field(description="Digest of the text that all spans refer to.")
    url: Url | None = Field(description="The article's canonical URL; null if there is none.")
    outlet: Line | None = Field(description="Publisher; null if unknown.")
    headline: str | None = Field(default=None, description="Its headline; null if there is none.")
    published_at: Timestamp | None = Field(
        default=None, description="Time of publication; null without a credible one."
    )
    feed: Url | None = Field(default=None, description="URL of its feed, if it came from one.")
    file: Line | None = Field(default=None, description="Its source file, if it came from one.")


class Article(Message):
    """A normalized article. All spans in later records refer to its text."""

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
    text: str = Field(min_length=1, description="Headline, if any, and paragraphs, separated by blank lines.")
    text_digest: TextDigest = Field(description="`sha256:` and the SHA-256 of `text` in UTF-8, in hex.")
    headline: Span | None = Field(description="The headline's place in `text`; null if there is none.")
    paragraphs: Annotated[
        tuple[Paragraph, ...], Field(strict=False, description="The body's paragraphs, in order.")
    ]
    dateline: Dateline | None = Field(description="Null if the text has none.")
    byline: Line | None = Field(description="Author line as printed; null if there is none.")
    credits: Annotated[tuple[Credit, ...], Field(strict=False, description="Wire credits in the text.")]
    url: Url | None = Field(description="Canonical URL; null if there is none.")
    outlet: Line | None = Field(description="Publisher; null if unknown.")
    published: Publication | None = Field(description="Null without a credible time.")
    language: Language = Field(description="Only English (`en`) is extracted.")
    counts: Counts = Field(description="Sizes of `text`.")
    received_at: Timestamp = Field(description="When the raw article was written to its topic.")
    extent: Extent | None = Field(
        default=None, description="Whether `text` is the whole article or a summary; null if unknown."
    )
    paywalled: bool | None = Field(
        default=None, description="Whether the rest needs a subscription; null if unknown."
    )
    canonical_url: Url | None = Field(
        default=None,
        description="The page's own canonical address, on the site of `url`; not used in ids.",
    )
    feed: Url | None = Field(default=None, description="URL of its feed, if it came from one.")
    file: Line | None = Field(default=None, description="Its source file, if it came from one.")

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
