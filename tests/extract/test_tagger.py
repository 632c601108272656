"""The tagger's windows and chunks cover the text, and what it says of a word is a distribution."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.model import checked_files
from pipeline.extract.tagger import CHUNK, OVERLAP, WINDOW, Tagger, chunks, windows


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(checked_files(), threads=1)


@given(st.integers(0, 5000))
def test_windows_cover_every_piece_and_overlap(pieces: int) -> None:
    bounds = windows(pieces)
    assert [start for start, _ in bounds[:1]] == [0] * bool(pieces)
    assert [end for _, end in bounds[-1:]] == [pieces] * bool(pieces)
    assert all(0 < end - start <= WINDOW for start, end in bounds)
    assert all(one[1] - other[0] == OVERLAP for one, other in pairwise(bounds))


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 20))
def test_chunks_part_a_text_without_loss(text: str, size: int) -> None:
    parts = [text[start:end] for start, end in chunks(text, size=size)]
    assert "".join(parts) == text
    assert all(0 < len(part) <= size for part in parts)


def test_chunks_are_cut_between_words_where_there_are_words() -> None:
    text = "seven words are in this short text"
    assert [text[start:end] for start, end in chunks(text, size=12)] == [
        "seven words ",
        "are in this ",
        "short text",
    ]


def test_each_word_has_its_place_and_a_distribution(tagger: Tagger) -> None:
    text = "Überraschung: the unforgettable Ms Ó Briain said “no”."
    words = tagger.tag(text)
    found = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert found == [
        "Überraschung",
        ":",
        "the",
        "unforgettable",
        "Ms",
        "Ó",
        "Briain",
        "said",
        "“",
        "no",
        "”",
        ".",
    ]
    assert np.allclose(words.probabilities.sum(axis=1), 1, atol=1e-5)


def test_words_after_a_chunk_are_where_they_should_be(tagger: Tagger) -> None:
    """A chunk's offsets are the text's, so a long text's last word is at its end."""
    text = "word " * (CHUNK // 5 + 20) + "end"
    words = tagger.tag(text)
    assert text[words.starts[-1] : words.ends[-1]] == "end"
    assert len(words.starts) == len(text.split())


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\x00\x01\x7f", "\u200b\ufeff"])
def test_a_text_without_pieces_has_no_words(tagger: Tagger, text: str) -> None:
    words = tagger.tag(text)
    assert (len(words.starts), words.probabilities.shape) == (0, (0, 7))
