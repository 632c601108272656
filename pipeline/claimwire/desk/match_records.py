"""What the API answers about matches, typed: the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Any, Literal

import orjson
from pydantic import Field

from claimwire.desk.records import ClaimItem, NameItem, claim_item
from claimwire.store import ClaimRow, LinkRow
from claimwire_schemas import Actor, ClaimCluster, ClaimLink, Family, Message, Story
from claimwire_schemas.message import Value

State = Literal["", "right", "wrong"]


class LinkItem(Value):
    """A link of a claim."""

    link: ClaimLink = Field(description="The record, as it was judged.")
    state: State = Field(description="What a reader says of it; empty while nobody does.")
    claim: ClaimItem | None = Field(description="The other claim; null if it is no longer in the store.")


class LinkPage(Value):
    """The links of a claim."""

    cluster_id: str | None = Field(description="The cluster that the claim is in; null if it is alone.")
    links: tuple[LinkItem, ...] = Field(description="The latest first; rejected links too.")


class PairItem(Value):
    """A link with both of its claims."""

    link: ClaimLink = Field(description="The record, as it was judged.")
    state: State = Field(description="What a reader says of it; empty while nobody does.")
    earlier: ClaimItem = Field(description="The claim published first.")
    later: ClaimItem = Field(description="The other one.")
    more: int = Field(description="How many other links there are between claims of the same two clusters.")


class ClusterPage(Value):
    """Some clusters."""

    clusters: tuple[ClaimCluster, ...] = Field(description="Those of most families first, or the latest.")


class StoryPage(Value):
    """Some stories."""

    stories: tuple[Story, ...] = Field(description="Those of most families first.")


class FamilyPage(Value):
    """The families of an article, and its story."""

    families: tuple[Family, ...] = Field(description="The largest first.")
    story: Story | None = Field(description="The story that it is of; null if it is alone.")


class ActorPage(Value):
    """Some actors."""

    actors: tuple[Actor, ...] = Field(description="Those in most articles first.")


class AccusedItem(Value):
    """Somebody who is accused or criticized and was not before."""

    name: NameItem = Field(description="Who.")
    claim: ClaimItem = Field(description="Of the latest claims that accuse or criticize them, the surest.")


class FrontItem(Value):
    """What changed in a period."""

    contested: tuple[PairItem, ...] = Field(description="Claims that contradict earlier ones, latest first.")
    disputed: tuple[ClaimCluster, ...] = Field(description="Other contradicted clusters, latest first.")
    repeated: tuple[ClaimCluster, ...] = Field(description="Clusters of two or more families.")
    accused: tuple[AccusedItem, ...] = Field(description="Who is accused or criticized and was not before.")
    moved: tuple[PairItem, ...] = Field(description="Claims that update earlier ones, latest first.")
    stories: tuple[Story, ...] = Field(description="Those of most families first.")


def link_item(row: LinkRow, claim: ClaimRow | None) -> dict[str, Any]:
    """Return a link of a claim as the API has it."""
    return _judged(row) | {"claim": claim_item(claim) if claim else None}


def pair_item(row: LinkRow, earlier: ClaimRow, later: ClaimRow, *, more: int) -> dict[str, Any]:
    """Return a link with its claims as the API has it."""
    return _judged(row) | {"earlier": claim_item(earlier), "later": claim_item(later), "more": more}


def records(found: tuple[Message, ...]) -> list[orjson.Fragment]:
    """Return records as the API has them."""
    return [orjson.Fragment(one.encode()) for one in found]


def _judged(row: LinkRow) -> dict[str, Any]:
    return {"link": orjson.Fragment(row.body), "state": row.state}
