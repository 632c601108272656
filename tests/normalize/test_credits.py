"""A credit is found with the words that make it one, and at most a hundred of them."""

from __future__ import annotations

import time

import pytest

from claimwire.normalize.agencies import agencies
from claimwire.normalize.credits import find_credits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge is shut, Reuters reports.", [("Reuters reports", "Reuters")]),
        ("The bridge, Reuters has reported, is shut.", [("Reuters has reported", "Reuters")]),
        ("The bridge is shut (AP).", [("(AP)", "AP")]),
        ("LONDON (AP) — The bridge is shut.", [("(AP)", "AP")]),
        ("PARIS (AFP/Reuters) - It is shut.", [("(AFP/Reuters)", "AFP")]),
        ("The bridge is shut. — AFP", [("— AFP", "AFP")]),
        ("The bridge is shut. - Xinhua\n\nThe end.", [("- Xinhua", "Xinhua")]),
        ("It is shut, according to the Associated Press.", [("according to the Associated Press", "AP")]),
        ("© 2026 Reuters", [("© 2026 Reuters", "Reuters")]),
        ("Additional reporting by Reuters", [("reporting by Reuters", "Reuters")]),
        (
            "Reuters reports it. AFP reported it too.",
            [("Reuters reports", "Reuters"), ("AFP reported", "AFP")],
        ),
        ("She told Reuters so.", []),
        ("A PA system failed.", []),
        ("APP stores report losses.", []),
        ("The Reuters building — AP and others said", []),
        ("", []),
    ],
)
def test_credits(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(credit.span.exact, credit.agency) for credit in find_credits(text)] == expected


def test_every_span_holds() -> None:
    text = "It is shut, Reuters reports.\n\nAFP reported so. (AP)"
    found = find_credits(text)
    assert len(found) == 3
    assert all(text[credit.span.start : credit.span.end] == credit.span.exact for credit in found)


def test_a_text_of_nothing_but_credits_gives_a_hundred() -> None:
    assert len(find_credits("(AP) " * 5_000)) == 100


def test_a_text_of_nothing_but_names_takes_seconds() -> None:
    start = time.process_time()
    assert find_credits("AP " * 1_000_000) == ()
    assert time.process_time() - start < 5


def test_every_name_as_printed_is_recognized() -> None:
    for name, agency in agencies().items():
        assert [credit.agency for credit in find_credits(f"It is shut, {name} reports.")] == [agency], name
