"""A glance leaves out only places in which the costly pattern finds nothing."""

from __future__ import annotations

import re

import pytest

from claimwire.claims import numerals, time_words
from claimwire.claims.glance import last_words, tokens_at
from tests.eval.corpus import read_gold


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [(time_words.TIME, time_words.NEEDED), (numerals.NUMERAL, numerals.NEEDED)],
    ids=["times", "numbers"],
)
def test_whatever_a_pattern_finds_has_a_word_that_it_needs(
    pattern: re.Pattern[str], needed: frozenset[str]
) -> None:
    texts = [article.text for article in read_gold().articles]
    found = [match[0] for text in texts for match in pattern.finditer(text)]
    assert len(found) > 100
    assert [words for words in found if needed.isdisjoint(tokens_at(words, 0, len(words)))] == []


def test_a_phrase_gives_its_last_word_unless_one_is_known() -> None:
    assert last_words(["last night", "the same day"], known=["day"]) == {"day", "night"}
