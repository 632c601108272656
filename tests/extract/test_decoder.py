"""The decoder gives the likeliest sequence of labels, and only well-formed ones."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from claimwire.extract.decoder import PARTING, decode, decode_names, likeliest
from claimwire.extract.labels import LABELS, NAME_LABELS
from claimwire.extract.tagger import TaggedWords
from claimwire.extract.windows import Floats

SCORES = st.integers(1, 4).flatmap(
    lambda words: arrays(np.float32, (words, len(LABELS)), elements=st.integers(-20, 0).map(float))
)


def well_formed(labels: tuple[int, ...]) -> bool:
    before = (0, *labels)
    return all(
        label not in (2, 4, 6) or last in (label - 1, label)
        for last, label in zip(before, labels, strict=False)
    )


def worth(scores: np.ndarray, labels: tuple[int, ...]) -> float:
    parted = sum(label % 2 == 1 and last in (label, label + 1) for last, label in pairwise(map(int, labels)))
    return float(scores[range(len(scores)), labels].sum()) - PARTING * parted


@given(SCORES)
def test_viterbi_finds_what_trying_everything_finds(scores: np.ndarray) -> None:
    best = max(
        worth(scores, labels)
        for labels in product(range(len(LABELS)), repeat=len(scores))
        if well_formed(labels)
    )
    labels = likeliest(scores)
    assert well_formed(tuple(labels))
    assert worth(scores, tuple(labels)) == best


def words(*labels: str) -> TaggedWords:
    """Words that have a label of one head, and the same number's of the other."""
    starts = np.arange(len(labels)) * 10
    known = LABELS if set(labels) <= set(LABELS) else NAME_LABELS
    numbers = [known.index(label) for label in labels]
    heads = (rows(numbers, len(LABELS)), rows(numbers, len(NAME_LABELS)))
    return TaggedWords(starts, starts + 5, *heads)


def rows(numbers: list[int], width: int) -> Floats:
    found = np.full((len(numbers), width), 0.01, np.float32)
    for row, number in zip(found, numbers, strict=True):
        row[min(number, width - 1)] = 0.94
    return found


def test_segments_run_from_their_first_word_to_their_last() -> None:
    segments = decode(words("O", "B-source", "I-source", "B-cue", "B-content", "I-content", "B-content", "O"))
    assert [(one.start, one.end, one.role) for one in segments] == [
        (10, 25, "source"),
        (30, 35, "cue"),
        (40, 55, "content"),
        (60, 65, "content"),
    ]
    assert all(0.94 < one.confidence < 0.96 for one in segments)


def test_names_run_from_their_first_word_to_their_last() -> None:
    """Two of one kind side by side are parted by a `B-`; an `I-` alone is a name too."""
    names = decode_names(words("B-person", "I-person", "O", "I-place", "B-place", "B-group", "I-place"))
    assert [(one.start, one.end, one.kind) for one in names] == [
        (0, 15, "person"),
        (30, 35, "place"),
        (40, 45, "place"),
        (50, 55, "group"),
        (60, 65, "place"),
    ]


def test_no_words_have_no_segments_and_no_names() -> None:
    assert decode(words()) == []
    assert decode_names(words()) == []
