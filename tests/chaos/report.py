"""The table of results, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

import orjson
from rich.table import Table

from tests.chaos.run import Result

COLUMNS = (
    "row",
    "times",
    "fed",
    "ids",
    "lost",
    "unexpected",
    "duplicates",
    "out of order",
    "early acks",
    "stall",
    "restarts",
    "",
)


def cells(result: Result) -> list[str]:
    """Return a result as a line of the table."""
    numbers = (result.done, result.fed, result.ids, result.lost, result.unexpected)
    return [
        result.row,
        *(f"{number:,}" for number in numbers),
        f"{result.twice:,} of {result.records:,}",
        str(result.out_of_order),
        f"{result.acked_early} in {result.looks} looks",
        f"{result.standstill_s:.1f} s" if result.standstill_s else "–",
        str(result.restarts),
        "held" if result.held else "BROKEN",
    ]


def table(results: Iterable[Result], title: str) -> Table:
    """Return all results for people."""
    made = Table(*COLUMNS, title=title)
    for result in results:
        made.add_row(*cells(result))
    return made


def as_json(results: Iterable[Result]) -> str:
    """Return all results for programs."""
    rows = [{**asdict(result), "held": result.held} for result in results]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode()
