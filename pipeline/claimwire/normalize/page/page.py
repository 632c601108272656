"""A page: what was read from HTML, before it becomes an article."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from claimwire.normalize.structure import Mark
from claimwire_schemas.articles import Extent
from claimwire_schemas.message import Value


class Page(Value):
    """What a web page says: its main text, and what its metadata states. All as found, not yet normalized."""

    text: str = Field(description="Main text; blank lines between paragraphs.")
    marks: Annotated[tuple[Mark, ...], Field(strict=False)] = Field(
        (), description="What its markup sets apart in `text`, in order."
    )
    title: str | None = None
    byline: str | None = None
    outlet: str | None = Field(None, description="Name of the site.")
    language: str | None = Field(None, description="Declared, a BCP 47 tag.")
    url: str | None = Field(None, description="The canonical link, as written.")
    published: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        (), description="Statements of the publication time, the most trusted first."
    )
    paywalled: bool | None = Field(None, description="Whether a part of it is to be paid for.")
    extent: Extent | None = Field(None, description="How much of the article `text` is.")
