"""Words of overlapping windows become sentences with a tree each."""

from __future__ import annotations

import numpy as np
import pytest

from claimwire.english.universal import FORMS, RELATIONS, TAGS
from claimwire.english.words import words
from claimwire.extract.parse import END, FORM, LABELS_WIDTH, LONGEST, TAG, Glimpse, Parse, parsed, words_of

TEXT = "Rain fell . It stopped ."
STARTS, ENDS = np.array([0, 5, 10, 12, 15, 23]), np.array([4, 9, 11, 14, 22, 24])
HEADS = [2, 0, 2, 2, 0, 2]
"""In the sentence, from 1."""

SENTENCES = [0, 0, 0, 1, 1, 1]
ROWS = [
    ("nsubj", "NOUN", "NN"),
    ("root", "VERB", "VBD"),
    ("punct", "PUNCT", "."),
    ("nsubj", "PRON", "PRP"),
    ("root", "VERB", "VBD"),
    ("punct", "PUNCT", "."),
]


def labels(rows: list[tuple[str, str, str]], ends: list[int]) -> np.ndarray:
    logits = np.zeros((len(rows), LABELS_WIDTH), np.float32)
    for number, (relation, tag, form) in enumerate(rows):
        logits[number, RELATIONS.index(relation)] = 1
        logits[number, TAG + TAGS.index(tag)] = 1
        logits[number, FORM + FORMS.index(form)] = 1
        logits[number, END] = 1 if number in ends else -1
    return logits


def glimpse(first: int, last: int, *, noise: bool = False) -> Glimpse:
    """What a network says that knows the trees above, of the words from `first`."""
    arcs = np.zeros((last - first, 1 + last - first), np.float32)
    for word in range(first, last):
        head = HEADS[word] + 3 * SENTENCES[word] if HEADS[word] else 0
        column = head - first if head else 0
        if not head or 0 < column <= last - first:
            arcs[word - first, column] = 9
    found = labels(ROWS, [2, 5])[first:last]
    weights = np.minimum(np.arange(1, 1 + last - first), np.arange(last - first, 0, -1))
    return Glimpse(first, arcs, -found if noise else found, weights.astype(np.float32))


def check(found: Parse) -> None:
    assert list(found.sentences) == SENTENCES
    assert list(found.heads) == [1, -1, 1, 4, -1, 4]
    assert [RELATIONS[number] for number in found.relations] == [row[0] for row in ROWS]
    assert [TAGS[number] for number in found.tags] == [row[1] for row in ROWS]
    assert [FORMS[number] for number in found.forms] == [row[2] for row in ROWS]


@pytest.mark.parametrize("bounds", [[(0, 6)], [(0, 4), (2, 6)], [(0, 3), (3, 6)], [(0, 5), (1, 6)]])
def test_windows_make_a_parse(bounds: list[tuple[int, int]]) -> None:
    check(parsed(STARTS, ENDS, [glimpse(*one) for one in bounds], text=TEXT))


def test_a_sentence_that_no_window_shows_whole_is_put_together() -> None:
    check(parsed(STARTS, ENDS, [glimpse(0, 2), glimpse(1, 5), glimpse(4, 6)], text=TEXT))


def test_the_window_counts_in_which_a_word_is_deepest() -> None:
    found = parsed(STARTS, ENDS, [glimpse(0, 6), glimpse(5, 6, noise=True)], text=TEXT)
    assert TAGS[found.tags[4]] == "VERB"


def test_a_line_ends_a_sentence() -> None:
    one = glimpse(0, 6)
    unsure = Glimpse(0, one.arcs, labels(ROWS, []), one.weights)
    assert list(parsed(STARTS, ENDS, [unsure], text=TEXT.replace(". It", ".\nIt")).sentences) == SENTENCES
    assert set(parsed(STARTS, ENDS, [unsure], text=TEXT.replace(". It", "; it")).sentences) == {0}


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    one = glimpse(0, 6)
    unsure = Glimpse(0, one.arcs, labels(ROWS, []), one.weights)
    assert list(parsed(STARTS, ENDS, [unsure], text=TEXT).sentences) == SENTENCES


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ada fears “the worst.” The mill shut.", {0, 1}),
        ("Ada fears “the U.S.” The mill shut.", {0}),
        ("Ada calls “Acme Inc.” Chairman Odo a liar.", {0}),
        ("Ada cried “it shut!” The mill shut.", {0}),
        ("Ada fears “the worst.” the mill shut.", {0}),
    ],
)
def test_a_closing_mark_behind_a_full_stop_ends_a_sentence(text: str, sentences: set[int]) -> None:
    places = words(text)
    starts, ends = (np.array(column) for column in zip(*places, strict=True))
    arcs = np.zeros((len(places), 1 + len(places)), np.float32)
    unsure = Glimpse(0, arcs, labels([ROWS[0]] * len(places), []), np.ones(len(places), np.float32))
    assert set(parsed(starts, ends, [unsure], text=text).sentences.tolist()) == sentences


@pytest.mark.parametrize(
    ("text", "row", "form"),
    [
        ("Ada promising rain", ("advcl", "VERB", "VBD"), "VBG"),
        ("Ada bring rain", ("root", "VERB", "VBD"), "VBD"),
        ("Ada suggested rain", ("advcl", "VERB", "VBN"), "VBD"),
        ("Ada seen there", ("advcl", "VERB", "VBN"), "VBN"),
    ],
)
def test_a_form_is_one_that_a_word_can_have(text: str, row: tuple[str, str, str], form: str) -> None:
    places = words(text)
    starts, ends = (np.array(column) for column in zip(*places, strict=True))
    arcs = np.zeros((3, 4), np.float32)
    arcs[1, 0] = arcs[0, 2] = arcs[2, 2] = 9
    rows = [("nsubj", "PROPN", "NNP"), row, ("obj", "NOUN", "NN")]
    one = Glimpse(0, arcs, labels(rows, [2]), np.ones(3, np.float32))
    assert words_of(text, parsed(starts, ends, [one], text=text))[1].form == form


def test_a_pronoun_before_its_noun_is_possessive() -> None:
    text = "her numbers fell"
    starts, ends = (np.array(column) for column in zip(*words(text), strict=True))
    arcs = np.zeros((3, 4), np.float32)
    arcs[2, 0] = arcs[0, 2] = arcs[1, 3] = 9
    rows = [("nsubj", "PRON", "PRP"), ("nsubj", "NOUN", "NNS"), ("root", "VERB", "VBD")]
    one = Glimpse(0, arcs, labels(rows, [2]), np.ones(3, np.float32))
    her = words_of(text, parsed(starts, ends, [one], text=text))[0]
    assert (her.form, her.relation) == ("PRP$", "nmod:poss")


def test_only_a_root_has_the_relation_root() -> None:
    one = glimpse(0, 6)
    wrong = Glimpse(0, one.arcs, labels([("root", "X", "FW")] * 6, [2, 5]), one.weights)
    found = parsed(STARTS, ENDS, [wrong], text=TEXT)
    assert [bool(RELATIONS[number] == "root") for number in found.relations] == [
        head < 0 for head in found.heads
    ]


def test_a_sentence_without_an_end_is_divided() -> None:
    size = 2 * LONGEST + 7
    places = np.arange(size) * 2
    logits = np.full((size, LABELS_WIDTH), -1.0, np.float32)
    logits[LONGEST - 3, END] = -0.5
    one = Glimpse(0, np.zeros((size, size + 1), np.float32), logits, np.ones(size, np.float32))
    found = parsed(places, places + 1, [one], text="a " * size)
    counts = np.bincount(found.sentences)
    assert counts[0] == LONGEST - 2
    assert counts.max() <= LONGEST
    assert (found.heads < 0).sum() == len(counts)


def test_a_text_without_words() -> None:
    nothing = np.empty(0, np.int64)
    assert len(parsed(nothing, nothing, [], text=" \n").heads) == 0
