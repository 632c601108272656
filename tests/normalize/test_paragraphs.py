"""Plain text has the paragraphs that its writer meant, wrapped or not."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.paragraphs import find_paragraphs

ONE = (
    "The old bridge over the Tarn was shut on Tuesday, the council said, after divers found cracks in two of "
    "its piers."
)
TWO = (
    "“We will not take risks with a bridge that carries nine thousand cars a day,” said Petra Olund, the "
    "chief engineer."
)
THREE = (
    "Repairs will take until May. Buses will run by way of Ashby, and the school run is to start a quarter "
    "of an hour early."
)


def texts(text: str) -> list[str]:
    return [one.text for one in find_paragraphs(text)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_blank_lines_end_paragraphs(end: str) -> None:
    assert texts(f"{ONE}{end}{end}{TWO}{end} {end}{end}{THREE}{end}") == [ONE, TWO, THREE]


def test_a_paragraph_separator_is_a_blank_line() -> None:
    assert texts(f"{ONE}\u2029{TWO}") == [ONE, TWO]


def test_long_lines_are_paragraphs() -> None:
    assert texts(f"{ONE}\n{TWO}\n{THREE}") == [ONE, TWO, THREE]


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_wrapped_lines_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in (ONE, TWO, THREE))
    assert texts(wrapped) == [ONE, TWO, THREE]


def test_an_indent_starts_a_paragraph_of_a_wrapped_text() -> None:
    wrapped = "\n".join(textwrap.fill(text, 60, initial_indent="    ") for text in (ONE, TWO, THREE))
    assert texts(wrapped) == [ONE, TWO, THREE]


def test_a_headline_above_a_wrapped_text_stands_alone() -> None:
    wrapped = "\n".join(["Bridge shut", *(textwrap.fill(text, 70) for text in (ONE, TWO, THREE))])
    assert texts(wrapped)[0] == "Bridge shut"


@pytest.mark.parametrize("mark", ["-", "*", "•", "–"])
def test_list_items_are_paragraphs(mark: str) -> None:
    """Their lines end without a full stop, as wrapped lines do."""
    items = [f"{mark} raise the pension by 3 per cent", f"{mark} cut the fuel tax by 10 cents a litre"]
    assert texts("\n".join(["The minister would:", *items])) == ["The minister would:", *items]


def test_a_dash_that_a_wrapped_line_begins_with_is_no_list() -> None:
    wrapped = f"{ONE[:70]}\n- {ONE[70:]}\n\n{textwrap.fill(TWO, 70)}"
    assert len(texts(wrapped)) == 2


def test_numbered_items_are_paragraphs() -> None:
    items = ["1. Stay indoors and shut your windows", "2. Call for help if the water rises"]
    assert texts("\n".join(items)) == items


@pytest.mark.parametrize("clock", ["14:52", "2.05pm", "14:31 GMT", "3 hours ago"])
def test_the_time_of_an_entry_stands_alone(clock: str) -> None:
    assert texts(f"{clock}\nPower out in the port\n\n{ONE}") == [
        clock,
        "Power out in the port",
        ONE,
    ]


def test_a_short_line_above_a_long_one_stands_alone() -> None:
    assert texts(f"{THREE}\n\nAbout the Old Bridge\n{ONE}") == [THREE, "About the Old Bridge", ONE]


def test_short_lines_are_a_list() -> None:
    costs = ["Steel", "$1.2 million", "Labour", "$3 million"]
    assert texts("\n".join([f"{ONE}\n", *costs])) == [ONE, *costs]


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    first, second = ONE.split(", after", 1)
    assert texts(f"{first},\nafter{second}\n{TWO}") == [ONE, TWO]


def test_mixed_blank_and_single_breaks_are_all_paragraphs() -> None:
    assert texts(f"Bridge shut\n\n\n{ONE}\n\n{TWO}\n{THREE}\n{ONE}") == [
        "Bridge shut",
        ONE,
        TWO,
        THREE,
        ONE,
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b\n\n\ufeff", "\x00", "\ud800"])
def test_nothing_has_no_paragraphs(text: str) -> None:
    assert texts(text) == []


@given(st.text(alphabet=st.sampled_from(list("aB.” \n\r\t\u2029\x85Ã©â€™")) | st.characters(), max_size=200))
def test_paragraphs_split_again_are_the_same(text: str) -> None:
    once = texts(text)
    assert texts("\n\n".join(once)) == once


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "One line.\n\n" * 100_000,
        "one line\n" * 200_000,
        "\n" * 2_000_000,
        "a\n\n" * 300_000,
    ],
    ids=["one paragraph", "100k paragraphs", "200k lines", "only breaks", "300k letters"],
)
def test_large_texts_take_seconds(text: str) -> None:
    start = time.process_time()
    texts(text)
    assert time.process_time() - start < 10
