"""Marks, plots and wording: pure functions behind the pages."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.linear import linear
from claimwire.data import read_json
from claimwire.desk import wording
from claimwire.desk.marks import Change, Mark, Piece, compare, cut
from claimwire.desk.plots import by_day, by_hour
from claimwire.store.doubts import is_open
from claimwire.store.rows import ArticleRow, ClaimRow, claim_rows
from claimwire_schemas import Quantity
from tests.builders import a_claim, an_article, span
from tests.store.articles import Said, enriched

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def test_overlapping_marks_become_pieces() -> None:
    marks = [Mark(0, 8, "content", 1), Mark(4, 6, "content", 2), Mark(6, 10, "cue", 1)]
    assert cut("abcdefghijkl", [(0, 5), (5, 12)], marks) == [
        [Piece("abcd", ("content",), 1), Piece("e", ("content",), 2)],
        [
            Piece("f", ("content",), 2),
            Piece("gh", ("content", "cue"), 1),
            Piece("ij", ("cue",), 1),
            Piece("kl", (), None),
        ],
    ]


def test_large_numbers_are_written_out() -> None:
    words = span(an_article(), "Nobody was inside")
    number = Quantity(span=words, low=275e9, high=275e9, bound="about", unit="USD", counted=None)
    found = {fact.name: fact.text for fact in wording.facts(a_claim(quantities=(number,)))}
    assert found["Numbers"] == "Nobody was inside = about 275,000,000,000 USD"


spans = st.tuples(st.integers(0, 30), st.integers(1, 10))


@given(st.text(min_size=40, max_size=40), st.lists(spans), st.lists(st.integers(0, 40), max_size=8))
def test_pieces_are_the_text(text: str, places: list[tuple[int, int]], edges: list[int]) -> None:
    cuts = sorted({*edges})
    blocks = list(zip(cuts[::2], cuts[1::2], strict=False))
    marks = [Mark(start, start + size, "content", n) for n, (start, size) in enumerate(places, start=1)]
    pieces = cut(text, blocks, marks)
    assert ["".join(one.text for one in some) for some in pieces] == [text[a:b] for a, b in blocks]
    marked = sum(len(one.text) for some in pieces for one in some if one.kinds)
    inside = {at for mark in marks for at in range(mark.start, mark.end)}
    assert marked == sum(at in inside for a, b in blocks for at in range(a, b))


def test_texts_are_compared_by_words() -> None:
    assert compare("It will close in May", "It will close in June 2027") == [
        Change("It will close in", "same"),
        Change("May", "dropped"),
        Change("June 2027", "added"),
    ]
    assert compare("", "new") == [Change("new", "added")]


def test_long_texts_are_not_compared_by_words() -> None:
    one, other = "a " * 400, "b " * 400
    assert compare(one, other) == [Change(one, "dropped"), Change(other, "added")]


def test_a_plot_has_a_bar_for_each_hour_with_claims() -> None:
    hour = int(NOW.timestamp()) // 3600
    plot = by_hour({str(hour): 40, str(hour - 1): 1, str(hour - 100): 7}, now=NOW)
    assert [(bar.label, bar.height) for bar in plot.bars] == [
        ("4 Mar, 08:00: 1", 2),
        ("4 Mar, 09:00: 40", 56),
    ]
    assert plot.summary == "41 claims; peak 40 at 4 Mar, 09:00"
    assert all(bar.x + bar.width <= plot.width and bar.y + bar.height <= plot.height for bar in plot.bars)


def test_a_plot_of_nothing_says_so() -> None:
    plot = by_day({}, now=NOW)
    assert (plot.bars, plot.summary, plot.first, plot.last) == ((), "0 claims", "3 Feb", "4 Mar")


def row(**record: object) -> ClaimRow:
    article = enriched(1, Said("They will close it"))
    made = claim_rows(article, ArticleRow.of(article, position=2, day=20260304))[0]
    return replace(made, record=orjson.dumps({**orjson.loads(made.record), **record}).decode())


def test_open_words_make_a_claim_need_its_context() -> None:
    """Whatever an extractor tells beside the record's fields of today."""
    told = row(open=[{"start": 3, "end": 7, "exact": "They"}], standalone=False)
    assert (is_open(told), wording.open_spans(told)) == (True, [(3, 7)])
    assert (is_open(row()), wording.open_spans(row())) == (False, [])


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//[", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:  # noqa: FBT001
    assert wording.web_url(url) == (url if linked else None)


def test_the_examples_hold() -> None:
    assert doctest.testmod(wording).failed == 0


def test_a_reason_to_check_a_claim_is_words_or_nothing() -> None:
    """Whatever the model may name: no feature's own name is shown."""
    reasons = {name: wording.worth_reason(name) for name in linear("claimwire.claims.labels", "worth").names}
    assert [one for one in reasons.values() if set("=+:_<") & set(one.strip("“”"))] == []
    told = set(filter(None, reasons.values()))
    used = {text for name, text in read_json("claimwire.desk", "worth.json", dict[str, str]).items()}
    assert used <= told
    assert {wording.worth_reason(name) for name in ("base", "others", "vectors", "head_tag=VERB")} == {""}
