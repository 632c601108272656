"""Windows show every piece once, and end with lines and sentences."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.extract.pieces import CLS, LINE_END, SEP, Ints, Pieces
from claimwire.extract.windows import SIZE, Window, cuts, windows

NONE = np.empty(0, np.int64)


def pieces_of(count: int, lines: Ints = NONE) -> Pieces:
    numbers = np.arange(count)
    ids = np.where(np.isin(numbers + 1, lines), LINE_END, numbers + 1000)
    return Pieces(ids, numbers % 4, numbers, numbers + 1, np.ones(count, np.bool_))


def inside(one: Window) -> Ints:
    assert (one.ids[0], one.ids[-1]) == (CLS, SEP)
    assert len(one.ids) == len(one.traits)
    return one.ids[1:-1]


@given(st.integers(0, 1500), st.sets(st.integers(1, 1500)), st.sets(st.integers(0, 500)))
def test_each_piece_and_word_is_in_one_window(count: int, lines: set[int], ends: set[int]) -> None:
    pieces, words = pieces_of(count, np.array(sorted(lines), np.int64)), np.arange(0, count, 3)
    found = windows(pieces, words=words, ends=np.isin(np.arange(len(words)), list(ends)))
    assert [piece for one in found for piece in inside(one)] == list(pieces.ids)
    assert [one.ids[place] for one in found for place in one.words] == list(pieces.ids[words])
    assert all(0 < len(inside(one)) <= SIZE for one in found)


@given(st.integers(1, 5000))
def test_windows_are_of_about_one_length(size: int) -> None:
    sizes = [end - start for start, end in pairwise(cuts(size, NONE, NONE))]
    assert len(sizes) <= 1 + -(-size // (SIZE // 2))
    assert min(sizes) > SIZE // 3 or len(sizes) == 1


@pytest.mark.parametrize(
    ("lines", "sentences", "cut"),
    [
        ([120, 190, 215], [100, 120, 220], 215),
        ([], [100, 120, 220], 220),
        ([10, 390], [5, 200], 200),
        ([], [], 224),
    ],
)
def test_a_window_ends_with_a_line_or_else_with_a_sentence(
    lines: list[int], sentences: list[int], cut: int
) -> None:
    assert cuts(400, np.array(lines, np.int64), np.array(sentences, np.int64)) == [0, cut, 400]


def test_a_text_of_one_window_is_not_cut() -> None:
    every = np.arange(1, SIZE)
    assert cuts(SIZE, every, every) == [0, SIZE]
    assert cuts(0, NONE, NONE) == [0]
