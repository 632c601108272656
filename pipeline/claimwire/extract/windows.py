"""Windows: a network that reads a few hundred pieces at a time reads a text of any length.

They do not overlap. Each ends with a line if it can, or else with a sentence, so that none cuts what the
network has to see whole; and they are of about one length, so that none is too short to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from claimwire.extract.pieces import CLS, LINE_END, SEP, Ints, Pieces

Floats = NDArray[np.float32]
SIZE = 254
SLACK = 24
"""Pieces by which a window may be longer than an equal share, to end with a line."""


@dataclass(frozen=True)
class Window:
    """Pieces of a text, `[CLS]` before and `[SEP]` behind them."""

    ids: Ints
    traits: Ints
    words: Ints
    """Where among them the pieces are that stand for its words."""


def windows(pieces: Pieces, *, words: Ints, ends: NDArray[np.bool_]) -> list[Window]:
    """Return the windows over a text.

    `words` are the pieces that stand for its words, and `ends` tells behind which of them a sentence ends.
    """
    lines, sentences = np.flatnonzero(pieces.ids == LINE_END) + 1, words[1:][ends[:-1]]
    return [
        _window(pieces, start, end, words=words)
        for start, end in pairwise(cuts(len(pieces.ids), lines, sentences))
    ]


def cuts(size: int, lines: Ints, sentences: Ints) -> list[int]:
    """Return where windows over so many pieces start, and where the last ends.

    >>> cuts(400, np.array([120, 190, 215]), np.array([100, 120, 220]))
    [0, 215, 400]
    """
    found = [0]
    while (left := size - found[-1]) > SIZE:
        share = -(-left // -(-left // SIZE))
        most = found[-1] + min(SIZE, share + SLACK)
        near = (_last(of, most - share // 2, most) for of in (lines, sentences))
        found.append(next((cut for cut in near if cut is not None), most))
    return [*found, size] if size else found


def _last(places: Ints, low: int, high: int) -> int | None:
    """Return the last of some places from `low` to `high`, if any."""
    i = int(np.searchsorted(places, high, side="right")) - 1
    return int(places[i]) if i >= 0 and places[i] >= low else None


def _window(pieces: Pieces, start: int, end: int, *, words: Ints) -> Window:
    low, high = np.searchsorted(words, (start, end))
    ids = np.concatenate(([CLS], pieces.ids[start:end], [SEP]))
    return Window(ids, np.pad(pieces.traits[start:end], 1), words[low:high] - start + 1)
