"""A clause that begins with its verb has the noun phrase before its source for a subject."""

from __future__ import annotations

import pytest

from claimwire.claims.gap import subject_before
from tests.claims.marked import read


@pytest.mark.parametrize(
    ("marked", "subject"),
    [
        (
            "blamed the raid on Chilean armed groups {S:it} {C:said} {X:had crossed the border}",
            "Chilean armed groups",
        ),
        ("Police shot the man who {S:she} {C:said} {X:had fired first}", "the man"),
        ("wages, {S:she} {C:points out}, {X:are rising}", "wages"),
        ("The army killed rebels {S:it} {C:said} {X:had fled}", None),
        ("the roof of the hall, {S:she} {C:said}, {X:was sound}", None),
        ("the raid on Monday. {S:It} {C:said} {X:had been expected}", None),
        ("on rebels {S:it} {C:said} {X:they had fled}", None),
        ("on rebels {X:had fled}", None),
    ],
)
def test_subject_before(marked: str, subject: str | None) -> None:
    article, attribution = read(marked)
    found = subject_before(article.text, attribution)
    assert (found.exact if found else None) == subject
