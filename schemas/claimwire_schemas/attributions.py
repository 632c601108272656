"""Attributions: who said what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import ArticleRef
from claimwire_schemas.message import Message, Value
from claimwire_schemas.spans import Span

RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Spans = Annotated[tuple[Span, ...], Field(strict=False, min_length=1)]
Kind = Literal["direct", "indirect", "mixed"]


class Cue(Value):
    """The attributing words: `said`, `according to`, `has blamed … on`."""

    spans: Spans = Field(description="Its words; several spans if it is split.")
    lemma: str = Field(min_length=1, description="Dictionary form in lower case: `say`, `according to`.")


class Attribution(Message):
    """Content that a cue attributes to a source."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    attribution_id: RecordId = Field(description="UUIDv5 of article, text digest and spans.")
    article: ArticleRef = Field(description="Its article and revision.")
    source: Span | None = Field(description="The source as mentioned; null if the text names nobody.")
    cue: Cue | None = Field(description="Null if only the layout attributes.")
    content: Spans = Field(description="The attributed words; several spans if they are split.")
    kind: Kind = Field(description="Quoted, reported, or both.")
    nested: bool = Field(description="Whether it is inside another attribution's content.")
    within: RecordId | None = Field(
        default=None,
        description="The innermost attribution around it; null if it is not nested.",
    )
    confidence: float = Field(ge=0, le=1, description="Probability that source, cue and content are right.")
    extractor: str = Field(description="Name, version and model digest of the extractor.")
