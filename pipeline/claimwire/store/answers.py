"""What a store answers: revisions, names, counts, days and saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.words import instant


@dataclass(frozen=True)
class Revision:
    """A text of an article, with its claims in order of the text."""

    article: ArticleRow
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class Name:
    """A speaker or an outlet, with how many current claims and accusations the store has of them."""

    key: str
    name: str
    kind: str | None
    claims: int
    accused: int
    first_ms: int
    last_ms: int

    @property
    def first_seen(self) -> datetime:
        """When the first of its claims was seen."""
        return instant(self.first_ms)

    @property
    def last_seen(self) -> datetime:
        """When the last of its claims was seen."""
        return instant(self.last_ms)


@dataclass(frozen=True)
class Names:
    """Some names, those with most claims first, and the key to go on after; None at the end."""

    rows: tuple[Name, ...]
    next: tuple[int, str] | None


@dataclass(frozen=True)
class Counts:
    """How many claims there are of each kind; of the newest only where `is_complete` is false."""

    counts: Mapping[str, int]
    is_complete: bool


@dataclass(frozen=True)
class Day:
    """A day in the store, as the number 20260304."""

    day: int
    articles: int
    claims: int


@dataclass(frozen=True)
class Saved:
    """A saved search; `body` is JSON, and its owner's alone to read."""

    id: str
    name: str
    body: str
    created_ms: int
    updated_ms: int

    @property
    def created(self) -> datetime:
        """When it was saved first."""
        return instant(self.created_ms)

    @property
    def updated(self) -> datetime:
        """When it was saved last."""
        return instant(self.updated_ms)
