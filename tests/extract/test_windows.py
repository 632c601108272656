"""Windows cover every piece, and what overlaps is averaged by its distance from the edges."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.extract.labels import WIDTH
from claimwire.extract.pieces import CLS, SEP, Pieces
from claimwire.extract.windows import (
    OVERLAP,
    SIZE,
    Floats,
    Window,
    averaged,
    edge_weights,
    window,
    windows,
)


def pieces_of(count: int) -> Pieces:
    numbers = np.arange(count)
    return Pieces(numbers + 1000, numbers % 4, numbers, numbers + 1, np.ones(count, np.bool_))


def echo(given: Window) -> Floats:
    """Read each piece as its own id."""
    assert (given.ids[0], given.ids[-1]) == (CLS, SEP)
    assert len(given.ids) == len(given.traits)
    return np.repeat(given.ids[:, None], WIDTH, axis=1).astype(np.float32)


@given(st.integers(0, 5000))
def test_windows_cover_every_piece_and_overlap(pieces: int) -> None:
    bounds = windows(pieces)
    assert [start for start, _ in bounds[:1]] == [0] * bool(pieces)
    assert [end for _, end in bounds[-1:]] == [pieces] * bool(pieces)
    assert all(0 < end - start <= SIZE for start, end in bounds)
    assert all(one[1] - other[0] == OVERLAP for one, other in pairwise(bounds))


@given(st.integers(0, 1500))
def test_each_piece_is_read_in_its_place(count: int) -> None:
    pieces = pieces_of(count)
    bounds = windows(count)
    words = np.arange(0, count, 3)
    given = [window(pieces, *one, words=words) for one in bounds]
    read = averaged(bounds, map(echo, given))
    assert read.shape == (count, WIDTH)
    assert np.allclose(read[:, 0], pieces.ids)
    for one in given:
        numbers = words[one.first : one.first + len(one.words)]
        assert np.array_equal(one.ids[one.words], pieces.ids[numbers])


@pytest.mark.parametrize("size", [1, 5, SIZE])
def test_a_piece_at_a_cut_counts_least(size: int) -> None:
    weights = edge_weights(size, opens=False, closes=False)[:, 0]
    assert weights[0] == weights[-1] == 1
    assert weights.max() <= OVERLAP
    assert np.all(edge_weights(size, opens=True, closes=True) == OVERLAP)
