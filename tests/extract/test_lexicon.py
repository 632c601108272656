"""Cues have the lemmas and stances that the lexicon gives them, whatever their form."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from claimwire.extract import lexicon as module
from claimwire.extract.lemma import lemma_of, words_of
from claimwire.extract.lexicon import base_of, lexicon
from claimwire_schemas import STANCES

CUES = Path(module.__file__).with_name("cues.json")


def test_no_lemma_is_there_twice() -> None:
    """Read as pairs, since a JSON object would hide the first of two."""
    pairs: list[tuple[str, str]] = json.loads(CUES.read_text("utf-8"), object_pairs_hook=list)
    assert [lemma for lemma, times in Counter(lemma for lemma, _ in pairs).items() if times > 1] == []
    assert [lemma for lemma, _ in pairs] == sorted(lemma for lemma, _ in pairs)


def test_every_stance_has_cues_and_every_cue_a_stance() -> None:
    assert set(lexicon().stances.values()) == set(STANCES)
    assert len(lexicon().stances) >= 150


def test_every_entry_is_found_by_its_own_words() -> None:
    assert {lemma: lemma_of([lemma]) for lemma in lexicon().stances} == {
        lemma: lemma for lemma in lexicon().stances
    }


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        (["said"], "say"),
        (["has", "said"], "say"),
        (["didn't say"], "say"),
        (["had been told"], "tell"),
        (["According to"], "according to"),
        (["has blamed", "on"], "blame on"),
        (["claimed full responsibility for"], "claim responsibility"),
        (["declined to comment"], "decline to comment"),
        (["said in a statement"], "say"),
        (["denies"], "deny"),
        (["admitted"], "admit"),
        (["slammed"], "slam"),
        (["criticised"], "criticize"),
        (["favors"], "favour"),
        (["labelled"], "label"),
        (["labeled"], "label"),
        (["wrote"], "write"),
        (["found"], "find"),
        (["pleaded not guilty"], "plead not guilty"),
        (["called on"], "call on"),
        (["insisted:"], "insist"),
        (["seconded"], "second"),
        (["noticed"], "notice"),
        (["scoffed"], "scoff"),
        ([":"], ":"),
        (["—"], "—"),
    ],
)
def test_lemma(cue: list[str], lemma: str) -> None:
    assert lemma_of(cue) == lemma


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("rejoiced", "rejoice"),
        ("chatting", "chat"),
        ("tallies", "tally"),
        ("tallied", "tally"),
        ("hushes", "hush"),
        ("glared", "glare"),
        ("groused", "grouse"),
        ("explored", "explore"),
        ("thundered", "thunder"),
        ("lobbies", "lobby"),
        ("press", "press"),
        ("bring", "bring"),
        ("red", "red"),
    ],
)
def test_words_that_the_lexicon_does_not_have_have_bases(word: str, base: str) -> None:
    assert base_of(word) == base


@pytest.mark.parametrize(
    ("word", "form", "base"),
    [
        ("warning", "VBG", "warn"),
        ("warning", "NN", "warning"),
        ("concerned", "JJ", "concern"),
        ("willing", "JJ", "willing"),
        ("nothing", "NN", "nothing"),
        ("criticising", "VBG", "criticize"),
    ],
)
def test_a_tag_tells_the_base_but_where_only_another_is_in_the_lexicon(
    word: str, form: str, base: str
) -> None:
    assert base_of(word, form) == base


def test_a_negation_is_a_word_of_its_own() -> None:
    assert words_of(["didn’t", "say"]) == ["did", "n’t", "say"]
    assert words_of(["can't"]) == ["ca", "n't"]
