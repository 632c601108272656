"""Texts with marked segments for tables, as in `{S:She} {C:said} {X:it rains}`."""

from __future__ import annotations

import re

from claimwire.english.document import Document, Word
from claimwire.english.quotations import find_quotations
from claimwire.english.words import words
from claimwire.extract.segments import Link, Role, Segment
from tests.marked import unmarked

ENDED = re.compile(r"[.!?][”’\"']*\s+|\n")
ROLES: dict[str, Role] = {"S": "source", "C": "cue", "X": "content"}


def read(marked: str) -> tuple[str, list[Segment]]:
    """Return the plain text and its segments."""
    text, places = unmarked(marked)
    return text, [Segment(start, end, ROLES[mark], 0.9) for start, end, mark in places]


def plain(text: str) -> Document:
    """Return a document without a tree, whose sentences end where their marks say so."""
    found, sentence, previous = list[Word](), 0, 0
    for i, (start, end) in enumerate(words(text)):
        sentence += ENDED.search(text, max(0, previous - 2), start) is not None
        found.append(Word.of(i, start, end, text[start:end], -1, "root", "X", "FW", sentence))
        previous = end
    return Document(text, words=tuple(found), quotations=tuple(find_quotations(text)))


def write(text: str, segments: list[Segment]) -> str:
    """Return the text with its segments marked: the reverse of `read`."""
    for segment in reversed(segments):
        letter = next(letter for letter, role in ROLES.items() if role == segment.role)
        inside = text[segment.start : segment.end]
        text = f"{text[: segment.start]}{{{letter}:{inside}}}{text[segment.end :]}"
    return text


def shown(text: str, link: Link) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return a link's source, cue and contents as texts."""
    source, cue = (text[part.start : part.end] if part else None for part in (link.source, link.cue))
    return source, cue, tuple(text[part.start : part.end] for part in link.content)
