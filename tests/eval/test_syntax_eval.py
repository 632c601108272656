"""Each figure of a parse counts its own facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from claimwire.english.universal import RELATIONS
from claimwire.extract.parse import Parse
from tests.eval.syntax import facts_of

NUMBERS = np.array([0, 1, 2, 3])
PARSE = Parse(
    NUMBERS * 5,
    NUMBERS * 5 + 4,
    np.array([0, 0, 1, 1]),
    np.array([1, -1, -1, 2]),
    np.array([RELATIONS.index(one) for one in ("nsubj:pass", "root", "root", "obj")]),
    NUMBERS,
    NUMBERS,
    np.zeros((4, 0), np.float32),
)


@pytest.mark.parametrize(
    ("changed", "lost"),
    [
        ({}, {}),
        ({"heads": np.array([1, -1, 3, -1])}, {"UAS": 2, "LAS": 2, "LAS with subtypes": 2}),
        ({"tags": np.array([0, 1, 2, 9])}, {"UPOS": 1}),
        ({"forms": np.array([9, 1, 2, 9])}, {"XPOS": 2}),
        ({"sentences": np.array([0, 0, 1, 2])}, {"sentences": 1}),
        ({"sentences": np.array([0, 0, 0, 0])}, {"sentences": 2}),
        (
            {"relations": np.array([RELATIONS.index(one) for one in ("nsubj", "root", "root", "iobj")])},
            {"LAS": 1, "LAS with subtypes": 2},
        ),
    ],
)
def test_facts(changed: dict[str, np.ndarray], lost: dict[str, int]) -> None:
    truth, guess = facts_of(PARSE), facts_of(replace(PARSE, **changed))
    missing = {name: len(facts - guess[name]) for name, facts in truth.items()}
    assert {name: count for name, count in missing.items() if count} == lost


def test_a_word_in_another_place_is_another_word() -> None:
    other = facts_of(replace(PARSE, ends=PARSE.ends + np.array([0, 0, 0, 1])))
    assert len(facts_of(PARSE)["words"] & other["words"]) == 3
    assert len(facts_of(PARSE)["UAS"] & other["UAS"]) == 3


def test_no_words_have_no_facts() -> None:
    nothing = np.empty(0, np.int64)
    columns = nothing, nothing, nothing, nothing, nothing, nothing, nothing
    none = Parse(*columns, np.zeros((0, 0), np.float32))
    assert not any(facts_of(none).values())
