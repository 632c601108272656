"""Sketches: a text as the set of its five-word shingles, and the few of them by which copies are found.

A shingle is hashed to 64 bits. Those in the lowest eighth are the text's marks (scaled MinHash). Two texts
that share a shingle agree on whether it is a mark, so an excerpt is found however long the other text is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from claimwire.words import words_of
from claimwire_schemas import Article

_WORDS = 5
_MARKED_BELOW = 2**64 // 8
_MOST_CHARACTERS = 100_000
"""Of a text; more of it tells nothing more."""
_LEFT_OUT = frozenset({"boilerplate", "correction", "entry_time"})


@dataclass(frozen=True)
class Sketch:
    """A text's shingles, by the low half of their hashes, and its marks."""

    shingles: frozenset[int]
    marks: frozenset[int]
    """As signed numbers of 64 bits, which both databases have."""


def packed(shingles: frozenset[int]) -> bytes:
    """Return shingles as bytes."""
    return array("I", sorted(shingles)).tobytes()


def unpacked(data: bytes) -> frozenset[int]:
    """Return the shingles in bytes.

    >>> sorted(unpacked(packed(frozenset({3, 1}))))
    [1, 3]
    """
    shingles = array("I")
    shingles.frombytes(data)
    return frozenset(shingles)


def sketch_of(article: Article) -> Sketch:
    """Return the sketch of an article's body; its headline, which each outlet rewrites, is left out."""
    body = (article.text[one.start : one.end] for one in article.paragraphs if one.kind not in _LEFT_OUT)
    return sketch_of_text("\n".join(body))


def sketch_of_text(text: str) -> Sketch:
    """Return the sketch of a text."""
    hashes = list(_hashes(words_of(text[:_MOST_CHARACTERS])))
    marks = (one - 2**63 for one in hashes if one < _MARKED_BELOW)
    return Sketch(frozenset(one & 0xFFFFFFFF for one in hashes), frozenset(marks))


def _hashes(words: list[str]) -> Iterator[int]:
    for start in range(len(words) - _WORDS + 1):
        shingle = " ".join(words[start : start + _WORDS])
        yield int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "big")
