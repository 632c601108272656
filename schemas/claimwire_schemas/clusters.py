"""Clusters: claims that say the same, and stories: articles about one event."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import ArticleRef, Line
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.claim_links import LinkedClaim
from claimwire_schemas.message import Message, Timestamp, Value


class ClusterSource(Value):
    """Somebody who makes the claim."""

    name: Line | None = Field(description="The speaker's name; null if no source is named.")
    actor_id: RecordId | None = Field(description="The speaker's actor; null if there is none.")
    claims: int = Field(ge=1, description="In how many of the claims.")


class ClaimCluster(Message):
    """Claims of different articles that say the same."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    cluster_id: RecordId = Field(description="UUIDv5 of the claim that came first; the record's key.")
    text: str = Field(min_length=1, description="The claim in its best wording.")
    best: LinkedClaim = Field(description="The claim that is worded so.")
    first: LinkedClaim = Field(description="The claim that was published first, or else seen first.")
    claims: int = Field(ge=2, description="How many claims there are.")
    articles: int = Field(ge=2, description="In how many articles.")
    families: int = Field(ge=1, description="In how many families: copies of one text count once.")
    outlets: int = Field(ge=0, description="In how many outlets that are named.")
    sources: Annotated[
        tuple[ClusterSource, ...],
        Field(strict=False, description="Who makes the claim, the most frequent first; the first 50."),
    ]
    contradicted_by: Annotated[
        tuple[RecordId, ...],
        Field(strict=False, description="Claims that contradict one of these by a sure link; the first 50."),
    ]
    first_published: Timestamp | None = Field(
        description="When the first was published; null where no article says."
    )
    first_seen: Timestamp = Field(description="When the first came.")
    last_seen: Timestamp = Field(description="When the last came.")
    members: Annotated[
        tuple[LinkedClaim, ...],
        Field(strict=False, description="The claims in the order in which they came; the first 200."),
    ]


class Story(Message):
    """Articles about one event."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    story_id: RecordId = Field(description="UUIDv5 of the article that came first; the record's key.")
    headline: str | None = Field(description="The headline of the first article that has one.")
    articles: int = Field(ge=2, description="How many articles there are.")
    families: int = Field(ge=1, description="In how many families: copies of one text count once.")
    outlets: int = Field(ge=0, description="In how many outlets that are named.")
    first_published: Timestamp | None = Field(
        description="When the first was published; null where no article says."
    )
    first_seen: Timestamp = Field(description="When the first came.")
    last_seen: Timestamp = Field(description="When the last came.")
    members: Annotated[
        tuple[ArticleRef, ...],
        Field(strict=False, description="The articles in the order in which they came; the first 200."),
    ]
