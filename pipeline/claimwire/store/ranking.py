"""Ranking: BM25 of the words that are asked, among hits that are at hand.

The engines' own ranking is not used. FTS5 counts words a day at a time, so the days on which a word is rare
would come first; PostgreSQL does not count them. Filters are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from claimwire.store.query import And, Node, Not, Or, Phrase, Prefix, Word
from claimwire.words import words_of

MOST_RANKED = 2_000
"""Hits, the newest: to rank every hit of a common word takes too long."""
_SATURATION, _BY_LENGTH = 1.2, 0.75
"""BM25's usual `k1` and `b`."""


def best_first(tree: Node, texts: Sequence[str]) -> list[int]:
    """Return the places of texts, of those that match a query best first; equals stay in their order."""
    found = [words_of(text) for text in texts]
    usual = sum(map(len, found)) / max(len(found), 1)
    scores = [0.0] * len(found)
    for leaf in _wanted(tree):
        counts = [_count(leaf, tokens) for tokens in found]
        having = sum(map(bool, counts))
        weight = log(1 + (len(found) - having + 0.5) / (having + 0.5))
        for at, count in enumerate(counts):
            length = 1 - _BY_LENGTH + _BY_LENGTH * len(found[at]) / (usual or 1)
            scores[at] += weight * count / (count + _SATURATION * length)
    return sorted(range(len(found)), key=lambda at: -scores[at])


def _wanted(tree: Node) -> Iterator[Word | Prefix | Phrase]:
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Word() | Prefix() | Phrase():
            yield tree
        case Not():
            pass


def _count(leaf: Word | Prefix | Phrase, tokens: list[str]) -> int:
    match leaf:
        case Word(token):
            return tokens.count(token)
        case Prefix(start):
            return sum(token.startswith(start) for token in tokens)
        case Phrase(wanted):
            starts = (at for at, token in enumerate(tokens) if token == wanted[0])
            return sum(tuple(tokens[at : at + len(wanted)]) == wanted for at in starts)
