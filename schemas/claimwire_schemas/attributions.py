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
    """The words that make it an attribution: `said`, `according to`, `has blamed … on`."""

    spans: Spans = Field(description="Its words; several spans where it is split.")
    lemma: str = Field(min_length=1, description="Dictionary form in lower case: `say`, `according to`.")


class Attribution(Message):
    """One source, by one cue, has one content put to it."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
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
        default=None,
        description="The attribution that it is nested in, the innermost; null where it is not nested.",
    )
    confidence: float = Field(ge=0, le=1, description="Probability that source, cue and content are right.")
    extractor: str = Field(description="Name, version and model digest of the extractor.")
