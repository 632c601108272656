"""Segments take the exact edges of quotations, and lose loose ends."""

from __future__ import annotations

import pytest

from pipeline.extract.quotes import find_quotations
from pipeline.extract.settle import settle
from tests.extract.marked import read, write

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
