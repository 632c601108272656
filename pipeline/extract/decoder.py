"""The decoder: from the probabilities of words' labels to the likeliest well-formed segments."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.segments import Role, Segment
from pipeline.extract.tagger import LABELS, Floats, TaggedWords

ROLES: tuple[Role, ...] = get_args(Role)
FLOOR = 1e-6
"""The least probability, so that a logarithm is finite."""

IMPOSSIBLE = -1e9
INSIDE = tuple(i for i, label in enumerate(LABELS) if label.startswith("I-"))


def decode(words: TaggedWords) -> list[Segment]:
    """Return the segments of the likeliest sequence of labels, in order."""
    if not len(words.starts):
        return []
    labels = likeliest(np.log(words.probabilities + FLOOR))
    firsts = np.flatnonzero(labels % 2 == 1)
    return [_segment(words, labels, int(first)) for first in firsts]


def likeliest(scores: Floats) -> NDArray[np.int64]:
    """Return, by Viterbi, the best label of each word where an `I-` only follows its own `B-` or `I-`."""
    steps = _steps()
    back = np.empty(scores.shape, np.int8)
    best = scores[0] + np.where(np.isin(np.arange(len(LABELS)), INSIDE), IMPOSSIBLE, 0)
    columns = np.arange(len(LABELS))
    for i in range(1, len(scores)):
        through = best[:, None] + steps
        back[i] = through.argmax(axis=0)
        best = through[back[i], columns] + scores[i]
    return _followed(back, int(best.argmax()))


def _followed(back: NDArray[np.int8], label: int) -> NDArray[np.int64]:
    labels = np.empty(len(back), np.int64)
    for i in range(len(back) - 1, 0, -1):
        labels[i] = label
        label = int(back[i, label])
    labels[0] = label
    return labels


def _steps() -> NDArray[np.float64]:
    steps = np.zeros((len(LABELS), len(LABELS)))
    for inside in INSIDE:
        steps[:, inside] = IMPOSSIBLE
        steps[[inside - 1, inside], inside] = 0
    return steps


def _segment(words: TaggedWords, labels: NDArray[np.int64], first: int) -> Segment:
    inside, last = labels[first] + 1, first
    while last + 1 < len(labels) and labels[last + 1] == inside:
        last += 1
    columns = [inside - 1, inside]
    sure = float(words.probabilities[first : last + 1, columns].sum(axis=1).mean())
    return Segment(int(words.starts[first]), int(words.ends[last]), ROLES[(inside - 2) // 2], sure)
