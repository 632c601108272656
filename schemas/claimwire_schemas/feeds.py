"""Feeds: what is polled for articles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.articles import Line
from claimwire_schemas.message import Message

FeedUrl = Annotated[str, Field(max_length=4096, pattern=r"^https?://[!\"$-.0->A-~]+([/?#][!-~]*)?$")]
"""In ASCII, without a user or password: it is shown in logs and metrics."""
Seconds = Annotated[int, Field(ge=1, le=366 * 24 * 3600)]


class Feed(Message):
    """A feed, sitemap or sitemap index that is polled. Its URL is its identity, and the key of the record."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    url: FeedUrl = Field(description="Where it stands: http or https, in ASCII, without a user or password.")
    title: Line | None = Field(default=None, description="Its name, for people.")
    outlet: Line | None = Field(
        default=None, description="Who publishes its articles, where they do not say so."
    )
    language: Line | None = Field(
        default=None, description="Of its articles, where neither they nor it say so."
    )
    full_text: Literal["auto", "always", "never"] = Field(
        default="auto",
        description="When an article's page is fetched; `auto`: where the feed has a summary only.",
    )
    min_interval_s: Seconds | None = Field(
        default=None, description="Never polled sooner; null: as the feeder is set."
    )
    max_interval_s: Seconds | None = Field(
        default=None, description="Polled no later; null: as the feeder is set."
    )
