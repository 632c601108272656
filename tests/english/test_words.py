"""Words are those of Universal Dependencies."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.english.words import words


@pytest.mark.parametrize(
    "divided",
    [
        "Marrow|'s dog did|n't bark|.",
        "She would|n't|’ve gone|.",
        "I ca|n't|, I can|not|, you|'re gon|na go|.",
        "the dogs|' owner",
        "O'Brien|’s |‘|quote|’",
        "a 15|-|year|-|old non-human ex-minister",
        "the U.S. and Mr. J. Smith of Acme Inc.|, etc.",
        "It was I|. He left|.",
        "$|3,000.50|, £|2|bn|, 10|% at 10|am or 5:30 p.m.",
        "in the '90s and 1990s|, 9/11|, 713-853-3989",
        "R&D costs |... well |-- no|?!",
        "see https://example.org/a-b?c=1|, www.example.org|.",
        "mail a.b@example.org or @handle #tag",
        "“|Rain|,|” he said |— twice |– |(|or so|)|.",
        "either|/|or",
        "naïve Übermut 東京 3rd",
        "a basic\u00adally hidden hyphen",
    ],
)
def test_words(divided: str) -> None:
    text = divided.replace("|", "")
    found = [text[start:end] for start, end in words(text)]
    assert found == [word for word in re.split(r"[|\s]+", divided) if word]


@pytest.mark.parametrize("run", ["a-", "a.", "a's", "9,", "a'", "www.", "a@", "U.", "-", "é"])
def test_a_run_without_spaces_takes_no_longer_than_its_length(run: str) -> None:
    """Steps that grow with the square would take minutes."""
    started = process_time()
    assert words(run * 20_000)
    assert process_time() - started < 2


@given(st.text())
def test_words_leave_out_nothing_but_white_space(text: str) -> None:
    places = words(text)
    assert all(start < end for start, end in places)
    assert "".join(text[start:end] for start, end in places) == re.sub(r"\s", "", text)
