"""Rows: nothing that a terminal obeys, and no wider than it is."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.subscribe import COLUMNS, cells
from claimwire_schemas import Message
from tests.builders import a_claim, a_claimant, a_dead_letter, an_article, an_attribution, an_enriched_article


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  more ", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("\x9b2J", "�2J"),
        ("safe\u202egnp.exe", "safe�gnp.exe"),
        ("“naïve” 👩‍🚒 [bold]", "“naïve” 👩‍🚒 [bold]"),
        ("half \ud800", "half �"),
    ],
)
def test_text_is_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_no_control_character_is_ever_shown(text: str) -> None:
    assert not [character for character in printable(text) if unicodedata.category(character) in ("Cc", "Cs")]


@given(st.lists(st.text(max_size=200), min_size=2, max_size=2), st.integers(20, 120))
def test_a_row_is_one_line_within_the_width(texts: list[str], width: int) -> None:
    out = io.StringIO()
    Rows([Column("a", 1), Column("b", 3)], Console(file=out, width=width)).print(*texts)
    head, row = out.getvalue().rstrip("\n").split("\n")
    assert head.split() == ["a", "b"]
    assert cell_len(row) <= width


@pytest.mark.parametrize("columns", [None, "60"])
def test_nothing_is_cut_off_without_a_terminal(columns: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row is a line of any length, also where a terminal would show a block; COLUMNS gives it a width."""
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    out = io.StringIO()
    wide = [Column("a"), *(Column(f"n{number}", width=9) for number in range(6)), Column("b")]
    Rows([Column("a", 1), Column("b", 3)], Terminal(file=out)).print("x" * 90, "y")
    Rows(wide, Terminal(file=out)).print("x" * 90, *"123456", "y")
    lines = out.getvalue().splitlines()
    assert (len(lines) == 4 and f"{'x' * 90}  y" in lines) is (columns is None)
    assert all(len(line) <= 60 for line in lines) is (columns is not None)


@pytest.mark.parametrize("width", [40, 80])
def test_a_row_of_many_columns_is_a_block_if_the_terminal_is_narrow(width: int) -> None:
    """Nothing is cut off, and no line is too long; with room, it is a table."""
    columns = [Column("feed"), *(Column(f"n{number}", width=9) for number in range(6)), Column("trouble")]
    cells = ("Quenby Post", "1", "", "3", "4", "5", "6", "the server answered 503 to every request")
    out = io.StringIO()
    Rows(columns, Console(file=out, width=width)).print(*cells)
    lines = out.getvalue().splitlines()
    assert (lines[0], "n1" in out.getvalue()) == ("Quenby Post", False)
    assert all(cell in " ".join(out.getvalue().split()) for cell in ("n0 1, n2 3", cells[-1]))
    assert all(cell_len(line) <= width for line in lines)
    wide = io.StringIO()
    Rows(columns, Console(file=wide, width=140)).print(*cells)
    assert len(wide.getvalue().splitlines()) == 2


REF = an_article().ref()
DATE = f"{REF.published_at:%Y-%m-%d}"
WHERE = f"{REF.outlet}: {REF.headline}"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            a_claim(),
            (DATE, "Petra Olund", "asserted", "Nobody was inside", WHERE),
        ),
        (
            a_claim(stance=None, claimant=a_claimant(entity_id=None, name=None, kind=None)),
            (DATE, "–", "said", "Nobody was inside", WHERE),
        ),
        (
            an_attribution(),
            (DATE, "Petra Olund, the chief fire officer", "say", "“Nobody was inside,”", WHERE),
        ),
        (
            an_article(),
            (DATE, "Fire damages Ashby mill", "en", str(an_article().counts.words), "Tarn Valley Echo"),
        ),
        (an_enriched_article(), (DATE, "Fire damages Ashby mill", "extracted", "1", "Tarn Valley Echo")),
        (
            a_dead_letter(),
            (a_dead_letter().dead_letter_id[:8], "normalize", "bad_json", a_dead_letter().detail),
        ),
    ],
)
def test_a_row_says_who_how_what_and_where(record: Message, expected: tuple[str, ...]) -> None:
    assert cells(record) == expected
    out = io.StringIO()
    Rows(COLUMNS[type(record)], Console(file=out, width=80)).print(*expected)
    head, row = out.getvalue().splitlines()
    assert head.split() == [word for column in COLUMNS[type(record)] for word in column.title.split()]
    assert (cell_len(row) <= 80, row.startswith(expected[0])) == (True, True)
    assert len(COLUMNS[type(record)]) == len(expected)
