"""Trees keep every word in its place, and every arc, whatever is varied or cut."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from claimwire.english.universal import RELATIONS, TAGS
from claimwire.english.words import words
from claimwire.extract.model import checked_files
from claimwire.extract.tagger import load_tokenizer
from training.examples import UNLABELLED, Varied, encode
from training.texts import Text
from training.trees import in_lines, read_trees, text_of

DOCUMENT: dict[str, Any] = {
    "doc_id": "rain",
    "sentences": [
        {
            "words": ["Marrow", "'s", "dog", "can", "not", "bark", "."],
            "space_after": [1, 1, 1, 1, 1, 0, 1],
            "upos": ["PROPN", "PART", "NOUN", "AUX", "PART", "VERB", "PUNCT"],
            "xpos": ["NNP", "POS", "NN", "MD", "RB", "VB", "."],
            "head": [3, 1, 6, 6, 6, 0, 6],
            "rel": ["nmod:poss", "case", "nsubj:outer", "aux", "advmod", "root", "punct"],
        },
        {
            "words": ["Rain"],
            "space_after": [0],
            "upos": ["NOUN"],
            "xpos": ["NN"],
            "head": [0],
            "rel": ["root"],
        },
    ],
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(checked_files())


@pytest.fixture
def rain() -> Text:
    return text_of(DOCUMENT)


def test_a_document_is_read_as_running_text(rain: Text, tmp_path: Path) -> None:
    assert rain.text == "Marrow's dog cannot bark. Rain"
    assert rain.trees is not None
    assert [*zip(rain.trees.starts, rain.trees.ends, strict=True)] == words(rain.text)
    assert list(rain.trees.heads) == [2, 0, 5, 5, 5, -1, 5, -1]
    assert [RELATIONS[number] for number in rain.trees.relations][2] == "nsubj"
    assert list(rain.trees.sentences) == [0] * 7 + [1]
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(DOCUMENT) + "\n")
    assert [one.text for one in read_trees(path)] == [rain.text]


@given(st.integers(0, 50))
def test_lines_end_between_sentences(seed: int) -> None:
    text = in_lines(text_of(DOCUMENT), random.Random(seed)).text
    assert text in {"Marrow's dog cannot bark. Rain", "Marrow's dog cannot bark.\nRain"}


def test_each_word_has_a_piece(tokenizer: Tokenizer, rain: Text) -> None:
    pieces, example = encode(tokenizer, rain)
    assert example.parsed is not None
    starts = [rain.text[start:] for start in pieces.starts[example.parsed.pieces]]
    assert [one[:4] for one in starts] == ["Marr", "'s d", "dog ", "cann", "cann", "bark", ". Ra", "Rain"]
    assert list(example.parsed.ends) == [0, 0, 0, 0, 0, 0, 1, 1]


@given(st.integers(0, 100))
def test_windows_hold_every_word_once_with_its_head(tokenizer: Tokenizer, seed: int) -> None:
    document = {"doc_id": "long", "sentences": DOCUMENT["sentences"] * 60}
    one = text_of(document)
    assert one.trees is not None
    windows = Varied(tokenizer, ["Quux"], seed=seed).epoch([one], {})
    found = [window.parsed for window in windows if window.parsed]
    assert sum(len(parsed.tags) for parsed in found) == len(one.trees.tags)
    for window, parsed in zip(windows, found, strict=True):
        assert parsed.pieces.min() >= 1
        assert parsed.pieces.max() < len(window.ids) - 1
        punctuation = np.flatnonzero(parsed.tags == TAGS.index("PUNCT"))
        heads = parsed.heads[punctuation]
        kept = heads != UNLABELLED
        assert np.all(parsed.tags[heads[kept] - 1] == TAGS.index("VERB"))
        assert kept.sum() >= len(kept) - 1
