"""Pieces are where their words are, mark lines' ends, and carry capitals and quotation in their traits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from claimwire.english.quotations import find_quotations
from claimwire.extract.model import checked_files
from claimwire.extract.pieces import CAPITAL, CHUNK, LINE_END, QUOTED, Pieces, chunks, read_pieces
from claimwire.extract.tagger import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(checked_files())


def read(tokenizer: Tokenizer, text: str) -> Pieces:
    return read_pieces(tokenizer, text, find_quotations(text))


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


def test_a_line_end_is_a_piece_of_its_own_between_words(tokenizer: Tokenizer) -> None:
    """The vocabulary has none, and without it a headline runs into the text."""
    pieces = read(tokenizer, "Rain\n\nIt rains.")
    assert [int(one) for one in pieces.ids == LINE_END] == [0, 1, 0, 0, 0]
    assert not pieces.first[1]
    assert pieces.starts[1] == pieces.ends[1] == 4


def test_traits_say_what_is_capital_and_what_is_quoted(tokenizer: Tokenizer) -> None:
    text = "He said ‘No rain’ fell"
    pieces = read(tokenizer, text)
    words = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    capital = [word for word, trait in zip(words, pieces.traits, strict=True) if trait & CAPITAL]
    quoted = [word for word, trait in zip(words, pieces.traits, strict=True) if trait & QUOTED]
    assert capital == ["He", "No"]
    assert quoted == ["‘", "No", "rain", "’"]


@given(text=st.text(alphabet="Ab “”\"'\n.é", max_size=120))
def test_pieces_stand_in_order_within_the_text(tokenizer: Tokenizer, text: str) -> None:
    pieces = read(tokenizer, text)
    assert np.all(np.diff(pieces.starts) >= 0)
    assert np.all(pieces.starts <= pieces.ends)
    assert np.all(pieces.ends <= len(text))
    assert np.all((pieces.traits >= 0) & (pieces.traits < 4))


def test_pieces_after_a_chunk_are_where_they_should_be(tokenizer: Tokenizer) -> None:
    """A chunk's offsets are the text's, so a long text's last word is at its end."""
    text = "word " * (CHUNK // 5 + 20) + "end"
    pieces = read(tokenizer, text)
    assert text[pieces.starts[-1] : pieces.ends[-1]] == "end"
    assert len(pieces.ids) == len(text.split())
