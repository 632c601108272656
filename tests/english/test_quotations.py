"""Quotation marks of every style open and close where a reader says they do."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.english.quotations import find_quotations

CASES = [
    ("curly", "She said, “No,” and “yes”.", ["“No,”", "“yes”"]),
    ("straight", 'She said, "No," and "yes".', ['"No,"', '"yes"']),
    ("typewriter", "``No,'' she said, ''never.''", ["``No,''", "''never.''"]),
    ("guillemets", "«Non», dit-elle.", ["«Non»"]),
    ("guillemets pointing in", "»Nein«, sagte sie. »Nie.«", ["»Nein«", "»Nie.«"]),
    ("guillemets with spaces", "« Oui », dit-elle. « Non. »", ["« Oui »", "« Non. »"]),
    ("low and high", "„Ne“, said Olund. „Nikdy.“ Then „no”.", ["„Ne“", "„Nikdy.“", "„no”"]),
    ("high marks beside low ones", "He said „ne“ and “no”.", ["„ne“", "“no”"]),
    ("British single", "‘I won’t,’ he said. ‘Ever.’", ["‘I won’t,’", "‘Ever.’"]),
    ("straight single", "'I won't,' he said. 'Ever.'", ["'I won't,'", "'Ever.'"]),
    ("double in single", "‘They said “no”,’ he said.", ["‘They said “no”,’"]),
    ("single in double", "“They said ‘no’,” he said.", ["“They said ‘no’,”"]),
    ("plural possessive", "‘the workers’ pay was cut’, he said", ["‘the workers’ pay was cut’"]),
    ("possessives alone", "The dogs' and the cats' food, the boys’ coats", []),
    ("elided", "rock 'n' roll of the '90s, for 'em", []),
    ("clipped, quoted", "‘It’s rock ’n’ roll of the ’90s,’ he said", ["‘It’s rock ’n’ roll of the ’90s,’"]),
    ("clipped, quoted, straight", "'It's rock 'n' roll for 'em,' he said", ["'It's rock 'n' roll for 'em,'"]),
    ("possessives beside a quotation", "James’ boys’ coats: ‘Too big.’", ["‘Too big.’"]),
    ("inches", "a 6'2\" man and a 5'1\" woman", []),
    ("closes with its paragraph", "He said: “No.\n\nShe left.", ["“No."]),
    ("stray opening", "He “said. “No,” she said.", ["“No,”"]),
    ("brackets", "(“No,” he said)", ["“No,”"]),
    ("word with hyphen", 'a "use-it-or-lose-it" rule', ['"use-it-or-lose-it"']),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_quotations(text)] == expected


@pytest.mark.parametrize("marks", ["“”", "‘’", '""'])
def test_a_paragraph_that_opens_with_a_mark_goes_on_with_the_quotation_left_open(marks: str) -> None:
    text = f"{marks[0]}First.\n\n{marks[0]}Second,{marks[1]} she said. {marks[0]}Third.{marks[1]}"
    assert [(one.closed, one.reopens) for one in find_quotations(text)] == [
        (False, False),
        (True, True),
        (True, False),
    ]


def test_a_paragraph_without_a_mark_ends_the_quotation() -> None:
    text = "“First.\n\nShe left.\n\n“Third,” she said."
    assert [one.reopens for one in find_quotations(text)] == [False, False]


@given(st.text(alphabet="ab sS.'’‘“”\"`«»\n(", max_size=80))
def test_quotations_are_in_order_apart_and_inside_one_paragraph(text: str) -> None:
    found = find_quotations(text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(one.start < one.end and "\n" not in text[one.start : one.end] for one in found)


@pytest.mark.parametrize("text", ['"' * 50_000, "‘a " * 20_000, "s' " * 20_000, "“\n" * 20_000])
def test_any_number_of_marks_takes_time_in_proportion(text: str) -> None:
    started = process_time()
    find_quotations(text)
    assert process_time() - started < 5
