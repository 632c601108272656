"""The data files beside this module."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import orjson


def read_json(name: str) -> Any:
    """Return what is in the data file `name`."""
    return orjson.loads(_text(name))


def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of the data file `name`, without comments and blank ones."""
    lines = (line.strip() for line in _text(name).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _text(name: str) -> str:
    return files("claimwire.normalize").joinpath("data", name).read_text(encoding="utf-8")
