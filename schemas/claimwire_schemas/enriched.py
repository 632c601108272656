"""The article with everything extracted from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import Article
from claimwire_schemas.attributions import Attribution
from claimwire_schemas.claims import Claim
from claimwire_schemas.entities import Entity
from claimwire_schemas.message import Message


class EnrichedArticle(Message):
    """An article with everything extracted from it: one per revision, published after its other records."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    article: Article = Field(description="The article itself.")
    status: Literal["extracted", "language_not_supported"] = Field(
        description="Whether its language is extracted."
    )
    attributions: Annotated[
        tuple[Attribution, ...], Field(strict=False, description="All of them, in order of the text.")
    ]
    claims: Annotated[
        tuple[Claim, ...], Field(strict=False, description="All of them, in order of the text.")
    ]
    entities: Annotated[
        tuple[Entity, ...], Field(strict=False, description="All of them, in order of their first mentions.")
    ]
    extractor: str = Field(description="Name, version and model digest of the extractor.")
