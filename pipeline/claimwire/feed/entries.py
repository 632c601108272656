"""Entries: what reading an input gives, one after the other, each with the place to go on from after it."""

from __future__ import annotations

from dataclasses import dataclass
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
