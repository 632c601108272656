"""What a page's markup says of a stretch of its text."""

from __future__ import annotations

from pydantic import Field

from claimwire_schemas import ParagraphKind
from claimwire_schemas.message import Value


class Mark(Value):
    """A stretch of a page's text that its markup sets apart."""

    start: int = Field(description="First code point of the page's text.")
    end: int = Field(description="One past the last.")
    kind: ParagraphKind = "text"
    strong: bool = Field(default=False, description="Whether all of it is bold.")
    speaker: str | None = Field(default=None, description="Whom the markup names as its author.")
