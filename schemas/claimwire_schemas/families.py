"""Families: articles that were made from one text, such as an agency's story and its reprints."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import ArticleRef, Line
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.message import Message, Timestamp, Value

Kinship = Literal["first", "copy", "excerpt", "extended", "part"]
Evidence = Literal["shared_text", "same_agency", "is_agency", "earliest"]


class Relative(Value):
    """An article of a family, and how much of a text it shares with another one."""

    article: ArticleRef = Field(description="The article and its revision.")
    seen_at: Timestamp = Field(description="When its raw article was written to its topic.")
    kinship: Kinship = Field(
        description="`first`: the first of the family; `copy`: nearly all of the other text; "
        "`excerpt`: a piece of it; `extended`: nearly all of it and more; `part`: a piece of it and more."
    )
    like: RecordId | None = Field(
        description="The article that it shares most with; null for the first of the family."
    )
    own_share: float = Field(ge=0, le=1, description="How much of its own text it shares with that one.")
    other_share: float = Field(ge=0, le=1, description="How much of the other's text it has.")
    agency: Line | None = Field(description="The agency that its dateline or a credit names; null for none.")


class Family(Message):
    """Articles that share their text: one source, however many outlets print it."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    family_id: RecordId = Field(description="UUIDv5 of the article that came first; the record's key.")
    origin: ArticleRef = Field(description="The agency's own article, else the one published earliest.")
    agency: Line | None = Field(description="The agency that most of them credit; null for none.")
    evidence: Annotated[
        tuple[Evidence, ...],
        Field(
            strict=False,
            description="What it rests on: `shared_text`, a credit to the `same_agency`; the origin "
            "`is_agency` or is the `earliest`.",
        ),
    ]
    articles: int = Field(ge=2, description="How many there are.")
    outlets: int = Field(ge=0, description="By how many outlets that are named.")
    first_published: Timestamp | None = Field(
        description="When the first was published; null where no article says."
    )
    first_seen: Timestamp = Field(description="When the first came.")
    last_seen: Timestamp = Field(description="When the last came.")
    relatives: Annotated[
        tuple[Relative, ...],
        Field(
            strict=False, description="Its articles in the order in which they came; of many, the first 200."
        ),
    ]
