"""Examples keep every word's label in its place, whatever is varied."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from claimwire.extract.labels import LABELS, NAME_LABELS, WIDTH
from claimwire.extract.model import checked_files
from claimwire.extract.pieces import CLS, SEP
from claimwire.extract.tagger import load_tokenizer
from training.examples import MASK, UNLABELLED, Varied, encode
from training.texts import Text, names_of, restyled

TEXT = "“No rain,” said Zephyrine Quux.\nThe mayor told Quuxham that it would."
ROLES = ((0, 10, "content"), (11, 15, "cue"), (16, 30, "source"))
ENTITIES = ((16, 30, "person"),)
ONE = Text("one", TEXT, ROLES, ENTITIES)
TAUGHT = np.eye(WIDTH, dtype=np.float32)[[1] * 19]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(checked_files())


def labelled(labels: np.ndarray, names: tuple[str, ...]) -> list[str]:
    return [names[label] for label in labels if label != UNLABELLED]


def test_each_word_has_one_label(tokenizer: Tokenizer) -> None:
    _, example = encode(tokenizer, ONE)
    roles = labelled(example.roles, LABELS)
    assert roles[:5] == ["B-content", "I-content", "I-content", "I-content", "I-content"]
    assert roles[5:8] == ["B-cue", "B-source", "I-source"]
    assert set(roles[8:]) == {"O"}
    entities = labelled(example.entities, NAME_LABELS)
    assert Counter(entities) == {"O": len(roles) - 2, "B-person": 1, "I-person": 1}


def test_a_text_that_nobody_annotated_has_no_roles(tokenizer: Tokenizer) -> None:
    assert set(encode(tokenizer, replace(ONE, roles=None))[1].roles) == {UNLABELLED}


@given(st.integers(0, 300))
def test_windows_of_varied_texts_hold_every_label_once(tokenizer: Tokenizer, seed: int) -> None:
    """Renaming changes pieces and masking ids; what a word is stays."""
    long = replace(ONE, text=TEXT + "\nIt rained all day." * 120)
    varied = Varied(tokenizer, names_of([ONE]), seed=seed)
    windows = varied.epoch([long], {})
    assert all((one.ids[0], one.ids[-1]) == (CLS, SEP) for one in windows)
    assert all(len(one.ids) == len(one.traits) == len(one.roles) == len(one.entities) for one in windows)
    roles = Counter(label for one in windows for label in labelled(one.roles, LABELS))
    assert roles == Counter(labelled(encode(tokenizer, long)[1].roles, LABELS))
    assert any(MASK in one.ids for one in windows)


@given(st.integers(0, 50))
def test_what_a_teacher_says_of_a_word_stays_with_its_first_piece(tokenizer: Tokenizer, seed: int) -> None:
    words = len(labelled(encode(tokenizer, ONE)[1].roles, LABELS))
    taught = {"one": np.repeat(TAUGHT[:1], words, axis=0)}
    for one in Varied(tokenizer, names_of([ONE]), seed=seed).epoch([ONE], taught):
        assert one.taught is not None
        assert np.array_equal(one.taught.sum(axis=1) > 0, one.roles != UNLABELLED)


@given(st.text(alphabet="Ab “”\"'‘’«»\n.", max_size=80), st.integers(0, 20))
def test_restyling_keeps_every_place(text: str, seed: int) -> None:
    again = restyled(Text("t", text, ()), random.Random(seed)).text
    assert len(again) == len(text)
    marks = set("“”\"'‘’«»")
    assert all(one == other or {one, other} <= marks for one, other in zip(text, again, strict=True))


def test_names_are_what_no_text_writes_small() -> None:
    assert names_of([Text("t", "The Quux met May Lee on Monday. the lee of it", ())]) == ["Quux"]
