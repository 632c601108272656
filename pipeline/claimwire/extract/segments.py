"""Segments: stretches of text with one role, and the links of them that make an attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["source", "cue", "content"]


@dataclass(frozen=True, order=True)
class Segment:
    """A stretch of the text that is a source, a cue or content (code points, end exclusive)."""

    start: int
    end: int
    role: Role
    confidence: float
    """Mean probability, over its words, that a word has this role."""


@dataclass(frozen=True)
class Link:
    """The segments of one attribution."""

    source: Segment | None
    cue: Segment | None
    content: tuple[Segment, ...]
    is_given: bool = False
    """Whether the structure of the article gives it, word for word, to its source."""
