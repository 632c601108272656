"""What holds of any text: all of it is in paragraphs, and it is read in no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.normalize.structure.told import (
    ANSWER,
    LEAD,
    OTHER,
    article_of,
    check,
    told,
)

LINES = st.sampled_from(
    [
        *(
            LEAD,
            ANSWER,
            "Q: Why?",
            "A: No.",
            "MR HALE: Yes.",
            "Morven: We go.",
            "Why do you ask?",
            "The plan",
        ),
        *(
            "• One",
            "- two",
            "14:52",
            "(Laughter)",
            "— Jan Holt (@holt) May 2",
            "RT @holt: Go",
            "Correction: May",
        ),
        *("###", "é\u200b"),
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=40)), min_size=1, max_size=12).map("\n\n".join))
def test_any_text_is_covered_and_every_name_stands_where_it_says(body: str) -> None:
    check(article_of(f"{OTHER}\n\n{body}".lstrip("<")))


@given(st.lists(LINES, min_size=1, max_size=12))
def test_a_text_normalized_again_has_the_same_structure(lines: list[str]) -> None:
    article = article_of("\n\n".join([OTHER, *lines]))
    again = article_of(article.text)
    assert (again.text, told(again)) == (article.text, told(article))


@pytest.mark.parametrize(
    "line",
    ["A: " * 20_000, "A" * 100_000 + ":", "Aa " * 50_000, "— " * 30_000, "- ( " * 20_000, "1:" * 40_000],
)
def test_a_hostile_line_is_read_in_no_time(line: str) -> None:
    began = time.process_time()
    article_of(f"{OTHER}\n\n{line}")
    assert time.process_time() - began < 2


def test_many_turns_are_read_in_no_time() -> None:
    began = time.process_time()
    article_of("\n\n".join(["MR HALE: Is it so?", "MRS BOYD: I say it is."] * 8_000))
    assert time.process_time() - began < 6
