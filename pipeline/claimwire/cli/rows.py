"""Rows for people: records as lines that fit the terminal, without control characters."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_CONTROL = {"Cc", "Cs", "Cn"}
"""Unicode categories: controls, which begin escape sequences, surrogates and unassigned code points."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of the following text, even in other cells."""

_PADDING = 2
_NARROWEST = 12
"""Characters of a column of text that can still be read."""
_UNCUT = 24
"""Characters of a column of text where nothing is cut off, at least; longer cells move the next."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "claim"), counted(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    r"""Return text as one line without control characters.

    >>> printable("red\x1b[31m  alert\n")
    'red�[31m alert'
    """
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    r"""Return text of the same length, with spaces for white space and no control characters.

    >>> harmless("red\x1b[31m\talert\n")
    'red�[31m alert '
    """
    return "".join(
        " " if character.isspace() else "�" if _is_obeyed(character) else character for character in text
    )


def _is_obeyed(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _CONTROL


class Column(NamedTuple):
    """A column: title, share of the remaining width, and style."""

    title: str
    share: int = 1
    style: str = ""
    width: int | None = None


class Terminal(Console):
    """A console that ends quietly if its reader closes the pipe (`| head`)."""

    @property
    def has_width(self) -> bool:
        """False for a pipe or a file, whose lines may be of any length, unless COLUMNS says how long."""
        return self.is_terminal or "COLUMNS" in os.environ

    def on_broken_pipe(self) -> None:
        """Raise the `BrokenPipeError` that is being handled: the command then ends without an error."""
        raise  # noqa: PLE0704 # rich calls this while it handles the error


class Rows:
    """Prints rows one by one under a header; long cells end in an ellipsis, but in a pipe they stay whole.

    If the fixed columns leave too little room for the others, each row is a block of lines instead.
    """

    def __init__(self, columns: Sequence[Column], console: Console) -> None:
        self._columns = columns
        self._console = console
        self._is_cut = not isinstance(console, Terminal) or console.has_width
        self._head_printed = False

    def print(self, *cells: str) -> None:
        """Print a row, and before the first one the head."""
        if self._is_narrow():
            self._block(cells)
            return
        if not self._head_printed:
            self._row([Text(column.title, style="bold") for column in self._columns])
            self._head_printed = True
        styled = zip(cells, self._columns, strict=True)
        self._row([Text(printable(cell), style=column.style) for cell, column in styled])

    def _is_narrow(self) -> bool:
        fixed = [column.width for column in self._columns if column.width]
        flexible = len(self._columns) - len(fixed)
        left = self._console.width - sum(fixed) - _PADDING * len(self._columns)
        return self._is_cut and bool(fixed and flexible) and left <= flexible * _NARROWEST

    def _block(self, cells: Sequence[str]) -> None:
        styled = [
            (column, printable(cell)) for column, cell in zip(self._columns, cells, strict=True) if cell
        ]
        (first, named), *rest = styled
        numbers = ", ".join(f"{column.title} {cell}" for column, cell in rest if column.width)
        texts = [Text(cell, style=column.style) for column, cell in rest if not column.width]
        self._console.print(Text(named, style=first.style or "bold"))
        for line in filter(None, (Text(numbers), *texts)):
            self._console.print(Padding(line, (0, 0, 0, _PADDING), expand=False))

    def _row(self, cells: Sequence[Text]) -> None:
        if not self._is_cut:
            padded = (
                f"{cell.plain:{column.width or _UNCUT}}"
                for column, cell in zip(self._columns, cells, strict=True)
            )
            self._console.print((" " * _PADDING).join(padded).rstrip(), markup=False, soft_wrap=True)
            return
        table = Table.grid(expand=True, padding=(0, _PADDING, 0, 0))
        for column in self._columns:
            ratio = None if column.width else column.share
            table.add_column(ratio=ratio, width=column.width, no_wrap=True, overflow="ellipsis")
        table.add_row(*cells)
        self._console.print(table)
