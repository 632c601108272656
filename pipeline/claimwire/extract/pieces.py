"""Pieces: a text as the tagger's network reads it.

A piece is a word piece of the tokenizer, or the mark of a line's end. Beside its id each piece has a trait,
which says what the uncased vocabulary does not: whether it starts with a capital, and whether it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from claimwire.english.quotations import Quotation

Ints = NDArray[np.int64]

CLS, SEP, LINE_END = 101, 102, 1
"""Ids in the vocabulary; the last is one that it leaves unused."""

CAPITAL, QUOTED = 1, 2
"""Bits of a piece's trait."""

TRAITS = 4
CHUNK = 20_000
"""Characters given to the tokenizer at a time: the memory that an encoding takes is bounded."""


@dataclass(frozen=True)
class Pieces:
    """Pieces in order, a column each."""

    ids: Ints
    traits: Ints
    starts: Ints
    ends: Ints
    first: NDArray[np.bool_]
    """Whether a piece begins a word; a line's end is no word."""


def read_pieces(tokenizer: Tokenizer, text: str, quotations: Sequence[Quotation]) -> Pieces:
    """Return the pieces of a text whose quotations are given."""
    encoded = (
        (start, tokenizer.encode(text[start:end], add_special_tokens=False)) for start, end in chunks(text)
    )
    ids, starts, ends, first = _joined(encoded)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<U1")
    traits = np.strings.isupper(letters[starts]) * CAPITAL + _quoted(starts, quotations) * QUOTED
    return _with_line_ends(text, Pieces(ids, traits, starts, ends, first))


def pieces_of(pieces: Pieces, starts: Ints, ends: Ints) -> Ints:
    """Return, for each word, the first piece that starts in it, or else the piece that it stands in.

    Without pieces it is the first that would be.
    """
    first: Ints = np.searchsorted(pieces.starts, starts)
    inside = np.append(pieces.starts, np.iinfo(np.int64).max)[first] < ends
    within: Ints = np.where(inside, first, np.maximum(first - 1, 0))
    return within


def chunks(text: str, *, size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Cut a text at white space into ranges of at most `size` characters; within a word where it has none."""
    start = 0
    while len(text) - start > size:
        end = start + size
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space + 1 if space > start else end
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _joined(encoded: Iterable[tuple[int, Encoding]]) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    parts = [_arrays(start, encoding) for start, encoding in encoded]
    if not parts:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing, np.empty(0, np.bool_)
    ids, starts, ends, first = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return ids, starts, ends, first


def _arrays(start: int, encoding: Encoding) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    offsets = np.fromiter(chain.from_iterable(encoding.offsets), np.int64).reshape(-1, 2) + start
    words = np.array(encoding.word_ids, np.int64)
    first = np.append(True, words[1:] != words[:-1])[: len(words)]
    return np.array(encoding.ids, np.int64), offsets[:, 0], offsets[:, 1], first


def _quoted(starts: Ints, quotations: Sequence[Quotation]) -> Ints:
    opens = np.array([one.start for one in quotations], np.int64)
    closes = np.array([one.end for one in quotations], np.int64)
    inside: Ints = np.searchsorted(opens, starts, side="right") - np.searchsorted(
        closes, starts, side="right"
    )
    return inside


def _with_line_ends(text: str, pieces: Pieces) -> Pieces:
    breaks = np.array([match.start() for match in re.finditer(r"\n+", text)], np.int64)
    at = np.searchsorted(pieces.starts, breaks)
    return Pieces(
        np.insert(pieces.ids, at, LINE_END),
        np.insert(pieces.traits, at, 0),
        np.insert(pieces.starts, at, breaks),
        np.insert(pieces.ends, at, breaks),
        np.insert(pieces.first, at, values=False),
    )
