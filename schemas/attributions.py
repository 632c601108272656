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

    spans: Spans = Field(description="Its words; several spans where it is split.")
    lemma: str = Field(min_length=1, description="Dictionary form in lower case: `say`, `according to`.")


class Attribution(Message):
    """One source, by one cue, has one content put to it."""

    schema_version: Literal[1] = Field(1, description="Of this record's schema; 1 under every `.v1` topic.")
    attribution_id: RecordId = Field(description="UUIDv5 of article, text digest and spans.")
    article: ArticleRef = Field(description="The article and the revision that it stands in.")
    source: Span | None = Field(
        description="Who it is put to, as mentioned; null where the text names nobody."
    )
    cue: Cue | None = Field(description="Null where nothing but the layout attributes.")
    content: Spans = Field(description="What is put to them; several spans where it is split.")
    kind: Kind = Field(description="Quoted throughout, nowhere or in part.")
    nested: bool = Field(description="Whether it stands inside another attribution's content.")
    within: RecordId | None = Field(
        None, description="The attribution that it is nested in, the innermost; null where it is not nested."
    )
    confidence: float = Field(ge=0, le=1, description="Probability that source, cue and content are right.")
    extractor: str = Field(description="Name, version and model digest of the extractor.")


class Claim(Message):
    """A proposition, who stands behind it and how."""

    schema_version: Literal[1] = Field(1, description="Of this record's schema; 1 under every `.v1` topic.")
    claim_id: RecordId = Field(description="UUIDv5 of the attribution.")
    attribution_id: RecordId = Field(description="The attribution that it was taken from.")
    article: ArticleRef = Field(description="The article and the revision that it stands in.")
    text: str = Field(
        min_length=1, description="The content's spans, joined by a space, without outer marks."
    )
    content: Spans = Field(description="The attribution's content.")
    source: Span | None = Field(description="The claimant as mentioned; null where the text names nobody.")
    cue: Cue | None = Field(description="The attribution's cue.")
    stance: Stance | None = Field(description="What the cue does; null where the lexicon does not say.")
    kind: Kind = Field(description="Quoted throughout, nowhere or in part.")
    confidence: float = Field(ge=0, le=1, description="The attribution's.")
    extractor: str = Field(description="Name, version and model digest of the extractor.")


class EnrichedArticle(Message):
    """An article with everything extracted from it: one for each revision, and the last to be published."""

    schema_version: Literal[1] = Field(1, description="Of this record's schema; 1 under every `.v1` topic.")
    article: Article = Field(description="The article itself.")
    status: Literal["extracted", "language_not_supported"] = Field(
        description="Whether anything was looked for in it."
    )
    attributions: Annotated[
        tuple[Attribution, ...], Field(strict=False, description="All of them, in order of the text.")
    ]
    claims: Annotated[
        tuple[Claim, ...], Field(strict=False, description="All of them, in order of the text.")
    ]
    extractor: str = Field(description="Name, version and model digest of the extractor.")
