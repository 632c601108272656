"""Progress: how far an unfinished replay has come, so that the same command continues from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import Field

from claimwire.state import MarkFile, state_file
from claimwire_schemas.message import Value

Numbers = Mapping[int, int]
"""By partition, an offset; by archive, a line."""


class ReplayMark(Value):
    """What of a replay is settled: all before `reached`. It reads a topic up to `ends`."""

    name: str
    delivered: int = Field(ge=0)
    bad: int = Field(ge=0)
    refused: int = Field(ge=0)
    reached: dict[int, int]
    ends: dict[int, int]


def progress(asked: object, report: Callable[[str], None]) -> MarkFile[ReplayMark]:
    """Return the mark of a replay, told apart from others by what was asked for."""
    return MarkFile(state_file("replay", repr(asked).encode()), ReplayMark, what="replay", report=report)
