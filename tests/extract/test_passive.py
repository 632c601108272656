"""A passive is told from an active by its words."""

from __future__ import annotations

import pytest

from claimwire.extract.passive import is_charged, is_passive
from tests.extract.marked import read


@pytest.mark.parametrize(
    "cue",
    [
        "was asked",
        "is expected",
        "has been widely criticised",
        "were not told",
        "known as",
        "is now being called",
        "’s believed",
        "reportedly",
        "am told",
        "called",
    ],
)
def test_these_are(cue: str) -> None:
    assert is_passive(cue)


@pytest.mark.parametrize(
    "cue",
    [
        "said",
        "called for",
        "called on",
        "has asked",
        "was confident",
        "is certain",
        "were accused by",
        "expects",
        "had been saying",
        "",
    ],
)
def test_these_are_not(cue: str) -> None:
    assert not is_passive(cue)


def test_a_long_cue_takes_no_longer() -> None:
    assert not is_passive("really " * 100_000)


CHARGED = [
    "{S:Two aides} {C:accused of} {X:leaking it} left.",
    "{S:The firm}, {C:accused of} {X:fraud}, closed.",
    "The judge freed, with {S:a man} {C:charged} {X:with theft}, two others.",
    "It is a list of {S:men} {C:suspected of} {X:theft}.",
]
CHARGING = [
    "{S:Ada Vane} {C:accused} {X:an aide of it}.",
    "the aide that {S:Ada Vane} {C:accused of} {X:it}",
    "the aide {S:police} {C:accused of} {X:it}",
    "{S:She} {C:accused of} {X:it}",
]


@pytest.mark.parametrize("marked", [*CHARGED, *CHARGING])
def test_who_is_charged_is_told_from_who_charges(marked: str) -> None:
    text, (source, cue, _) = read(marked)
    assert is_charged(text, (source.start, source.end), cue.start) == (marked in CHARGED)
