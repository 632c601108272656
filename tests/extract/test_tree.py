"""A sentence's heads make one tree with one root and no crossing arcs, and the best one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.extract.tree import heads_of


def crosses(heads: tuple[int, ...]) -> bool:
    arcs = [(min(head, word), max(head, word)) for word, head in enumerate(heads, 1)]
    return any(low < other[0] < high < other[1] for low, high in arcs for other in arcs)


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1 or crosses(heads):
        return False
    for word in range(1, len(heads) + 1):
        at = word
        for _ in heads:
            at = heads[at - 1] if at else 0
        if at:
            return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


@pytest.mark.parametrize(
    ("scores", "heads"),
    [
        ([[1.0, 0.0]], [0]),
        # The likeliest heads are a tree.
        ([[0, 0, 5], [5, 0, 0]], [2, 0]),
        # Both words want the root.
        ([[5, 0, 1], [6, 4, 0]], [0, 1]),
        # Both words want each other.
        ([[1, 0, 9], [0, 9, 0]], [0, 1]),
        # A cycle of three beneath the root.
        ([[0, 0, 9, 0], [0, 0, 0, 9], [1, 9, 0, 0]], [2, 3, 0]),
        # The likeliest heads are a tree with arcs that cross: from 3 to 1, and from 4 to 2.
        ([[0, 0, 0, 9, 0], [0, 0, 0, 2, 9], [9, 0, 0, 0, 0], [0, 0, 0, 9, 0]], [3, 3, 0, 3]),
    ],
)
def test_heads(scores: list[list[float]], heads: list[int]) -> None:
    assert heads_of(np.array(scores, np.float32)) == heads


def test_a_word_that_is_moved_out_of_its_clause_keeps_its_head() -> None:
    """As `which` of `which she said he sold` depends on `sold`, across `said`."""
    scores = np.array([[0, 0, 5, 0, 9], [0, 0, 0, 9, 0], [9, 0, 0, 0, 0], [0, 0, 0, 9, 0]], np.float32)
    assert heads_of(scores) == [2, 3, 0, 3]
    assert heads_of(scores, [0]) == [4, 3, 0, 3]


def test_no_words_have_no_heads() -> None:
    assert heads_of(np.empty((0, 1), np.float32)) == []


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_tree_is_better(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32) * 5
    heads = tuple(heads_of(scores))
    trees = (one for one in product(range(size + 1), repeat=size) if is_tree(one))
    assert is_tree(heads)
    assert total(scores, heads) == pytest.approx(max(total(scores, one) for one in trees))


@given(st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_any_scores_give_a_tree(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.choice([-1e9, 0.0, 1.0, 30.0], size=(size, size + 1)).astype(np.float32)
    assert is_tree(tuple(heads_of(scores)))
