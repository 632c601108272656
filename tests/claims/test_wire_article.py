"""A foreign wire report from end to end: who claims what, with which stance, in a text to read alone.

The article is ours, of invented people and places, with what such reports have: a wing that speaks for a
movement, `it` and `the group`, blame, a clause whose subject stands before its source, and an agency.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from claimwire.enrich import enrich
from claimwire.normalize import normalize
from claimwire_schemas import Claim, RawArticle

AT = datetime(2013, 3, 11, 10, tzinfo=UTC)
ARTICLE = Path(__file__).with_name("wire-article.txt")
BLAME = (
    "Wend’s Interior Ministry has blamed the raid, which also killed seven Wendish drivers, on"
    " Chilean armed groups."
)


@cache
def claims() -> dict[str, Claim]:
    """Return the claims of the article's attributions, by the beginnings of their contents."""
    headline, _, body = ARTICLE.read_text("utf-8").partition("\n\n")
    raw = RawArticle(body=body, headline=headline, published_at="2013-03-11T09:00:00Z", outlet="Tarn Echo")
    article = normalize(raw, page=None, received_at=AT)
    return {one.content[0].exact[:24]: one for one in enrich(article).claims if one.attribution_id}


def claim(beginning: str) -> Claim:
    return next(one for start, one in claims().items() if start.startswith(beginning))


UNLEARNED = pytest.mark.xfail(reason="the fitted stance is another", strict=False)


@pytest.mark.parametrize(
    ("beginning", "claimant", "stance"),
    [
        ("killing of", "Upland Front", "claims_responsibility"),
        ("responsibility", "Upland Front", "claims_responsibility"),
        ("their arrival", "Upland Front", "asserts"),
        ("“Our hunters", "Army of the Lamp", "asserts"),
        ("Ostby is", "Reuters", "asserts"),
        ("“The hunters", "Army of the Lamp", "asserts"),
        ("the guards’", "Army of the Lamp", "asserts"),
        ("the raid", "Wend’s Interior Ministry", "accuses"),
        ("had entered", "Wend’s Interior Ministry", "asserts"),
        ("it takes no", "Wend", "asserts"),
        pytest.param("the Ostby", "Army of the Lamp", "asserts", marks=UNLEARNED),
    ],
)
def test_each_attribution_has_its_claimant_and_stance(beginning: str, claimant: str, stance: str) -> None:
    found = claim(beginning)
    assert (found.claimant.name, found.stance) == (claimant, stance)


def test_there_are_no_other_attributions() -> None:
    assert len(claims()) == 11


def test_numbers_and_the_week_are_found() -> None:
    killing, raid = claim("responsibility"), claim("the raid")
    assert [(one.low, one.counted.exact) for one in killing.quantities if one.counted] == [
        (31, "Sarnish guards and customs officers")
    ]
    assert [(one.first_day, one.last_day) for one in killing.times] == [("2013-03-04", "2013-03-10")]
    assert [(one.low, one.counted.exact) for one in raid.quantities if one.counted] == [
        (7, "Wendish drivers")
    ]


def test_a_time_that_another_attribution_reports_is_not_when_it_was_said() -> None:
    assert claim("their arrival").said is None


def test_blame_names_the_accused_and_is_only_reported() -> None:
    raid = claim("the raid")
    assert raid.accused is not None
    assert (raid.accused.name, raid.accused.kind) == ("Chilean armed groups", "armed_or_political_group")
    assert (raid.form, raid.text) == ("report", BLAME)


@pytest.mark.parametrize(
    ("beginning", "text"),
    [
        ("had entered", "Chilean armed groups had entered the country."),
        ("it takes no", "Wend takes no part in the Sarnish quarrel."),
        (
            "their arrival",
            "Their arrival proved a pact between the Harbour government in Ostby"
            " and Sarnish President Odo Talvane.",
        ),
    ],
)
def test_a_text_names_only_whom_it_surely_means(beginning: str, text: str) -> None:
    assert claim(beginning).text == text
