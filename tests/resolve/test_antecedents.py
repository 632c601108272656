"""Whom the words of a content mean: who says it, another, or nobody where that is not sure."""

from __future__ import annotations

import pytest

from tests.claims.marked import document_of, read_all, resolved


def meant(marked: str, number: int = 1) -> list[tuple[str, str]]:
    """Return each word of a content that means somebody, with the name."""
    article, attributions = read_all(marked)
    found = resolved(article, attributions.values()).antecedents
    words = [
        word
        for span in attributions[number].content
        for word in document_of(article).within(span.start, span.end)
    ]
    return [(word.text, found[word.i].name) for word in words if word.i in found]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("that it had left", ["it"]),
        ("that a tenth of it was gone", []),
        ("that it was clear that nobody had left", []),
        ("that the group paid more than it had offered", []),
        ("“it left”", []),
        ("‘it left’", []),
    ],
)
def test_it_is_who_says_so_only_as_a_subject(content: str, words: list[str]) -> None:
    """And not where a body that it may be stands before it."""
    marked = f"{{1S:The council}} {{1C:said}} {{1X:{content}}}. {{2S:It}} {{2C:said}} {{2X:no}}."
    assert meant(marked) == [(word, "the council") for word in words]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("{1S:The parents} {1C:said} {1X:that they had left}.", "the parents"),
        ("{1S:Prosecutors} {1C:said} {1X:they were paid by a rival}.", None),
        ("{1X:They were paid by a rival,} {1S:two witnesses} {1C:said}.", None),
    ],
)
def test_they_are_who_say_so_unless_these_mostly_speak_of_others(marked: str, name: str | None) -> None:
    assert [named for _, named in meant(marked)] == ([name] if name else [])


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("{1S:Ama Brandt} {1C:said} {1X:that she had left}.", [("she", "Ama Brandt")]),
        ("{1S:Ama Brandt} {1C:said} {1X:the victim was in her 30s}.", []),
        ("{1S:A nurse} {1C:described} {1X:her as kind}.", []),
        ("{1X:“{2S:He} {2C:said} {2X:he had hit a deer},”} {1S:Odo Lund} {1C:said}.", []),
        ("{1X:She was kind,} {1S:a neighbour} {1C:said}.", []),
        ("{1S:Her sister} {1C:said} {1X:she was kind}.", []),
        ("{1S:Ama Brandt} {1C:said} {1X:that Mrs Lund had lost her ring}.", [("her", "Lund")]),
        ("{1S:Ama Brandt} {1C:said} {1X:that the woman had lost her ring}.", []),
        ("{1S:Odo Lund} {1C:said} {1X:that the woman had lost his ring}.", [("his", "Odo Lund")]),
    ],
)
def test_she_is_who_says_so_unless_another_is_nearer(marked: str, found: list[tuple[str, str]]) -> None:
    assert meant(marked) == found


def test_another_is_not_meant_where_two_of_the_sentence_may_be() -> None:
    marked = "Odo Lund met Ivo Vane, and {1S:the ministry} {1C:said} {1X:that he would resign}."
    assert meant(marked) == []


def test_i_in_a_quotation_is_its_speaker() -> None:
    marked = "{1S:Ama Brandt} {1C:said} {1X:no}. {2X:“I saw them,”} {2S:she} {2C:said}."
    assert meant(marked, 2) == [("I", "Ama Brandt")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("“He said, ‘I will leave,’ and went.”", []),
        ("“He said, ‘I will leave,’ and I wept.”", ["I"]),
        ("“They ask ‘must we go’ and I nod.”", ["I"]),
        ("“It wasn't the boys' idea. I had it.”", ["I"]),
        ("‘I will leave.’", ["I"]),
    ],
)
def test_i_in_what_a_speaker_quotes_is_not_the_speaker(content: str, words: list[str]) -> None:
    marked = f"{{1X:{content}}} {{1S:Ama Brandt}} {{1C:said}}."
    assert meant(marked) == [(word, "Ama Brandt") for word in words]
