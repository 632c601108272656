"""Whom words mean, as far as a claim's text may say it."""

from __future__ import annotations

import pytest

from claimwire.claims.known import antecedents_of
from claimwire.extract import default_extractor
from claimwire.resolve import Antecedent, Resolved
from tests.eval.articles import article_of


@pytest.mark.parametrize(
    ("text", "word", "name", "is_told"),
    [
        ("The town had limited their choice of a school.", "choice", "Odo Lund", False),
        ("The town had called her lawyer.", "lawyer", "Odo Lund", True),
        ("The town had limited the choice of a school.", "choice", "Odo Lund", True),
        ("He was the driver of a van.", "He", "driver", False),
        ("They drove two vans.", "They", "drivers", True),
        ("He was the driver of a van.", "He", "the driver", True),
    ],
)
def test_a_word_means_no_owned_thing_and_no_lone_noun(text: str, word: str, name: str, is_told: bool) -> None:  # noqa: FBT001
    document = default_extractor().read(article_of(text)).document
    at = next(one.i for one in document.words if one.text == word)
    found = antecedents_of(document, (), Resolved(antecedents={at: Antecedent(name, None, 1.0)}), {})
    assert (at in found) == is_told
