"""Trees: the likeliest heads of a sentence's words that make one tree with one root and hardly cross."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.windows import Floats

ROOT = 0
Table = NDArray[np.float64]
Numbers = NDArray[np.intp]
Part = slice | int
"""Words by their numbers, or one."""


def heads_of(scores: Floats, moved: Collection[int] = ()) -> list[int]:
    """Return each word's head, from 1, or `ROOT`.

    `scores` has a row for each word, and a column for the root and for each word. The likeliest heads mostly
    make a tree without crossing arcs; otherwise Eisner's algorithm (1996) finds the one of the highest sum.
    English has hardly any arcs that cross but those of words that are moved out of a clause: `which` of
    `which she said he sold`. Those in `moved`, from 0, keep their likeliest head if nothing depends on them.
    """
    table, own = scores.astype(np.float64), np.arange(len(scores))
    table[own, own + 1] = -np.inf
    likeliest = [int(head) for head in table.argmax(axis=1)]
    if not likeliest or _is_tree(np.array(likeliest)):
        return likeliest
    heads = _read(_chart(table[:, 1:].T), table[:, ROOT])
    for word in moved:
        if ROOT not in (heads[word], likeliest[word]) and word + 1 not in heads:
            heads[word] = likeliest[word]
    return heads


def _is_tree(heads: Numbers) -> bool:
    """Tell whether heads make one tree with one root and no crossing arcs, its own from the left included."""
    if np.count_nonzero(heads == ROOT) != 1:
        return False
    above = np.append(ROOT, heads)
    for _ in range(len(heads).bit_length()):  # to the head's head, its fourth, its eighth
        above = above[above]
    words = np.arange(1, len(heads) + 1)
    low, high = np.minimum(heads, words), np.maximum(heads, words)
    crosses = (low[:, None] < low) & (low < high[:, None]) & (high[:, None] < high)
    return not above.any() and not crosses.any()


class _Chart:
    """Of each run of words, the sum of the best tree over it that its first or its last word heads.

    In `left` tables the last word heads, in `right` tables the first; in `joined` ones an arc joins the two.
    A row has runs of one length. A column has those that start from a word, or those that end at it (`to`),
    so that all ways to part a run are two plain slices.
    """

    def __init__(self, size: int) -> None:
        self.left_from, self.left_to, self.right_from, self.right_to = np.zeros((4, size, size))
        self.joined_left_to, self.joined_right_from = np.zeros((2, size, size))

    def halves(self, width: int, first: Part, last: Part) -> Table:
        """Return the sums of what the first and the last word head between them, by where these meet."""
        return self.right_from[:width, first] + self.left_to[width - 1 :: -1, last]

    def left(self, width: int, first: Part, last: Part) -> Table:
        """Return the sums of runs that their last words head, by the farthest dependent of these."""
        return self.left_from[:width, first] + self.joined_left_to[width:0:-1, last]

    def right(self, width: int, first: Part, last: Part) -> Table:
        """Return the sums of runs that their first words head, by the farthest dependent of these."""
        return self.joined_right_from[1 : width + 1, first] + self.right_to[width - 1 :: -1, last]


def _chart(arcs: Table) -> _Chart:
    """Return the chart of arcs, a row for each head and a column for each dependent."""
    size = len(arcs)
    chart = _Chart(size)
    for width in range(1, size):
        first, last = slice(size - width), slice(width, size)
        joined = chart.halves(width, first, last).max(axis=0)
        chart.joined_left_to[width, last] = joined + arcs.diagonal(-width)
        chart.joined_right_from[width, first] = joined + arcs.diagonal(width)
        left = chart.left(width, first, last).max(axis=0)
        chart.left_from[width, first] = chart.left_to[width, last] = left
        right = chart.right(width, first, last).max(axis=0)
        chart.right_from[width, first] = chart.right_to[width, last] = right
    return chart


def _read(chart: _Chart, roots: Table) -> list[int]:
    """Return the heads of the best tree, given each word's score as the root."""
    size = len(roots)
    words = np.arange(size)
    top = int((chart.left_from[words, 0] + chart.right_to[words[::-1], size - 1] + roots).argmax())
    heads, waiting = [ROOT] * size, [(0, top, True), (top, size - 1, False)]
    while waiting:
        first, last, is_left = waiting.pop()
        width = last - first
        if not width:
            continue
        if is_left:
            at = first + int(chart.left(width, first, last).argmax())
            head, low, high, rest = last, at, last, (first, at, True)
        else:
            at = first + 1 + int(chart.right(width, first, last).argmax())
            head, low, high, rest = first, first, at, (at, last, False)
        heads[at] = head + 1
        cut = low + int(chart.halves(high - low, low, high).argmax())
        waiting += [rest, (low, cut, False), (cut + 1, high, True)]
    return heads
