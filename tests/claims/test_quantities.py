"""Quantities: what a number says, in which unit, within which bounds, of what."""

from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims.numerals import value_of
from claimwire.claims.quantities import quantities_in
from claimwire.english.document import Document
from claimwire.extract import default_extractor
from claimwire_schemas import Span
from claimwire_schemas.claims import Quantity
from tests.cpu import cpu_s, takes_less
from tests.eval.articles import article_of


def found(text: str) -> tuple[Quantity, ...]:
    return quantities_in(read(text), [Span.of(text, 0, len(text))])


def read(text: str) -> Document:
    return default_extractor().read(article_of(text)).document


def told(one: Quantity) -> tuple[str, float, float, str, str | None, str | None]:
    counted = one.counted.exact if one.counted else None
    return one.span.exact, round(one.low, 3), round(one.high, 3), one.bound, one.unit, counted


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nine", 9),
        ("twenty-eight", 28),
        ("two hundred and five", 205),
        ("a hundred", 100),
        ("six hundred thousand", 600_000),
        ("two million three hundred thousand", 2_300_000),
        ("nine thousand million", 9_000_000_000),
    ],
)
def test_numbers_in_words(words: str, value: int) -> None:
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("text", "exact", "low", "high"),
    [
        ("tens of thousands of marchers", "tens of thousands", 20_000, 99_999),
        ("dozens hurt", "dozens", 24, 99),
        ("scores of homes", "scores", 40, 99),
        ("hundreds of homes", "hundreds", 200, 999),
        ("several hundred sheep", "several hundred", 200, 900),
        ("half a dozen eggs", "half a dozen", 6, 6),
        ("half a million homes", "half a million", 500_000, 500_000),
        ("a million and a half homes", "a million and a half", 1_500_000, 1_500_000),
        ("two and a half million homes", "two and a half million", 2_500_000, 2_500_000),
        ("12,500 homes", "12,500", 12_500, 12_500),
        ("1.2m homes", "1.2m", 1_200_000, 1_200_000),
        ("TRY 3 recipes", "3", 3, 3),
        ("CAD 3 drawings", "3", 3, 3),
        ("three or four homes", "three or four", 3, 4),
        ("20 to 30 homes", "20 to 30", 20, 30),
        ("20-30 homes", "20-30", 20, 30),
        ("2.5 lakh homes", "2.5 lakh", 250_000, 250_000),
        ("3,50,000 homes", "3,50,000", 350_000, 350_000),
        ("1,25,00,000 homes", "1,25,00,000", 12_500_000, 12_500_000),
        ("two lakh forty thousand homes", "two lakh forty thousand", 240_000, 240_000),
        ("3 lakhs of homes", "3 lakhs", 300_000, 300_000),
        ("lakhs of homes", "lakhs", 200_000, 9_999_999),
        ("They sold 2.5 m. homes here.", "2.5 m.", 2_500_000, 2_500_000),
        ("They sold 4 mln homes.", "4 mln", 4_000_000, 4_000_000),
        ("between 20 and 30 homes", "between 20 and 30", 20, 30),
        ("a quarter of a million homes", "a quarter of a million", 250_000, 250_000),
        ("three quarters of a million homes", "three quarters of a million", 750_000, 750_000),
    ],
)
def test_counts(text: str, exact: str, low: float, high: float) -> None:
    (one,) = found(text)
    assert (one.span.exact, one.low, one.high, one.unit) == (exact, low, high, None)


@pytest.mark.parametrize(
    ("text", "exact", "value", "unit"),
    [
        ("up 3.4 per cent", "3.4 per cent", 3.4, "percent"),
        ("up 8%", "8%", 8, "percent"),
        ("down 2.5 percentage points", "2.5 percentage points", 2.5, "percentage_point"),
        ("cut rates by a quarter point", "a quarter point", 0.25, "percentage_point"),
        ("worth $2.1bn", "$2.1bn", 2_100_000_000, "USD"),
        ("stole £400,000", "£400,000", 400_000, "GBP"),
        ("lent €3 million", "€3 million", 3_000_000, "EUR"),
        ("cost A$5", "A$5", 5, "AUD"),
        ("five lakh rupees", "five lakh rupees", 500_000, "INR"),
        ("a fee of Rs 1,45,000", "Rs 1,45,000", 145_000, "INR"),
        ("Rs.3.5 lakh in cash", "Rs.3.5 lakh", 350_000, "INR"),
        ("₹ 20 crore", "₹ 20 crore", 200_000_000, "INR"),
        ("Rs 1.5 lakh crore", "Rs 1.5 lakh crore", 1_500_000_000_000, "INR"),
        ("3 crores of rupees", "3 crores of rupees", 30_000_000, "INR"),
        ("US$ 40 million", "US$ 40 million", 40_000_000, "USD"),
        ("RM30", "RM30", 30, "MYR"),
        ("SGD 1.2bn", "SGD 1.2bn", 1_200_000_000, "SGD"),
        ("a CHF\u00a0200 fee", "CHF\u00a0200", 200, "CHF"),
        ("EUR4bn", "EUR4bn", 4_000_000_000, "EUR"),
        ("a Rs 40 cr loan", "Rs 40 cr", 400_000_000, "INR"),
        ("earned £2.5 m. from rents", "£2.5 m.", 2_500_000, "GBP"),
        ("a $4B fund", "$4B", 4_000_000_000, "USD"),
        ("up 30 p.c. on the year", "30 p.c.", 30, "percent"),
        ("up 25 bps", "25 bps", 25, "basis_point"),
        ("it is 60 m long", "60 m", 60, "metre"),
        ("at the age of 12", "12", 12, "year"),
        ("a man aged 60", "60", 60, "year"),
        ("She is 34 years of age.", "34 years of age", 34, "year"),
        ("the 34-yr-old", "34-yr-old", 34, "year"),
        ("ten pence", "ten pence", 10, "penny"),
        ("1.2m tonnes", "1.2m tonnes", 1_200_000, "tonne"),
        ("a 60-metre boat", "60-metre", 60, "metre"),
        ("60m high", "60m", 60, "metre"),
        ("half an hour", "half an hour", 0.5, "hour"),
        ("the 34-year-old", "34-year-old", 34, "year"),
        ("Ann Breck, 58, denies it", "58", 58, "year"),
        ("his daughter, seven, knows", "seven", 7, "year"),
        ("She was 97.", "97", 97, "year"),
        ("for four weeks' rest", "four weeks'", 4, "week"),
        ("85 mph winds", "85 mph", 85, "mile_per_hour"),
        ("half of it", "half", 0.5, "fraction"),
        ("by a third", "a third", 0.333, "fraction"),
        ("two-thirds agreed", "two-thirds", 0.667, "fraction"),
        ("one in five agreed", "one in five", 0.2, "fraction"),
        ("nine out of ten agreed", "nine out of ten", 0.9, "fraction"),
    ],
)
def test_units(text: str, exact: str, value: float, unit: str) -> None:
    (one,) = found(text)
    assert (one.span.exact, round(one.low, 3), round(one.high, 3), one.unit) == (exact, value, value, unit)


@pytest.mark.parametrize(
    ("text", "exact", "bound"),
    [
        ("more than 40 died", "more than 40", "more_than"),
        ("over £40", "over £40", "more_than"),
        ("over four years", "four years", "exactly"),
        ("fewer than 40 died", "fewer than 40", "less_than"),
        ("at least fourteen died", "at least fourteen", "at_least"),
        ("40 or more died", "40 or more", "at_least"),
        ("up to 30%", "up to 30%", "at_most"),
        ("no more than 40 died", "no more than 40", "at_most"),
        ("about 40 died", "about 40", "about"),
        ("40 or so died", "40 or so", "about"),
        ("Some 40 died", "Some 40", "about"),
        ("approx. 40 died", "approx. 40", "about"),
        ("It cost ~40 euros", "~40 euros", "about"),
        ("c. 40 homes", "c. 40", "about"),
        ("it killed 40", "40", "exactly"),
    ],
)
def test_bounds(text: str, exact: str, bound: str) -> None:
    (one,) = found(text)
    assert (one.span.exact, one.bound) == (exact, bound)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("48 Norran soldiers and state clerks in Tarn", ["Norran soldiers and state clerks"]),
        ("48 soldiers and a dog", ["soldiers"]),
        ("Nine lorries and dozens of cars burned.", ["lorries", "cars"]),
        ("They hired 300 more nurses.", ["nurses"]),
        ("The council closed 12 Elm Street shops.", ["Elm Street shops"]),
        ("nine people died", ["people"]),
        ("nine died in raids", [None]),
        ("one armed guard died", ["armed guard"]),
        ("tens of thousands of Norran marchers sang", ["Norran marchers"]),
        ("eleven of the sixty polling stations", ["polling stations", "polling stations"]),
        ("one of the two boats", ["boats", "boats"]),
        ("40 per cent of voters stayed", ["voters"]),
        ("half the voters stayed", ["voters"]),
        ("one passenger in eight", ["passenger"]),
        ("1.2m tonnes of grain", ["grain"]),
        ("“at least three” children", ["children"]),
        ("12 sports teams played", ["sports teams"]),
    ],
)
def test_what_is_counted(text: str, counted: list[str | None]) -> None:
    assert [one.counted.exact if one.counted else None for one in found(text)] == counted


@pytest.mark.parametrize(
    "text",
    [
        "in 2003",
        "the 2016 election",
        "on 3 March 2014",
        "two years ago",
        "in the past six months",
        "at 7.20am",
        "at 06:40",
        "at 18:00 GMT",
        "at six",
        "won 2-1",
        "a 5-4 vote",
        "call 020 7946 0123",
        "the 21st floor",
        "the twenty-first floor",
        "a third man",
        "the second half",
        "one says so",
        "the one who left",
        "one day he left",
        "one of the best towns",
        "Flight 370",
        "Flight 88 was lost",
        "No. 7 said so",
        "see fig. 3",
        "its test scores rose",
        "the phase one trial began",
        "they flew the Boeing 737 home",
        "an Airbus A350-1000",
        "Windows 11 sold well",
        "the winter of 2024-25",
        "shut until at least 2031",
        "on 14.06.2012",
        "in the 78th minute",
        "scored at 90+3",
        "beat them 3-0",
        "a 2-3 defeat",
        "won 21–14",
        "Article 5",
        "Articles 5, 6 and 7",
        "It was shut between junctions 12 and 14.",
        "He lives at 41 Harbour Road.",
        "the house at 2210 N. Mill Lane, police said",
        "He sold 12 High Street.",
        "Police raided 41 Harbour Road and 43 Harbour Road.",
        "Days 3 and 4 are free.",
        "Rooms 5 to 7 were searched.",
        "In Week 12 the river rose.",
        "an F-16",
        "Covid-19",
        "a two-way road",
        "24/7",
        "9" * 400,
    ],
)
def test_no_quantity(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Within days 40 died.", ["40"]),
        ("In two weeks 14 were shot.", ["two weeks", "14"]),
        ("In weeks 300 fled.", ["300"]),
        ("At two stations 40 were held.", ["two", "40"]),
        ("In two days 12 and 14 were killed.", ["two days", "12", "14"]),
        ("Over the games 12 were sent off.", ["12"]),
    ],
)
def test_one_number_behind_a_plural_is_not_its_name(text: str, numbers: list[str]) -> None:
    assert [one.span.exact for one in found(text)] == numbers


@pytest.mark.parametrize(
    "text", ["He sold 12 High Street shops.", "It is 40 Fleet Street reporters.", "12 High Court judges sat."]
)
def test_a_number_of_things_named_for_a_street_is_no_address(text: str) -> None:
    (one,) = found(text)
    assert one.counted


@pytest.mark.parametrize(
    ("text", "exact", "low", "high"),
    [
        ("people aged between 18 and 34", "between 18 and 34", 18, 34),
        ("children aged 5 to 11", "5 to 11", 5, 11),
    ],
)
def test_a_range_of_ages(text: str, exact: str, low: float, high: float) -> None:
    assert [told(one) for one in found(text)] == [(exact, low, high, "exactly", "year", None)]


def test_scores_count_where_they_are_of_something_or_suffer() -> None:
    assert [told(one)[:3] for one in found("Scores were hurt and scores of homes burned.")] == [
        ("Scores", 40, 99),
        ("scores", 40, 99),
    ]


def test_a_bare_number_goes_on_in_per_cent() -> None:
    assert [told(one) for one in found("The Reds have 43 per cent and the Harbour Greens 39.")] == [
        ("43 per cent", 43, 43, "exactly", "percent", None),
        ("39", 39, 39, "exactly", "percent", None),
    ]


@pytest.mark.parametrize(
    ("text", "exact", "low", "high", "unit"),
    [
        ("Damage was put at $3-4bn.", "$3-4bn", 3e9, 4e9, "USD"),
        ("It will cost £2m-£3m.", "£2m-£3m", 2e6, 3e6, "GBP"),
        ("The fine is €5 to 6 million.", "€5 to 6 million", 5e6, 6e6, "EUR"),
    ],
)
def test_a_range_of_money(text: str, exact: str, low: float, high: float, unit: str) -> None:
    assert [told(one) for one in found(text)] == [(exact, low, high, "exactly", unit, None)]


def test_a_number_after_one_name_counts() -> None:
    assert [told(one)[0] for one in found("On Flight 88, 12 died.")] == ["12"]


def test_a_change_is_two_quantities() -> None:
    assert [one.low for one in found("It fell from $74 to $68.")] == [74, 68]


def test_a_range_takes_the_magnitude_of_its_end() -> None:
    assert [told(one) for one in found("3 to 4 million barrels")] == [
        ("3 to 4 million barrels", 3_000_000, 4_000_000, "exactly", "barrel", None)
    ]


def test_only_the_spans_are_read() -> None:
    text = "Two said four of six left, and ten came."
    spans = [Span.of(text, 9, 25), Span.of(text, 31, 39)]
    assert [one.span.exact for one in quantities_in(read(text), spans)] == ["four", "six", "ten"]


PIECES = [
    "nine",
    " ",
    "12",
    "-",
    ",",
    ".",
    "%",
    "$",
    "m",
    " million",
    " of",
    " and",
    " half",
    "\n",
    "’",
    "“",
    " km",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
def test_spans_hold_in_any_text(text: str) -> None:
    for one in found(text) if text else ():
        assert text[one.span.start : one.span.end] == one.span.exact
        assert one.low <= one.high
        assert one.counted is None or text[one.counted.start : one.counted.end] == one.counted.exact


@pytest.mark.parametrize(
    "unit",
    ["9 ", "nine ", "one hundred and ", "a ", "$", "9-", "9,", "of ", "half a ", "x", "\n", "tens of "],
)
def test_work_grows_with_the_length(unit: str) -> None:
    """Four times the text takes less than eleven times as long: squares would take sixteen."""
    texts = [unit * (48_000 // len(unit)), unit * (12_000 // len(unit))]
    longer, shorter = (
        partial(cpu_s, partial(quantities_in, Document(text), [Span.of(text, 0, len(text))]))
        for text in texts
    )
    assert takes_less(longer, shorter, times=11)


def test_order_is_that_of_the_text() -> None:
    words = ["nine men", "12 km", "$5", "half of it", "two or three boats"] * 3
    random.Random(5).shuffle(words)
    places = [one.span.start for one in found("; ".join(words))]
    assert places == sorted(places)
    assert len(places) == len(words)
