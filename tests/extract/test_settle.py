"""Segments take the exact edges of quotations, and lose loose ends."""

from __future__ import annotations

import re

import pytest

from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations
from claimwire.extract.linker import link
from claimwire.extract.records import attributions_of
from claimwire.extract.segments import Segment
from claimwire.extract.settle import settle
from tests.eval.articles import article_of
from tests.extract.marked import plain, read, write

CASES = [
    (
        "marks are taken in",
        "“{X:We will rebuild the pier},” she said.",
        "{X:“We will rebuild the pier,”} she said.",
    ),
    (
        "a quotation cut short is whole",
        "“{X:We will rebuild} it”, she said.",
        "{X:“We will rebuild it”}, she said.",
    ),
    (
        "two parts of one quotation join",
        "“{X:We will.} {X:We must.}” she said.",
        "{X:“We will. We must.”} she said.",
    ),
    (
        "a quotation that is mostly not content stays as it is",
        "“We will rebuild the pier, he {C:said} {X:today}”",
        "“We will rebuild the pier, he {C:said} {X:today}”",
    ),
    (
        "a reopened quotation is one content",
        "{X:“One.}\n\n{X:“Two},” {S:she} {C:said}.",
        "{X:“One.\n\n“Two,”} {S:she} {C:said}.",
    ),
    (
        "two quotations are two contents",
        "{X:“One.”}\n\n{X:“Two},” {S:she} {C:said}.",
        "{X:“One.”}\n\n{X:“Two,”} {S:she} {C:said}.",
    ),
    (
        "a closing mark of the quotation before is not taken",
        "{X:“One.}{X:”\n\n“Two,”} she said.",
        "{X:“One.”}\n\n{X:“Two,”} she said.",
    ),
    (
        "a headline is not part of the quotation below",
        "{X:Rain\n\n“Rain,”} he said.",
        "{X:Rain}\n\n{X:“Rain,”} he said.",
    ),
    ("an opening mark without its quotation is left", "It was “{X:no} more than a very large fish”.", None),
    ("commas and dashes fall off", "{X:it rains, }{S:she}{C: said –}", "{X:it rains}, {S:she} {C:said} –"),
    (
        "a time is not cut in two",
        "{S:They} {C:claimed} {X:the raid near Orst last} week, {C:saying} {X:it was over}.",
        "{S:They} {C:claimed} {X:the raid near Orst last week}, {C:saying} {X:it was over}.",
    ),
    (
        "what comes before a source is not content",
        "{X:She} {C:was accused of} {X:fraud by} {S:her deputy}.",
        "{X:She} {C:was accused of} {X:fraud} by {S:her deputy}.",
    ),
    (
        "what is finished stays",
        "{X:It rained at last} on Sunday, {X:the} {X:‘no’}, {S:she} {C:said}.",
        "{X:It rained at last} on Sunday, {X:the} {X:‘no’}, {S:she} {C:said}.",
    ),
    ("quotation inside indirect speech", "{X:that it was “a lie”}.", None),
    ("a colon is a cue", "{S:Vane}{C::} {X:it rains}", None),
    ("a lone mark is nothing", "She said {X:“}", "She said “"),
]


@pytest.mark.parametrize(
    ("marked", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_edges_are_settled(marked: str, expected: str | None) -> None:
    text, segments = read(marked)
    assert write(text, settle(text, segments, find_quotations(text))) == (expected or marked)


QUOTATIONS = [
    "“We will rebuild the old pier,”",
    '"We will rebuild the old pier,"',
    "‘We will rebuild the old pier,’",
    "'We will rebuild the old pier,'",
    "«We will rebuild the old pier»",
    "»We will rebuild the old pier«",
    "« We will rebuild the old pier »",
    "„We will rebuild the old pier“",
    "„We will rebuild the old pier”",
    "``We will rebuild the old pier,''",
    "‘The dogs’ home won’t take ’em any more,’",
    "'The dogs' home won't take 'em any more,'",
    "‘It was all rock ’n’ roll in the ’90s, wasn’t it?’",
    "“He told us ‘no’ and then ‘maybe’ and left,”",
    '\'He told us "no" and then "maybe" and left,\'',
]


@pytest.mark.parametrize("quotation", QUOTATIONS)
@pytest.mark.parametrize(
    "frame", ["{} she said.", "She said: {}", "Nobody believed ({}) it.", "It was {}—or not."]
)
def test_an_edge_a_mark_or_a_word_off_is_put_right(quotation: str, frame: str) -> None:
    text = frame.format(quotation)
    start = text.index(quotation)
    end = start + len(quotation)
    words = [match.span() for match in re.finditer(r"\w+(?:[’']\w+)*", text) if start <= match.start() < end]
    quotations = find_quotations(text)
    for first in {start, start + 1, words[0][0], words[1][0]}:
        for last in {end, end - 1, words[-1][1], words[-2][1]}:
            [settled] = settle(text, [Segment(first, last, "content", 0.9)], quotations)
            assert text[settled.start : settled.end] == quotation


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("“{X:We will rebuild the pier,} she said.", "“{X:We will rebuild the pier}, she said."),
        ("{X:We will rebuild the pier,”} she said.", "{X:We will rebuild the pier,”} she said."),
        (
            "The boys’ coach said {X:the dogs’ home is full}.",
            "The boys’ coach said {X:the dogs’ home is full}.",
        ),
    ],
)
def test_a_mark_without_its_partner_takes_nothing_in(marked: str, expected: str) -> None:
    text, segments = read(marked)
    assert write(text, settle(text, segments, find_quotations(text))) == expected


def test_a_quotation_over_three_paragraphs_is_one_content_with_a_span_in_each() -> None:
    text, segments = read(
        "{X:“The pier is closed.}\n\n{X:“It was never safe.}\n\n{X:“We will pull it down},” {S:she} {C:said}."
    )
    quotations = find_quotations(text)
    links = link(plain(text), settle(text, segments, quotations))
    document = Document(text, quotations=tuple(quotations))
    [one] = attributions_of(article_of(text), links, document, extractor="test")
    assert [span.exact for span in one.content] == [
        "“The pier is closed.",
        "“It was never safe.",
        "“We will pull it down,”",
    ]
    assert one.kind == "direct"


@pytest.mark.parametrize(
    ("marked", "contents"),
    [
        ("{X:“It rains},” {S:she} {C:said}, {X:“and it pours}.”", ["“It rains,”", "“and it pours.”"]),
        ("{X:“It rains},” {S:she} {C:said}. {X:“It pours}.”", ["“It rains,”", "“It pours.”"]),
        ("{X:‘It rains},’ {C:said} {S:Ada Vane}. {X:‘It pours}.’", ["‘It rains,’", "‘It pours.’"]),
    ],
)
def test_a_split_quotation_is_one_attribution(marked: str, contents: list[str]) -> None:
    text, segments = read(marked)
    quotations = find_quotations(text)
    [one] = link(plain(text), settle(text, segments, quotations))
    assert [text[part.start : part.end] for part in one.content] == contents


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{X:‘We were robbed’: coach}\n\nIt rains.", "{X:‘We were robbed’}{C::} {S:coach}\n\nIt rains."),
        ("“No more money” — harbour minister", "{X:“No more money”} {C:—} {S:harbour minister}"),
        ("“No more money”: the minister left.", "“No more money”: the minister left."),
        ("It rains.\n\n“No more money”: coach", "It rains.\n\n“No more money”: coach"),
    ],
)
def test_a_headline_that_names_its_speaker_last_is_an_attribution(marked: str, expected: str) -> None:
    text, segments = read(marked)
    settled = settle(text, segments, find_quotations(text))
    assert write(text, settled) == expected
    assert len(link(plain(text), settled)) == ("{C:" in expected)
