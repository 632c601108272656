"""Spans: exact places in an article's text."""

from __future__ import annotations

from hashlib import sha256
from typing import Self

from pydantic import Field, model_validator

from claimwire_schemas.message import Value


def text_digest(text: str) -> str:
    """Return the digest that names a text: `sha256:` and 64 hex digits over its UTF-8 bytes."""
    return "sha256:" + sha256(text.encode("utf-8")).hexdigest()


class Span(Value):
    """A place in the text and the words there: `text[start:end] == exact`.

    `start` and `end` are those of a W3C TextPositionSelector (code points, end exclusive), `exact` that of a
    TextQuoteSelector.
    """

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(ge=0, description="One past the last code point.")
    exact: str = Field(min_length=1, description="The text between them, verbatim.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(
                f"span {self.start}:{self.end} is {self.end - self.start} long, its text {len(self.exact)}"
            )
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Return the span of `text[start:end]`."""
        return cls(start=start, end=end, exact=text[start:end])
