"""Links between claims: which repeat, agree with, contradict or update each other, and why."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from claimwire_schemas.articles import ArticleRef
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.message import Message, Value

LinkKind = Literal["repeats", "agrees", "contradicts", "updates"]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
LinkTier = Literal["confirmed", "suggested"]


class LinkedClaim(Value):
    """One of a link's two claims."""

    claim_id: RecordId = Field(description="The claim.")
    article: ArticleRef = Field(description="The article and the revision that it stands in.")


class LinkReason(Value):
    """One reason for a link."""

    code: str = Field(min_length=1, max_length=60, description="The feature: `numbers_differ`.")
    text: str = Field(
        min_length=1, max_length=300, description="The same for people: `48 soldiers, then 52 soldiers`."
    )
    weight: float = Field(description="What it adds to the log odds of this kind over no link.")


class ClaimLink(Message):
    """Two claims of different articles, and how one relates to the other."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    link_id: RecordId = Field(description="UUIDv5 of the two claims and the kind.")
    kind: LinkKind = Field(
        description="`repeats`: the same source makes the same claim again; `agrees`: another source makes "
        "it; `contradicts`: both cannot be true; `updates`: the later one gives a new number or state."
    )
    earlier: LinkedClaim = Field(description="The claim published first; of two at once, the lower id.")
    later: LinkedClaim = Field(description="The other one.")
    score: float = Field(ge=0, le=1, description="Probability of this kind, calibrated.")
    tier: LinkTier = Field(
        description="`confirmed` links are sure enough to count; `suggested` ones are for people to look at."
    )
    reasons: Annotated[
        tuple[LinkReason, ...], Field(strict=False, description="The reasons, weightiest first.")
    ]
    model: str = Field(description="Name, version and digest of the weights that judged the pair.")
    withdrawn: bool = Field(
        default=False, description="Whether the link no longer holds: rejected, or an article has changed."
    )
