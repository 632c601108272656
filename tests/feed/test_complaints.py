"""A wall of the same complaint is ten of it and a number."""

from __future__ import annotations

from contextlib import suppress

from claimwire.feed.complaints import MOST, complaints


def test_the_same_trouble_in_a_file_is_capped_and_counted() -> None:
    said: list[str] = []
    with complaints(said.append) as complain:
        for number in range(1, MOST + 1_682):
            complain(f"a.csv:{number}", f"not JSON: at {number}")
        complain("a.csv:9999", "body: Field required")
        complain("b.csv:1", "not JSON: at 1")
        complain("https://example.org/", "empty")
    assert said[0] == "a.csv:1: not JSON: at 1"
    assert said[MOST:] == [
        "a.csv:9999: body: Field required",
        "b.csv:1: not JSON: at 1",
        "https://example.org/: empty",
        "a.csv: not JSON: 1,681 more such entries",
    ]


def test_what_is_left_over_is_told_also_when_it_is_interrupted() -> None:
    said: list[str] = []
    with suppress(ZeroDivisionError), complaints(said.append) as complain:
        for number in range(MOST + 1):
            complain(f"a:{number}", "bad")
        _ = 1 / 0
    assert said[-1] == "a: bad: 1 more such entries"
