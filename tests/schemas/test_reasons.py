"""Reason codes: whatever the code refuses with is in the field dictionary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import claimwire
from claimwire_schemas.generate import ROOT
from claimwire_schemas.message import DecodeReason
from claimwire_schemas.reasons import REASONS

SOURCES = sorted(Path(claimwire.__path__[0]).rglob("*.py"))


def codes_in(source: str) -> Iterator[str]:
    """Return the first arguments of `Refused(…)` that are written out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


def test_codes_are_found_where_they_are_written() -> None:
    source = 'raise Refused(\n    "too_odd", f"{n}"\n)\nRefused(*answer)\nRefused(error.reason, "")\n'
    assert list(codes_in(source)) == ["too_odd"]


def test_every_code_of_the_pipeline_has_a_meaning() -> None:
    found = {code for path in SOURCES for code in codes_in(path.read_text(encoding="utf-8"))}
    assert found
    assert found - REASONS.keys() == set()


def test_every_code_of_decode_has_a_meaning() -> None:
    assert set(get_args(DecodeReason)) - REASONS.keys() == set()


def test_every_code_is_one_that_a_dead_letter_takes() -> None:
    assert all(re.fullmatch("[a-z0-9_]+", code) for code in REASONS)


def test_the_field_dictionary_lists_every_code() -> None:
    text = (ROOT / "docs/records.md").read_text(encoding="utf-8")
    for code, meaning in REASONS.items():
        assert f"| `{code}` | {meaning} |" in text


def test_no_code_is_listed_that_nothing_refuses_with() -> None:
    found = {code for path in SOURCES for code in codes_in(path.read_text(encoding="utf-8"))}
    assert REASONS.keys() - found - set(get_args(DecodeReason)) == set()
