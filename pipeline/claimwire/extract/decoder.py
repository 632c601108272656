"""The decoder: from the probabilities of words' labels to the likeliest well-formed segments, and names."""

from __future__ import annotations

from math import log
from operator import add
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from claimwire.english.document import NAME_KINDS, TaggedName
from claimwire.extract.labels import LABELS
from claimwire.extract.segments import Role, Segment
from claimwire.extract.tagger import TaggedWords
from claimwire.extract.windows import Floats

ROLES: tuple[Role, ...] = get_args(Role)
FLOOR = 1e-6
"""The least probability, so that a logarithm is finite."""

OUTSIDE = 0.4
"""How much the probability of `O` counts: a missed attribution is lost, a doubtful one has its confidence."""

PARTING = 1.0
"""What it costs, in log odds, to begin another segment where one of its kind is."""

INSIDES = range(2, len(LABELS), 2)
"""The labels `I-`; each comes after its `B-`."""


def decode(words: TaggedWords) -> list[Segment]:
    """Return the segments of the likeliest sequence of labels, in order."""
    scores = np.log(words.probabilities + FLOOR)
    scores[:, 0] += log(OUTSIDE)
    labels = likeliest(scores)
    return [
        Segment(*_place(words, first, last), ROLES[kind], _sure(words.probabilities, first, last, kind))
        for first, last, kind in _runs(labels)
    ]


def decode_names(words: TaggedWords) -> list[TaggedName]:
    """Return the names, by the likeliest label of each word, in order."""
    labels = words.names.argmax(axis=1)
    return [
        TaggedName(*_place(words, first, last), NAME_KINDS[kind], _sure(words.names, first, last, kind))
        for first, last, kind in _runs(labels)
    ]


def likeliest(scores: Floats) -> NDArray[np.int64]:
    """Return, by Viterbi, the best label of each word where an `I-` only follows its own `B-` or `I-`.

    Parting a segment from its like has its cost. All other steps are free, so that a label's best predecessor
    is the best label, and an `I-`'s one of two.
    """
    best = [0.0] + [float("-inf")] * (len(LABELS) - 1)
    back = []
    for row in scores.tolist():
        most = max(best)
        top = best.index(most)
        came, reached = [top] * len(LABELS), [most] * len(LABELS)
        for inner in INSIDES:
            before = inner - (best[inner - 1] >= best[inner])
            came[inner], reached[inner] = before, best[before]
        if top:
            begin = top - 1 + top % 2
            came[begin], reached[begin] = _parted(best, begin, top)
        best = list(map(add, reached, row))
        back.append(came)
    return _followed(back, best.index(max(best)))


def _parted(best: list[float], begin: int, top: int) -> tuple[int, float]:
    """Return what a `B-` comes after, and its score there, where the best label is of its kind."""
    others = best[:begin] + best[begin + 2 :]
    other, own = max(others), best[top] - PARTING
    label = others.index(other)
    return (top, own) if own >= other else (label + 2 * (label >= begin), other)


def _followed(back: list[list[int]], label: int) -> NDArray[np.int64]:
    labels = np.empty(len(back), np.int64)
    for i in range(len(back) - 1, -1, -1):
        labels[i] = label
        label = back[i][label]
    return labels


def _runs(labels: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return first and last word and kind of each run of one kind; a `B-` starts another."""
    kinds = (labels + 1) // 2
    breaks = np.append(True, (kinds[1:] != kinds[:-1]) | (labels[1:] % 2 == 1))[: len(labels)]
    firsts = np.flatnonzero(breaks)
    lasts = np.append(firsts[1:], len(labels)) - 1
    found = zip(firsts.tolist(), lasts.tolist(), kinds[firsts].tolist(), strict=False)
    return [(first, last, kind - 1) for first, last, kind in found if kind]


def _place(words: TaggedWords, first: int, last: int) -> tuple[int, int]:
    return int(words.starts[first]), int(words.ends[last])


def _sure(probabilities: Floats, first: int, last: int, kind: int) -> float:
    of_kind = probabilities[first : last + 1, 2 * kind + 1 : 2 * kind + 3]
    sums = np.add.reduce(of_kind, axis=1)
    return float(np.add.reduce(sums) / np.float32(len(sums)))
