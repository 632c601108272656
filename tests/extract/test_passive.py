"""A passive is told from an active by its words."""

from __future__ import annotations

import pytest

from pipeline.extract.passive import is_passive


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
