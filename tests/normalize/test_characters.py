"""A clean line is what was meant: damage repaired, typography kept."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimwire.normalize.characters import MOST_MARKS, clean_line
from claimwire.normalize.entities import unescape_leftovers

MARKED = list("\u200b\xad\ufeff\u0301\u0316\u0345\xa0\x85\x92\u2028\ud83d\ude00\x00\x1b\n\r\t ")
ODD = st.text(alphabet=st.sampled_from([*MARKED, *"aÃâ€™©&;#x39amp<“”’ﬁＡ[m"]) | st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("donâ€™t stop", "don’t stop"),
        ("â€œItâ€™s shut,â€\x9d she said", "“It’s shut,” she said"),
        ("CafÃ© MÃ¼ller", "Café Müller"),
        ("It\x92s shut", "It’s shut"),
        ("“curly” ‘quotes’ stay’", "“curly” ‘quotes’ stay’"),
        ("ﬁve ＦＵＬＬ ½", "ﬁve ＦＵＬＬ ½"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth\ufeff soft\xadhyphen", "zerowidth softhyphen"),
        ("\u202eturned\u202c", "turned"),
        ("a\x00b\x07c\x1b[31md", "abcd"),
        (" many\xa0 \t\u2003spaces\r\n", "many spaces"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Smith &amp; Co", "Smith & Co"),
        ("It&#8217;s &ldquo;shut&rdquo;", "It’s “shut”"),
        ("1 &lt; 2", "1 &lt; 2"),
        ("", ""),
    ],
)
def test_a_clean_line(text: str, expected: str) -> None:
    assert clean_line(text) == expected


@given(ODD)
@example("&am&#112;;")
@example("&amp;amp;quot;")
@example("A" + "\u0301\u0316" * 40)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once


@given(ODD)
def test_a_clean_line_is_one_line_of_storable_text(text: str) -> None:
    line = clean_line(text)
    line.encode("utf-8")
    assert line == " ".join(line.split())
    assert unicodedata.is_normalized("NFC", line)


@given(ODD)
def test_a_reference_is_resolved_once_and_for_all(text: str) -> None:
    once = unescape_leftovers(text)
    assert unescape_leftovers(once) == once


def test_marks_without_end_are_cut_before_they_are_sorted() -> None:
    line = clean_line("A" + "\u0316\u0301" * 250_000)
    assert len(line) <= 1 + MOST_MARKS


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "“word” ",
        "é",
        "Ã©",
        "â€œx",
        "\x1b[",
        "Ã ",
        "&amp;",
        "&am",
        "Ì€",
        "\u0301a",
        "\u200b",
        "橋",
        "Ã\x83",
        "&#8217;",
    ],
)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    """A megabyte of anything takes seconds, not minutes."""
    start = time.process_time()
    clean_line(unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 10
