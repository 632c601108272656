"""Trees: the likeliest heads of a sentence's words that make one tree with one root."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.windows import Floats

ROOT = 0
Square = NDArray[np.float64]
"""Scores of arcs: a row for each dependent, a column for each head, the root before the words in both."""


def heads_of(scores: Floats) -> list[int]:
    """Return each word's head, from 1, or `ROOT`.

    `scores` has a row for each word, and a column for the root and for each word. The likeliest heads mostly
    make a tree; otherwise Chu and Liu's and Edmonds' algorithm finds the one of the highest sum. If that has
    several roots, each is tried alone.
    """
    size = len(scores)
    square = np.vstack([np.zeros(size + 1), scores]).astype(np.float64)
    np.fill_diagonal(square, -np.inf)
    heads = _best(square)
    roots = [word for word in range(1, size + 1) if heads[word] == ROOT]
    if len(roots) > 1:
        trees = [_best(_rooted(square, root)) for root in roots]
        heads = max(trees, key=lambda tree: square[range(1, size + 1), tree[1:]].sum())
    return heads[1:]


def _rooted(square: Square, root: int) -> Square:
    rooted = square.copy()
    rooted[:, ROOT] = -np.inf
    rooted[root, ROOT] = square[root, ROOT]
    return rooted


def _best(square: Square) -> list[int]:
    heads: list[int] = square.argmax(axis=1).tolist()
    heads[ROOT] = ROOT
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [word for word in range(len(square)) if word not in inside]
    smaller, entered, left = _contracted(square, heads, cycle, outside)
    found = _best(smaller)
    for word, head in enumerate(found[:-1]):
        heads[outside[word]] = outside[head] if head < len(outside) else cycle[left[word]]
    heads[cycle[entered[found[-1]]]] = outside[found[-1]]
    return heads


def _contracted(
    square: Square, heads: Sequence[int], cycle: Sequence[int], outside: Sequence[int]
) -> tuple[Square, NDArray[np.intp], NDArray[np.intp]]:
    """Make one word, the last, of a cycle.

    Also return where in the cycle an arc from each word outside enters best, and where one to it starts.
    """
    size = len(outside)
    kept = square[cycle, [heads[word] for word in cycle]]
    into = square[np.ix_(cycle, outside)] - kept[:, None]
    out = square[np.ix_(outside, cycle)]
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = square[np.ix_(outside, outside)]
    smaller[size, :size] = into.max(axis=0)
    smaller[:size, size] = out.max(axis=1)
    return smaller, into.argmax(axis=0), out.argmax(axis=1)


def _cycle(heads: Sequence[int]) -> list[int]:
    """Return the words of a cycle, or none."""
    seen = [0] * len(heads)
    seen[ROOT] = -1
    for start in range(1, len(heads)):
        word = start
        while not seen[word]:
            seen[word] = start
            word = heads[word]
        if seen[word] == start:
            return _round(heads, word)
    return []


def _round(heads: Sequence[int], word: int) -> list[int]:
    cycle = [word]
    while heads[cycle[-1]] != word:
        cycle.append(heads[cycle[-1]])
    return cycle
