"""A draft leaves words out without joining those around them."""

from __future__ import annotations

import pytest

from claimwire.claims.text.draft import Draft
from claimwire.english.document import Document, Word
from claimwire.english.words import words


@pytest.mark.parametrize(
    ("text", "left_out", "rest"),
    [
        ("it cost $2 million", "$", "It cost 2 million."),
        ("it closed today, she said", "today", "It closed, she said."),
        ("it really closed", "really", "It closed."),
        ('it was "late and closed early"', "early", 'It was "late and closed".'),
        ("it closed (it was late) early]", "early", "It closed (it was late)."),
        ("it closed (as ever, said a clerk", "ever", "It closed (as, said a clerk)."),
        ("it closed (as ever in May.", "in", "It closed (as ever May)."),
        ("it closed early (", "early", "It closed."),
        ("it closed early.“", "early", "It closed."),
        ("it closed,“ early", "early", "It closed."),
        ("it had a) a mill early and b) a shop", "early", "It had a) a mill and b) a shop."),
        ('a 12" pipe was late', "late", 'A 12" pipe was.'),
        ("the „mill“ and the »shop« were late", "late", "The „mill“ and the »shop« were."),
    ],
)
def test_what_is_left_out_joins_no_words(text: str, left_out: str, rest: str) -> None:
    found = [
        Word.of(i, start, end, text[start:end], i - 1, "dep", "NOUN", "NN", 0)
        for i, (start, end) in enumerate(words(text))
    ]
    draft = Draft(Document(text, tuple(found)), [(0, len(text))])
    draft.leave_out([one for one in found if one.text == left_out], "adjunct")
    assert draft.finished()[0] == rest
