"""The decoder gives the likeliest sequence of labels, and only well-formed ones."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.extract.decoder import decode, likeliest
from pipeline.extract.tagger import LABELS, TaggedWords

SCORES = st.integers(1, 4).flatmap(
    lambda words: arrays(np.float32, (words, len(LABELS)), elements=st.integers(-20, 0).map(float))
)


def well_formed(labels: tuple[int, ...]) -> bool:
    before = (0, *labels)
    return all(
        label not in (2, 4, 6) or last in (label - 1, label)
        for last, label in zip(before, labels, strict=False)
    )


@given(SCORES)
def test_viterbi_finds_what_trying_everything_finds(scores: np.ndarray) -> None:
    rows = range(len(scores))
    best = max(
        sum(scores[i, label] for i, label in zip(rows, labels, strict=True))
        for labels in product(range(len(LABELS)), repeat=len(scores))
        if well_formed(labels)
    )
    labels = likeliest(scores)
    assert well_formed(tuple(labels))
    assert scores[rows, labels].sum() == best


def words(*labels: str) -> TaggedWords:
    rows = np.full((len(labels), len(LABELS)), 0.01, np.float32)
    for row, label in zip(rows, labels, strict=True):
        row[LABELS.index(label)] = 0.94
    starts = np.arange(len(labels)) * 10
    return TaggedWords(starts, starts + 5, rows)


def test_segments_run_from_their_first_word_to_their_last() -> None:
    segments = decode(words("O", "B-source", "I-source", "B-cue", "B-content", "I-content", "B-content", "O"))
    assert [(one.start, one.end, one.role) for one in segments] == [
        (10, 25, "source"),
        (30, 35, "cue"),
        (40, 55, "content"),
        (60, 65, "content"),
    ]
    assert all(0.94 < one.confidence < 0.96 for one in segments)


def test_no_words_have_no_segments() -> None:
    assert decode(words()) == []
