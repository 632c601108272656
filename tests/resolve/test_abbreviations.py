"""A name that an abbreviation is introduced for is one, by the abbreviation's letters."""

from __future__ import annotations

import pytest

from claimwire.entities.abbreviations import abbreviations_in
from tests.cpu import cpu_s, takes_less


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("The hill-based Upland Workers’ Front (UWF) said no.", "UWF", "Upland Workers’ Front"),
        (
            "The Wend Institute of Vents and Seismology (Wivs) said no.",
            "Wivs",
            "Wend Institute of Vents and Seismology",
        ),
        (
            "He asked the Board of Ports and Harbours (the BPH), which met.",
            "BPH",
            "Board of Ports and Harbours",
        ),
        ("Reuters says BPH (Board of Ports and Harbours) met.", "BPH", "Board of Ports and Harbours"),
    ],
)
def test_a_name_is_found_by_its_letters(text: str, short: str, name: str) -> None:
    (found,) = abbreviations_in(text)
    assert (found.short, text[found.start : found.end]) == (short, name)


@pytest.mark.parametrize(
    "text",
    [
        "It began at 7:37 p.m. local time (UTC) on Friday.",
        "Ada Vane (Reform) said no.",
        "Two towns\nPort Safety Board\n(PSB) said no.",
        "The board (PSB) said no.",
        "Ada (A) said no.",
    ],
)
def test_other_brackets_introduce_nothing(text: str) -> None:
    assert abbreviations_in(text) == []


@pytest.mark.parametrize("unit", ["A ", "Ab (Ab) ", "(ABC) ", "ABC (Abc ", "x" * 50 + " (ABCDE) "])
def test_the_time_grows_with_the_text(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        return cpu_s(lambda: abbreviations_in(text))

    assert takes_less(lambda: seconds(200_000), lambda: seconds(100_000), times=4)
