"""Windows: a network that reads a few hundred pieces at a time reads a text of any length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.labels import WIDTH
from claimwire.extract.pieces import CLS, SEP, Ints, Pieces

Floats = NDArray[np.float32]
SIZE = 254
OVERLAP = 48


@dataclass(frozen=True)
class Window:
    """Pieces of a text, `[CLS]` before and `[SEP]` behind them."""

    ids: Ints
    traits: Ints
    words: Ints
    """Where among them the pieces are that stand for its words."""

    first: int
    """Number in the text of the first of these words."""


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


def window(pieces: Pieces, start: int, end: int, *, words: Ints) -> Window:
    """Return a window; `words` are the pieces that stand for the words of the whole text."""
    low, high = np.searchsorted(words, (start, end))
    ids = np.concatenate(([CLS], pieces.ids[start:end], [SEP]))
    return Window(ids, np.pad(pieces.traits[start:end], 1), words[low:high] - start + 1, int(low))


def averaged(
    bounds: Sequence[tuple[int, int]], numbers: Iterable[Floats], *, overlap: int = OVERLAP
) -> Floats:
    """Return what a network reads at each piece of a text, averaged where windows overlap.

    `numbers` has `WIDTH` numbers for each piece of each window.
    """
    size = bounds[-1][1] if bounds else 0
    total, weight = np.zeros((size, WIDTH), np.float32), np.zeros((size, 1), np.float32)
    for (start, end), rows in zip(bounds, numbers, strict=True):
        share = edge_weights(end - start, opens=start == 0, closes=end == size, overlap=overlap)
        total[start:end] += rows[1:-1] * share
        weight[start:end] += share
    mean: Floats = total / weight
    return mean
