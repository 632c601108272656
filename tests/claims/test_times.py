"""Times: the days that the words of a text mean, counted from its publication."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.days import moved, nearest, stretch_of
from claimwire.claims.times import day_of, times_in
from claimwire_schemas import Publication, Span
from claimwire_schemas.claims import Time
from tests.cpu import cpu_s, takes_less

PUBLISHED = Publication(
    at=datetime(2019, 10, 16, 8, 30, tzinfo=UTC), utc_offset=None, precision="second", origin="raw"
)
"""A Wednesday."""


def found(text: str, published: Publication | None = PUBLISHED) -> tuple[Time, ...]:
    return times_in(text, [Span.of(text, 0, len(text))], published)


@pytest.mark.parametrize(
    ("text", "exact", "days"),
    [
        ("It rained yesterday.", "yesterday", "2019-10-15"),
        ("It rained last night.", "last night", "2019-10-15"),
        ("It rains today.", "today", "2019-10-16"),
        ("It will rain tomorrow morning.", "tomorrow morning", "2019-10-17"),
        ("It rained on Monday.", "on Monday", "2019-10-14"),
        ("It rained on Wednesday.", "on Wednesday", "2019-10-16"),
        ("It rained on Thursday night.", "on Thursday night", "2019-10-10"),
        ("It will rain on Thursday.", "on Thursday", "2019-10-17"),
        ("On Monday it will rain.", "On Monday", "2019-10-21"),
        ("They plan to march on Friday.", "on Friday", "2019-10-18"),
        ("The panel meets on Friday.", "on Friday", "2019-10-18"),
        ("He said on Monday it would rain.", "on Monday", "2019-10-14"),
        ("It rained last Wednesday.", "last Wednesday", "2019-10-09"),
        ("It rains next Wednesday.", "next Wednesday", "2019-10-23"),
        ("It rained on Monday last week.", "on Monday last week", "2019-10-07"),
        ("Monday’s raid", "Monday", "2019-10-14"),
        ("After Monday’s raid", "Monday", "2019-10-14"),
        ("It rained on 3 March 2014.", "on 3 March 2014", "2014-03-03"),
        ("It rained on March 3, 2014.", "on March 3, 2014", "2014-03-03"),
        ("It rained on 2014-03-03.", "on 2014-03-03", "2014-03-03"),
        ("It rained on 3.4.2014.", "on 3.4.2014", "2014-04-03"),
        ("It rained on 03.04.14.", "on 03.04.14", "2014-04-03"),
        ("It rained on 25/4/2014.", "on 25/4/2014", "2014-04-25"),
        ("It rained on Sept. 9.", "on Sept. 9", "2019-09-09"),
        ("They meet on Nov 2.", "on Nov 2", "2019-11-02"),
        ("It will close by Christmas 2020.", "by Christmas 2020", "… 2020-12-25"),
        ("It rained two days ago.", "two days ago", "2019-10-14"),
    ],
)
def test_one_day(text: str, exact: str, days: str) -> None:
    (one,) = found(text)
    first, _, last = days.rpartition(" ")
    assert (one.span.exact, one.first_day, one.last_day) == (exact, None if first else last, last)


@pytest.mark.parametrize(
    ("text", "exact", "first", "last"),
    [
        ("It rained last week.", "last week", "2019-10-07", "2019-10-13"),
        ("It rains this week.", "this week", "2019-10-14", "2019-10-20"),
        ("It will be handed in next week.", "next week", "2019-10-21", "2019-10-27"),
        ("It rained at the weekend.", "at the weekend", "2019-10-12", "2019-10-13"),
        ("It will rain at the weekend.", "at the weekend", "2019-10-19", "2019-10-20"),
        ("It rained last month.", "last month", "2019-09-01", "2019-09-30"),
        ("It rained earlier this month.", "earlier this month", "2019-10-01", "2019-10-16"),
        ("It opens later this year.", "later this year", "2019-10-16", "2019-12-31"),
        ("It rained last year.", "last year", "2018-01-01", "2018-12-31"),
        ("It rained in December 2011.", "in December 2011", "2011-12-01", "2011-12-31"),
        ("It rained in December.", "in December", "2018-12-01", "2018-12-31"),
        ("It will rain in December.", "in December", "2019-12-01", "2019-12-31"),
        ("It rained in June last year.", "in June last year", "2018-06-01", "2018-06-30"),
        ("It rained in 2003.", "in 2003", "2003-01-01", "2003-12-31"),
        ("the 2016 vote", "2016", "2016-01-01", "2016-12-31"),
        ("It peaked in 2006-2007.", "in 2006-2007", "2006-01-01", "2007-12-31"),
        ("It peaked in 2006–07.", "in 2006–07", "2006-01-01", "2007-12-31"),
        ("between 2006 and 2008", "between 2006 and 2008", "2006-01-01", "2008-12-31"),
        ("from 2006 to 2008", "from 2006 to 2008", "2006-01-01", "2008-12-31"),
        ("in the 1990s", "in the 1990s", "1990-01-01", "1999-12-31"),
        ("the 16th to 18th centuries", "16th to 18th centuries", "1501-01-01", "1800-12-31"),
        ("from the 16th to 18th centuries", "from the 16th to 18th centuries", "1501-01-01", "1800-12-31"),
        ("the second quarter of 2014", "the second quarter of 2014", "2014-04-01", "2014-06-30"),
        ("It rained last summer.", "last summer", "2019-06-01", "2019-08-31"),
        ("It opens next spring.", "next spring", "2020-03-01", "2020-05-31"),
        ("in the winter of 2014", "in the winter of 2014", "2014-12-01", "2015-02-28"),
        ("in the winter of 2014-15", "in the winter of 2014-15", "2014-12-01", "2015-02-28"),
        ("in the summer of 2014/15", "in the summer of 2014/15", "2014-06-01", "2015-08-31"),
        ("It has rained since about 2012.", "since about 2012", "2012-01-01", "2019-10-16"),
        ("It is shut until at least 2031.", "until at least 2031", None, "2031-12-31"),
        ("It rained two years ago.", "two years ago", "2017-01-01", "2017-12-31"),
        ("for the past six months", "for the past six months", "2019-04-16", "2019-10-16"),
        ("over the last year", "over the last year", "2018-10-16", "2019-10-16"),
        ("in the next ten days", "in the next ten days", "2019-10-16", "2019-10-26"),
        ("Since December it has rained.", "Since December", "2018-12-01", "2019-10-16"),
        ("It rained from 3-5 March.", "from 3-5 March", "2019-03-03", "2019-03-05"),
        ("It rained from 3 to 5 March.", "from 3 to 5 March", "2019-03-03", "2019-03-05"),
        ("It rained between 3 and 12 March.", "between 3 and 12 March", "2019-03-03", "2019-03-12"),
        ("Sales fell in Q2 2014.", "in Q2 2014", "2014-04-01", "2014-06-30"),
        ("H2 of 2014 was dry.", "H2 of 2014", "2014-07-01", "2014-12-31"),
        ("It will be shut until Saturday.", "until Saturday", None, "2019-10-19"),
        ("It will close by March.", "by March", None, "2020-03-31"),
        ("It will close by the end of the year.", "by the end of the year", None, "2019-12-31"),
        ("It will sink before 2050.", "before 2050", None, "2049-12-31"),
        ("It sank after 2005.", "after 2005", "2006-01-01", None),
    ],
)
def test_a_stretch(text: str, exact: str, first: str | None, last: str | None) -> None:
    (one,) = found(text)
    assert (one.span.exact, one.first_day, one.last_day) == (exact, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "a year earlier",
        "three days later",
        "in recent weeks",
        "years ago",
        "in the coming days",
        "on Wednesdays",
        "on 3/4/2014",
    ],
)
def test_vague_words_have_no_days(text: str) -> None:
    (one,) = found(text)
    assert (one.span.exact, one.first_day, one.last_day) == (text, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain and we march.",
        "May Thorne left.",
        "the Sunday Courier",
        "on Good Friday",
        "2000 people",
        "more than 2010 votes",
        "2010 km",
        "$2010",
        "It will last fourteen days.",
        "20 years in prison",
        "at 7.20am",
        "a fall of snow",
        "the week was long",
        "31 August" + "us",
        "The walls were built for the last century.",
        "a force designed for the last decade",
    ],
)
def test_no_time(text: str) -> None:
    assert found(text) == ()


def test_without_publication_only_dates_with_their_year_have_days() -> None:
    text = "on Monday, in 2003, in May, since 2011, 4 June 2012"
    assert [(one.first_day, one.last_day) for one in found(text, None)] == [
        (None, None),
        ("2003-01-01", "2003-12-31"),
        (None, None),
        ("2011-01-01", None),
        ("2012-06-04", "2012-06-04"),
    ]


def test_days_that_are_none_are_untold() -> None:
    assert [one.first_day for one in found("on 31 February 2014; 9000 years ago")] == [None, None]


@pytest.mark.parametrize(("offset", "day"), [("+05:30", 2), ("-05:00", 1), (None, 1)])
def test_the_day_is_that_of_the_place_of_publication(offset: str | None, day: int) -> None:
    at = datetime(2020, 1, 1, 20, tzinfo=UTC)
    one = Publication(at=at, utc_offset=offset, precision="second", origin="raw")
    assert day_of(one) == date(2020, 1, day)


def test_days_at_the_edges_of_months_and_years() -> None:
    assert moved(date(2020, 3, 31), "month", -1) == date(2020, 2, 29)
    assert nearest(date(2020, 1, 2), 12, 30) == date(2019, 12, 30)
    assert stretch_of("month", date(2020, 12, 5), 1) == (date(2021, 1, 1), date(2021, 1, 31))
    assert stretch_of("century", date(2000, 5, 5)) == (date(1901, 1, 1), date(2000, 12, 31))


def test_only_the_spans_are_read() -> None:
    text = "In 2003 he said in 2005 that in 2007 it rained."
    spans = [Span.of(text, 24, 36), Span.of(text, 36, len(text))]
    assert [one.span.exact for one in times_in(text, spans, None)] == ["in 2007"]


PIECES = [
    "on ",
    "since ",
    "last ",
    "Monday",
    "March",
    "May",
    "12",
    "2014",
    " ",
    ",",
    "the ",
    "end of ",
    "week",
    "-",
    "9",
    " ago",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80), st.booleans())
def test_spans_hold_in_any_text(text: str, known: bool) -> None:  # noqa: FBT001
    for one in found(text, PUBLISHED if known else None) if text else ():
        assert text[one.span.start : one.span.end] == one.span.exact
        assert one.first_day is None or one.last_day is None or one.first_day <= one.last_day


@given(
    st.datetimes(),
    st.sampled_from(["last century", "next decade", "since 2010", "900 years ago", "next winter"]),
)
def test_any_publication_is_borne(at: datetime, words: str) -> None:
    published = Publication(at=at.replace(tzinfo=UTC), utc_offset="-12:00", precision="day", origin="raw")
    assert len(found(words, published)) == 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It will fly on Friday. When? she was asked. “Friday.”", ["2019-10-18", "2019-10-18"]),
        ("It will fly on Friday, she said. “Friday!”\n\n“Friday.”", ["2019-10-18"] * 3),
        ("It flew on Friday. She had one word. “Friday.”", ["2019-10-11", "2019-10-11"]),
        ("It will fly on Friday. “Monday.”", ["2019-10-18", "2019-10-14"]),
        ("It will fly on Friday. “Friday was wet.”", ["2019-10-18", "2019-10-11"]),
    ],
)
def test_a_weekday_that_stands_alone_is_the_one_named_before(text: str, days: list[str]) -> None:
    assert [one.first_day for one in found(text)] == days


@pytest.mark.parametrize(
    "unit",
    ["“Friday.” ", "on ", "Monday ", "2014-", "the end of ", "last ", "March 3 ", "9 ", "in 2014, ", "x"],
)
def test_work_grows_with_the_length(unit: str) -> None:
    """Four times the text takes less than eleven times as long: squares would take sixteen."""
    short, long = unit * (12_000 // len(unit)), unit * (48_000 // len(unit))
    longer, shorter = (partial(cpu_s, partial(found, text)) for text in (long, short))
    assert takes_less(longer, shorter, times=11)
