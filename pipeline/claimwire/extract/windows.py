"""Windows: a network that reads a few hundred pieces at a time reads a text of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.labels import WIDTH
from claimwire.extract.pieces import CLS, SEP, Ints, Pieces

Floats = NDArray[np.float32]
Window = tuple[Ints, Ints]
"""Ids and traits of its pieces, `[CLS]` before and `[SEP]` behind them."""

Read = Callable[[list[Window]], Iterable[Floats]]
"""Gives, for each window, a row of `WIDTH` numbers for each of its pieces."""

SIZE = 254
OVERLAP = 48


def read_in_windows(pieces: Pieces, read: Read, *, overlap: int = OVERLAP) -> Floats:
    """Return what a network reads at each piece, averaged where windows overlap."""
    size = len(pieces.ids)
    bounds = windows(size, overlap=overlap)
    total, weight = np.zeros((size, WIDTH), np.float32), np.zeros((size, 1), np.float32)
    for (start, end), numbers in zip(bounds, read([_window(pieces, *one) for one in bounds]), strict=True):
        share = edge_weights(end - start, opens=start == 0, closes=end == size, overlap=overlap)
        total[start:end] += numbers[1:-1] * share
        weight[start:end] += share
    averaged: Floats = total / weight
    return averaged


def windows(pieces: int, *, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Return the bounds of the windows over so many pieces: each overlaps the one before by `overlap`."""
    if pieces == 0:
        return []
    starts = range(0, max(1, pieces - overlap), SIZE - overlap)
    return [(start, min(pieces, start + SIZE)) for start in starts]


def edge_weights(size: int, *, opens: bool, closes: bool, overlap: int = OVERLAP) -> Floats:
    """Return how much each piece of a window counts: less towards an edge that cuts the text."""
    from_start = np.full(size, overlap) if opens else np.arange(1, size + 1)
    to_end = np.full(size, overlap) if closes else np.arange(size, 0, -1)
    least: Ints = np.minimum(np.minimum(from_start, to_end), overlap)
    return least.astype(np.float32)[:, None]


def _window(pieces: Pieces, start: int, end: int) -> Window:
    ids = np.concatenate(([CLS], pieces.ids[start:end], [SEP]))
    return ids, np.pad(pieces.traits[start:end], 1)
