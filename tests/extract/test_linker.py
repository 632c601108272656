"""Segments are linked into the attributions that a reader sees."""

from __future__ import annotations

from time import perf_counter

import pytest

from claimwire.english.document import Document
from claimwire.extract import default_extractor
from claimwire.extract.linker import gap, link
from claimwire.extract.segments import Segment
from tests.eval.articles import article_of
from tests.extract.marked import read, shown

CASES = [
    ("before", "{S:She} {C:said} {X:it rains}.", [("She", "said", ("it rains",))]),
    ("after", "{X:“It rains,”} {S:she} {C:said}.", [("she", "said", ("“It rains,”",))]),
    ("inverted", "{X:“It rains,”} {C:said} {S:Ada Vane}.", [("Ada Vane", "said", ("“It rains,”",))]),
    (
        "split",
        "{X:“It rains,”} {S:she} {C:said}. {X:“It pours.”}",
        [("she", "said", ("“It rains,”", "“It pours.”"))],
    ),
    (
        "split, inverted",
        "{X:“It rains,”} {C:said} {S:Ada Vane}, {X:“and it pours.”}",
        [("Ada Vane", "said", ("“It rains,”", "“and it pours.”"))],
    ),
    (
        "according to",
        "{C:According to} {S:two officials}, {X:it rains}.",
        [("two officials", "According to", ("it rains",))],
    ),
    (
        "two in a paragraph",
        "{S:She} {C:said} {X:it rains}. {S:He} {C:denied} {X:it}.",
        [("She", "said", ("it rains",)), ("He", "denied", ("it",))],
    ),
    (
        "two paragraphs",
        "{X:“It rains,”} {S:she} {C:said}.\n\n{X:“It snows,”} {S:he} {C:said}.",
        [("she", "said", ("“It rains,”",)), ("he", "said", ("“It snows,”",))],
    ),
    (
        "shared source",
        "{S:She} {C:said} {X:it rains} and {C:added} {X:that it pours}.",
        [("She", "said", ("it rains",)), ("She", "added", ("that it pours",))],
    ),
    (
        "shared source of passives",
        "{S:She} {C:was told} {X:that it rains} and {C:asked} {X:to go}.",
        [("She", "was told", ("that it rains",)), ("She", "asked", ("to go",))],
    ),
    (
        "nothing quoted goes on after a sentence",
        "{S:She} {C:said} {X:it rains}. {X:The road was closed.}",
        [("She", "said", ("it rains",))],
    ),
    (
        "who charges in a relative clause is",
        "The aide that {S:Ada Vane} {C:accused of} {X:leaking it} left.",
        [("Ada Vane", "accused of", ("leaking it",))],
    ),
    (
        "who charges somebody is",
        "{S:Ada Vane} {C:accused} {X:an aide of it}.",
        [("Ada Vane", "accused", ("an aide of it",))],
    ),
    ("no source", "{C:It is said that} {X:it rains}.", [(None, "It is said that", ("it rains",))]),
    ("content alone", "{X:Rain}\n\n{X:“It rains,”} {S:she} {C:said}.", [("she", "said", ("“It rains,”",))]),
    ("no content", "{S:She} {C:did not comment}.", []),
    (
        "said nothing after a quotation",
        "{X:“It rains,”} {S:she} {C:said}. {X:“It pours.”}\n\n{S:The mayor} {C:did not comment}.",
        [("she", "said", ("“It rains,”", "“It pours.”"))],
    ),
]


@pytest.mark.parametrize(
    ("marked", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_segments_are_linked(
    marked: str, expected: list[tuple[str | None, str | None, tuple[str, ...]]]
) -> None:
    text, segments = read(marked)
    assert [shown(text, one) for one in link(Document(text), segments)] == expected


def test_who_is_charged_is_not_who_speaks() -> None:
    text, segments = read("{S:Two aides} {C:accused of} {X:leaking it} left.")
    document = default_extractor().read(article_of(text)).document
    assert [shown(text, one) for one in link(document, segments)] == [
        (None, "accused of", ("Two aides", "leaking it"))
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{S:She}, {C:said}", "adjacent"),
        ("{S:She} then also {C:said}", "near"),
        ("{S:She} who had come a long way {C:said}", "far"),
        ("{X:“It rains.”} {S:She}", "sentence"),
        ("{C:said}. {X:“It rains.”}", "sentence"),
        ("{X:“It rains.”} Not much. {S:She}", "sentence_far"),
        ("{X:It rains.} {S:She}", "paragraph"),
        ("{C:said}. {X:It rains.}", "paragraph"),
        ("{X:It rains.}\n\n{S:She}", "paragraph"),
    ],
)
def test_gaps_are_told_apart(marked: str, expected: str) -> None:
    text, (one, other) = read(marked)
    assert gap(text, one, other) == expected


def test_no_segments_have_no_links() -> None:
    assert link(Document("It rains."), []) == []


def test_segments_without_number_take_time_in_proportion() -> None:
    """No stretch of sources, cues and contents makes linking slow."""
    text = "a " * 20_000
    segments = [
        Segment(2 * i, 2 * i + 1, ("source", "cue", "content")[i * i % 3], 0.9) for i in range(20_000)
    ]
    started = perf_counter()
    link(Document(text), segments)
    assert perf_counter() - started < 5
