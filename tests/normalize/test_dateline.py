"""A dateline is found whole, and only where there is one."""

from __future__ import annotations

import pytest

from claimwire.normalize.dateline import find_dateline

DATELINES = [
    (
        "PELL LANDING (Tri-Rivers Wire) -- The bridge",
        "PELL LANDING (Tri-Rivers Wire) --",
        "PELL LANDING",
        None,
        "Tri-Rivers Wire",
    ),
    (
        "BAGHDAD, March 4 (Reuters) — The bridge",
        "BAGHDAD, March 4 (Reuters) —",
        "BAGHDAD",
        "March 4",
        "Reuters",
    ),
    ("LONDON (AP) — The bridge", "LONDON (AP) —", "LONDON", None, "AP"),
    ("PARIS, 3 May - The bridge", "PARIS, 3 May -", "PARIS", "3 May", None),
    ("(AFP) – The bridge", "(AFP) –", None, None, "AFP"),
    ("NAIROBI, Kenya (AP) -- The bridge", "NAIROBI, Kenya (AP) --", "NAIROBI, Kenya", None, "AP"),
    ("Nairobi (AFP) – The bridge", "Nairobi (AFP) –", "Nairobi", None, "AFP"),
    ("ST. LOUIS — The bridge", "ST. LOUIS —", "ST. LOUIS", None, None),
    ("CÓRDOBA—The bridge", "CÓRDOBA—", "CÓRDOBA", None, None),
    ("NEW DELHI, Mar. 4 (PTI): The", "NEW DELHI, Mar. 4 (PTI):", "NEW DELHI", "Mar. 4", "PTI"),
    ("BEIJING, Tuesday (Xinhua) - The", "BEIJING, Tuesday (Xinhua) -", "BEIJING", "Tuesday", "Xinhua"),
    (
        "LONDON/PARIS, March 4, 2026 (AFP/Reuters) - The",
        "LONDON/PARIS, March 4, 2026 (AFP/Reuters) -",
        "LONDON/PARIS",
        "March 4, 2026",
        "AFP",
    ),
    (
        "MERCER, Ohio, March 4, 2026 /TarnWire/ -- The",
        "MERCER, Ohio, March 4, 2026 /TarnWire/ --",
        "MERCER, Ohio",
        "March 4, 2026",
        "TarnWire",
    ),
    ("LIMA, March 4 (Staff) - The", "LIMA, March 4 (Staff) -", "LIMA", "March 4", "Staff"),
]


@pytest.mark.parametrize(("paragraph", "printed", "place", "date", "agency"), DATELINES)
def test_a_dateline_has_its_length_and_parts(
    paragraph: str, printed: str, place: str | None, date: str | None, agency: str | None
) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert (paragraph[: found.length], found.place, found.date, found.agency) == (
        printed,
        place,
        date,
        agency,
    )


@pytest.mark.parametrize(
    "paragraph",
    [
        "EXCLUSIVE - The mayor quits",
        "BREAKING NEWS — The mayor quits",
        "MAYOR QUITS - COUNCIL SPLIT",
        "NEW DELHI: The mayor quits",
        "The mayor (Tom Reed) - a baker - quits",
        "COVID-19 - the numbers",
        "OECD (Organisation of Many Countries) — the numbers",
        "Tom Reed — a baker — quits",
        "A — the first letter",
        "",
        "(",
        "—",
        "LONDON",
    ],
)
def test_what_is_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph) is None
