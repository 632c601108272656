"""Content is direct, indirect or mixed by the share of it that stands in quotation marks."""

from __future__ import annotations

import pytest

from claimwire.english.quotations import find_quotations
from claimwire.extract.kinds import Quoted
from claimwire_schemas import Span
from tests.extract.marked import read


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("She said {X:“it rains”}.", "direct"),
        ("{X:‘It’s raining,’} she said, {X:‘again.’}", "direct"),
        ("She said {X:it rains}.", "indirect"),
        ("“No,” she said, adding {X:that it rains}.", "indirect"),
        ("She said {X:it was “a flood”}.", "mixed"),
        ("{X:It rains,} she said, {X:“and it pours.”}", "mixed"),
    ],
)
def test_kind(marked: str, kind: str) -> None:
    text, segments = read(marked)
    spans = [Span.of(text, segment.start, segment.end) for segment in segments]
    assert Quoted(text, find_quotations(text)).kind(spans) == kind
