"""Names: what the tagger's second head takes for the name of somebody or something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

NameKind = Literal["person", "organization", "place", "group"]
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)


@dataclass(frozen=True, order=True)
class Tagged:
    """A name in the text (code points, end exclusive); a group is a nationality, religion or party."""

    start: int
    end: int
    kind: NameKind
    confidence: float
    """Mean probability, over its words, that a word has this kind."""
