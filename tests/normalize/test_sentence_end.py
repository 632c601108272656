"""Sentences end alike in plain text, whatever its script and whoever asks."""

from __future__ import annotations

import pytest

from claimwire.normalize.headline import read_opening
from claimwire.normalize.paragraphs import find_paragraphs
from claimwire.normalize.sentence_end import ends_in_pause, ends_sentence, ends_statement
from claimwire.normalize.structure.lines import reads_as_heading


@pytest.mark.parametrize(
    ("text", "sentence", "statement"),
    [
        ("The weir is shut.", True, True),
        ("The weir is shut…", True, True),
        ("“The weir is shut.”", True, True),
        ("(The weir is shut.)", True, True),
        ("Is the weir shut?", True, False),
        ("Shut the weir!", True, False),
        ("She called it “a ruin”", True, False),
        ("Sie nannte es „eine Ruine“", True, False),
        ("बाँध बंद है।", True, True),
        ("بند ٹوٹ گیا ہے۔", True, True),
        ("هل أغلق السد؟", True, False),
        ("堰は閉まった。", True, True),
        ("「堰は閉まった。」", True, True),
        ("ግድቡ ተዘግቷል።", True, True),
        ("Weir shut", False, False),
        ("Weir shut (again)", False, False),
        ("The weir, she said:", False, True),
        ("", False, False),
    ],
)
def test_ends(text: str, *, sentence: bool, statement: bool) -> None:
    assert (ends_sentence(text), ends_statement(text)) == (sentence, statement)


@pytest.mark.parametrize("text", ["The weir,", "she said:", "السد،", "堰、"])
def test_a_pause_ends_no_sentence(text: str) -> None:
    assert (ends_sentence(text), ends_in_pause(text)) == (False, True)


@pytest.mark.parametrize(
    "lines",
    [
        ["बाँध टूट गया है और पानी आ रहा है।", "लोग सुरक्षित हैं।"],
        ["بند ٹوٹ گیا ہے اور پانی آ رہا ہے۔", "لوگ محفوظ ہیں۔"],
    ],
)
def test_lines_that_end_sentences_are_paragraphs_and_no_headlines(lines: list[str]) -> None:
    assert [one.text for one in find_paragraphs("\n".join(lines))] == lines
    assert read_opening([lines[0], lines[0] + lines[1]], headline=None).headline is None
    assert not reads_as_heading(f"1975 {lines[0]}")
