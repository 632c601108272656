"""Words are taken to their lemmas, and lemmas to their forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.data import read_json
from claimwire.english.inflection import (
    CATEGORIES,
    FORMS,
    base,
    base_by_rule,
    inflect,
    inflect_by_rule,
    looks_short,
)

SAMPLE = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("inflections.tsv").read_text("utf-8").splitlines()
]
"""Lemmas, tags and forms of LemmInflect, by `training/inflections.py`."""

IRREGULAR: dict[str, dict[str, str]] = read_json("claimwire.english", "inflection.json", dict[str, object])[
    "irregular"
]  # type: ignore[assignment]
AGREEMENT = 1.0
BY_RULE = {"forms": 0.96, "lemmas": 0.95}


@pytest.mark.parametrize(
    ("word", "form", "lemma"),
    [
        ("denied", "VBD", "deny"),
        ("signalled", "VBD", "signal"),
        ("signaled", "VBN", "signal"),
        ("hoping", "VBG", "hope"),
        ("hopping", "VBG", "hop"),
        ("lay", "VBD", "lie"),
        ("laid", "VBN", "lay"),
        ("left", "VBD", "leave"),
        ("left", "JJ", "left"),
        ("found", "VBD", "find"),
        ("founded", "VBD", "found"),
        ("Saw", "VBD", "see"),
        ("mice", "NNS", "mouse"),
        ("buses", "NNS", "bus"),
        ("houses", "NNS", "house"),
        ("analyses", "NNS", "analysis"),
        ("analyses", "VBZ", "analyse"),
        ("townspeople", "NNS", "townsperson"),
        ("camerawomen", "NNS", "camerawoman"),
        ("headquarters", "NNS", "headquarters"),
        ("Democrats", "NNPS", "democrat"),
        ("biggest", "JJS", "big"),
        ("better", "RBR", "well"),
        ("'s", "VBZ", "be"),
        ("wo", "MD", "will"),
        ("n’t", "RB", "not"),
        ("’d", "MD", "would"),
        ("’d", "VBD", "have"),
        ("are", "VBP", "be"),
        ("speed", "VBP", "speed"),
        ("doomscrolling", "VBG", "doomscroll"),
        ("deplatformed", "VBN", "deplatform"),
    ],
)
def test_base(word: str, form: str, lemma: str) -> None:
    assert base(word, form) == lemma


@pytest.mark.parametrize(
    ("lemma", "form", "word"),
    [
        ("deny", "VBZ", "denies"),
        ("say", "VBD", "said"),
        ("commit", "VBG", "committing"),
        ("visit", "VBG", "visiting"),
        ("die", "VBG", "dying"),
        ("agree", "VBG", "agreeing"),
        ("agree", "VBD", "agreed"),
        ("be", "VBZ", "is"),
        ("have", "VBZ", "has"),
        ("person", "NNS", "people"),
        ("city", "NNS", "cities"),
        ("hero", "NNS", "heroes"),
        ("true", "JJR", "truer"),
        ("deny", "VBP", "deny"),
        ("deplatform", "VBD", "deplatformed"),
    ],
)
def test_inflect(lemma: str, form: str, word: str) -> None:
    assert inflect(lemma, form) == word


def test_the_tables_agree_with_lemminflect() -> None:
    forms = [inflect(lemma, form) == word for lemma, form, word in SAMPLE]
    lemmas = [base(word, form) == lemma for lemma, form, word in SAMPLE]
    assert sum(forms) / len(SAMPLE) >= AGREEMENT
    assert sum(lemmas) / len(SAMPLE) >= AGREEMENT


def test_the_rules_alone_agree_with_lemminflect_on_most_words() -> None:
    forms = [inflect_by_rule(lemma, form, doubles=looks_short(lemma)) == word for lemma, form, word in SAMPLE]
    lemmas = [base_by_rule(word, CATEGORIES[form]) == lemma for lemma, form, word in SAMPLE]
    assert sum(forms) / len(SAMPLE) >= BY_RULE["forms"]
    assert sum(lemmas) / len(SAMPLE) >= BY_RULE["lemmas"]


@pytest.mark.parametrize("form", [form for form in CATEGORIES if form != "NNPS"])
def test_irregular_forms_go_back(form: str) -> None:
    lemmas = IRREGULAR[form]
    assert {lemma: base(word, form) for lemma, word in lemmas.items()} == {lemma: lemma for lemma in lemmas}


@pytest.mark.parametrize("form", FORMS["verb"])
def test_verbs_of_any_form_go_back(form: str) -> None:
    words = {lemma: inflect(lemma, form) for lemma, of, _ in SAMPLE if CATEGORIES[of] == "verb"}
    back = {lemma: base(word, form) for lemma, word in words.items() if word not in IRREGULAR.get(form, ())}
    assert back == {lemma: lemma for lemma in back}


@given(st.text(max_size=30), st.sampled_from([*CATEGORIES, "VB", "NN", "MD", "."]))
def test_any_word_has_a_lemma_and_forms(word: str, form: str) -> None:
    assert base(word, form) == base(word, form).lower() or not word.isascii()
    assert isinstance(inflect(word, form), str)
