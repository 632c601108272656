"""Actors: people and bodies, with one id in all articles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import Line
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.entities import EntityKind
from claimwire_schemas.message import Message, Timestamp, Value

ActorSort = Literal["person", "body"]


class ActorName(Value):
    """A name that articles have for an actor."""

    name: Line = Field(description="As written, without titles.")
    mentions: int = Field(ge=0, description="How many mentions have it; 0 for one that only a list has.")


class ActorKind(Value):
    """A kind that articles' entities have."""

    kind: EntityKind = Field(description="As at the entity.")
    articles: int = Field(ge=1, description="In how many articles.")


class ActorRole(Value):
    """A role that articles have for an actor, and when."""

    role: Line = Field(description="As written: `Prime Minister`.")
    affiliation: Line | None = Field(description="What it is held in or for; null if no article says.")
    first_seen: Timestamp = Field(description="When the first article was published, or else received.")
    last_seen: Timestamp = Field(description="The same of the last.")
    articles: int = Field(ge=1, description="In how many articles.")


class Actor(Message):
    """A person or body that articles speak of."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    actor_id: RecordId = Field(description="UUIDv5 of the sort and the first name; the record's key.")
    sort: ActorSort = Field(description="`body` for organizations, governments, groups and outlets.")
    name: Line = Field(description="The fullest of the usual names of a person, the most used of a body.")
    kind: EntityKind = Field(description="What most articles take it for.")
    names: Annotated[
        tuple[ActorName, ...],
        Field(strict=False, min_length=1, description="The most used first."),
    ]
    kinds: Annotated[tuple[ActorKind, ...], Field(strict=False, description="The most frequent first.")]
    roles: Annotated[tuple[ActorRole, ...], Field(strict=False, description="The last 12, the latest first.")]
    first_seen: Timestamp = Field(description="When the first article was published, or else received.")
    last_seen: Timestamp = Field(description="The same of the last.")
    articles: int = Field(ge=0, description="How many articles mention it.")
    mentions: int = Field(ge=0, description="How many times.")
    known: bool = Field(description="Whether it is of a list of known actors: then names come from the list.")
    wikidata: Annotated[str, Field(pattern=r"^Q[1-9][0-9]{0,11}$")] | None = Field(
        description="Its Wikidata id, from a list; null otherwise."
    )
    merged_into: RecordId | None = Field(
        description="The actor that it was found to be one with; null unless somebody merged them."
    )
    split_off: Annotated[
        tuple[Line, ...],
        Field(strict=False, description="Names that it once had and that are another's."),
    ]
