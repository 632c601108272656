"""What the tagger says of a word is a distribution, whatever the threads."""

from __future__ import annotations

import numpy as np
import pytest

from claimwire.extract.model import checked_files
from claimwire.extract.tagger import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(checked_files(), threads=1)


def test_each_word_has_its_place_and_a_distribution(tagger: Tagger) -> None:
    text = "Überraschung: the unforgettable Ms Ó Briain said “no”."
    words = tagger.analyse(text, []).words
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
    for probabilities in (words.probabilities, words.names):
        assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_word_before_a_line_end_stops_at_its_last_letter(tagger: Tagger) -> None:
    text = "Unforgettable  \n\nRain"
    words = tagger.analyse(text, []).words
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == [
        "Unforgettable",
        "Rain",
    ]


def test_more_threads_give_the_same_numbers(tagger: Tagger) -> None:
    text = "The mayor said that the bridge would open. " * 80
    other = Tagger(checked_files(), threads=3).analyse(text, []).words
    assert np.array_equal(tagger.analyse(text, []).words.probabilities, other.probabilities)


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\x00\x01\x7f", "\u200b\ufeff"])
def test_a_text_without_pieces_has_no_words(tagger: Tagger, text: str) -> None:
    words = tagger.analyse(text, []).words
    assert (len(words.starts), words.probabilities.shape) == (0, (0, 7))
