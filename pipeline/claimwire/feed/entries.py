"""Entries: the articles of an input in order, each with the position to go on from, and their tally."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from claimwire_schemas import RawArticle


class Position(NamedTuple):
    """A place in the inputs: the file's index, and within it the byte offset and the lines before it.

    In a file of items or records, these count as lines.
    """

    file: int = 0
    offset: int = 0
    line: int = 0


@dataclass(frozen=True)
class Parsed:
    """An entry that is an article. `where` names it for people: `news.jsonl:12`."""

    where: str
    after: Position
    article: RawArticle


@dataclass(frozen=True)
class Unreadable:
    """An entry that is not an article, and why. It is `bad` unless it was never meant to be one.

    It may stand for several `records` of an archive.
    """

    where: str
    after: Position
    problem: str
    bad: bool = True
    records: int = 1


Entry = Parsed | Unreadable


@dataclass(frozen=True)
class SentEntry:
    """An article on its way to the broker: its name for people, and the position to go on from."""

    where: str
    after: Position


@dataclass
class Tally:
    """Counts so far, and the position after the last entry counted.

    `resumed` were delivered by an earlier run that was interrupted; `without_text` are items of a web feed or
    a news message, and records of an archive, that have none, which is no fault.
    """

    delivered: int = 0
    bad: int = 0
    without_text: int = 0
    resumed: int = 0
    position: Position = field(default_factory=Position)

    def count(self, entry: SentEntry | Unreadable, problem: str | None) -> None:
        """Count an entry that is settled."""
        if problem is None:
            self.delivered += 1
        elif isinstance(entry, Unreadable) and not entry.bad:
            self.without_text += entry.records
        else:
            self.bad += 1
        self.position = entry.after
