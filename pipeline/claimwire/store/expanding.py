"""Expanding: statements with `IN :some`, for however many values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, text

_AT_ONCE = 500
_Value = TypeVar("_Value", int, str)


def rows_in(connection: Connection, statement: str, some: Iterable[int] | Iterable[str]) -> list[Any]:
    """Return the rows of a statement with `IN :some`, those of each 500 values in the statement's order."""
    bound = text(statement).bindparams(bindparam("some", expanding=True))
    values: Sequence[Any] = list(some)
    return [row for part in parts(values) for row in connection.execute(bound, {"some": part})]


def parts(values: Sequence[_Value], *, most: int = _AT_ONCE) -> Iterable[Sequence[_Value]]:
    """Return values in parts."""
    return (values[start : start + most] for start in range(0, len(values), most))
