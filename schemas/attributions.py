"""Attributions (who said what), the claims in them, and the article with all of them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from schemas.articles import Article, ArticleRef
from schemas.message import Message, Value
from schemas.spans import Span

RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Spans = Annotated[tuple[Span, ...], Field(strict=False, min_length=1)]
Kind = Literal["direct", "indirect", "mixed"]
Stance = Literal[
    "asserts",
    "denies",
    "confirms",
    "accuses",
    "claims_responsibility",
    "announces",
    "promises",
    "threatens",
    "warns",
    "demands",
    "predicts",
    "believes",
    "doubts",
    "asks",
    "praises",
    "criticizes",
]
STANCES: tuple[Stance, ...] = get_args(Stance)


class Cue(Value):
    """The words that make it an attribution: `said`, `according to`, `has blamed … on`."""

    spans: Spans
    lemma: str = Field(min_length=1, description="Dictionary form in lower case: `say`, `according to`.")


class Attribution(Message):
    """One source, by one cue, has one content put to it."""

    schema_version: Literal[1] = 1
    attribution_id: RecordId
    article: ArticleRef
    source: Span | None = Field(
        description="Who it is put to, as mentioned; null where the text names nobody."
    )
    cue: Cue | None
    content: Spans = Field(description="What is put to them; several spans where it is split.")
    kind: Kind = Field(description="Quoted throughout, nowhere or in part.")
    nested: bool = Field(description="Whether it stands inside another attribution's content.")
    confidence: float = Field(ge=0, le=1)
    extractor: str = Field(description="Name, version and model digest of the extractor.")


class Claim(Message):
    """A proposition, who stands behind it and how."""

    schema_version: Literal[1] = 1
    claim_id: RecordId
    attribution_id: RecordId
    article: ArticleRef
    text: str = Field(
        min_length=1, description="The content's spans, joined by a space, without outer marks."
    )
    content: Spans
    source: Span | None = Field(description="The claimant as mentioned.")
    cue: Cue | None
    stance: Stance | None = Field(description="What the cue does; null where the lexicon does not say.")
    kind: Kind
    confidence: float = Field(ge=0, le=1)
    extractor: str


class EnrichedArticle(Message):
    """An article with everything extracted from it: one for each revision, and the last to be published."""

    schema_version: Literal[1] = 1
    article: Article
    status: Literal["extracted", "language_not_supported"]
    attributions: Annotated[tuple[Attribution, ...], Field(strict=False)]
    claims: Annotated[tuple[Claim, ...], Field(strict=False)]
    extractor: str
