"""Documents with a given tree: a row for each word, `text head relation tag form`, heads from 1."""

from __future__ import annotations

from claimwire.english.document import Document, Word
from claimwire.extract.segments import Role, Segment


def treed(rows: str) -> Document:
    """Return a document of one sentence, its words parted by spaces."""
    words, at = list[Word](), 0
    for i, row in enumerate(rows.strip().splitlines()):
        text, head, relation, tag, form = row.split()
        words.append(Word.of(i, at, at + len(text), text, int(head) - 1, relation, tag, form, 0))
        at += len(text) + 1
    return Document(" ".join(word.text for word in words), tuple(words))


def segment(document: Document, exact: str, role: Role) -> Segment:
    """Return the place of some words as a segment."""
    start = document.text.index(exact)
    return Segment(start, start + len(exact), role, 0.9)
