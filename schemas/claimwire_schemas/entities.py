"""Entities: who and what an article speaks of, and who stands behind what is said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.message import Value
from claimwire_schemas.spans import Span

EntityId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
EntityKind = Literal[
    "person",
    "organization",
    "government",
    "armed_or_political_group",
    "place",
    "nationality",
    "document",
    "outlet",
    "unnamed",
]
Resolution = Literal["name", "pronoun", "description", "metonym", "elided", "unnamed", "outlet", "unresolved"]


class Entity(Value):
    """A person, body, place or other thing in an article, with all its mentions."""

    entity_id: EntityId = Field(description="UUIDv5 of article, text digest and the first mention's place.")
    name: str = Field(min_length=1, description="The fullest name or description among the mentions.")
    kind: EntityKind = Field(description="`unnamed` for sources that the text leaves without a name.")
    mentions: Annotated[
        tuple[Span, ...], Field(strict=False, min_length=1, description="In order of the text.")
    ]
    role: str | None = Field(description="Title or role as written: `Prime Minister`; null if not given.")
    affiliation: str | None = Field(
        description="Organization, party or country that they belong to; null if not given."
    )


class Claimant(Value):
    """The person or body behind a claim, and how the mention was resolved."""

    entity_id: EntityId | None = Field(description="Null for the outlet itself, and if nobody was found.")
    name: str | None = Field(description="The entity's or the outlet's name; null if nobody was found.")
    kind: EntityKind | None = Field(description="The entity's kind; null if nobody was found.")
    resolution: Resolution = Field(description="Kind of mention that was resolved.")
    role: str | None = Field(description="As in the entity.")
    affiliation: str | None = Field(description="As in the entity.")
    confidence: float = Field(ge=0, le=1, description="Probability that the claimant is right.")
