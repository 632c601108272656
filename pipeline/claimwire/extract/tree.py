"""Trees: the likeliest heads of a sentence's words that make one tree with one root and hardly cross."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.windows import Floats

ROOT = 0
Table = NDArray[np.float64]
Numbers = NDArray[np.intp]


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


class _Chart(NamedTuple):
    """Of each run of words, by its first and its last: the best tree over it, and how that is made."""

    left: Table
    """Sum of the tree if the last word heads it."""

    right: Table
    """Sum of the tree if the first word heads it."""

    left_at: Numbers
    """Farthest dependent of the last word if that is the head."""

    right_at: Numbers
    """Farthest dependent of the first word if that is the head."""

    between: Numbers
    """Where the first word's side ends if an arc joins the first and the last."""


def _chart(arcs: Table) -> _Chart:
    """Return the chart of arcs, a row for each head and a column for each dependent."""
    size = len(arcs)
    left, right, to_left, to_right = (np.zeros((size, size)) for _ in range(4))
    left_at, right_at, between = (np.zeros((size, size), np.intp) for _ in range(3))
    for width in range(1, size):
        first = np.arange(size - width)
        last, low = first + width, first[:, None]
        high, cut = last[:, None], low + np.arange(width)
        joined = right[low, cut] + left[cut + 1, high]
        between[first, last] = first + joined.argmax(axis=1)
        best = joined.max(axis=1)
        to_left[first, last] = best + arcs[last, first]
        to_right[first, last] = best + arcs[first, last]
        ends = left[low, cut] + to_left[cut, high]
        left[first, last], left_at[first, last] = ends.max(axis=1), first + ends.argmax(axis=1)
        ends = to_right[low, cut + 1] + right[cut + 1, high]
        right[first, last], right_at[first, last] = ends.max(axis=1), first + 1 + ends.argmax(axis=1)
    return _Chart(left, right, left_at, right_at, between)


def _read(chart: _Chart, roots: Table) -> list[int]:
    """Return the heads of the best tree, given each word's score as the root."""
    last = len(roots) - 1
    top = int((chart.left[0] + chart.right[:, last] + roots).argmax())
    heads, waiting = [ROOT] * len(roots), [(0, top, True), (top, last, False)]
    while waiting:
        first, last, is_left = waiting.pop()
        if first == last:
            continue
        at = int((chart.left_at if is_left else chart.right_at)[first, last])
        head, (low, high) = (last, (at, last)) if is_left else (first, (first, at))
        heads[at] = head + 1
        cut = int(chart.between[low, high])
        rest = (first, at, True) if is_left else (at, last, False)
        waiting += [rest, (low, cut, False), (cut + 1, high, True)]
    return heads
