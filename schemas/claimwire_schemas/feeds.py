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
    """A polled feed, sitemap or sitemap index. Its URL is its identity, and the key of the record."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    url: FeedUrl = Field(description="Its URL: http or https, in ASCII, without a user or password.")
    title: Line | None = Field(default=None, description="Its name for people.")
    outlet: Line | None = Field(default=None, description="Publisher of its articles that name none.")
    language: Line | None = Field(
        default=None, description="Language of its articles, if neither they nor the feed say."
    )
    full_text: Literal["auto", "always", "never"] = Field(
        default="auto",
        description="When to fetch an article's page; `auto`: if the feed has only a summary.",
    )
    min_interval_s: Seconds | None = Field(
        default=None, description="Shortest time between polls; null: the feeder's setting."
    )
    max_interval_s: Seconds | None = Field(
        default=None, description="Longest time between polls; null: the feeder's setting."
    )
