"""The figures of claims: of each field, what is right of what is annotated and of what was found."""

from __future__ import annotations

from collections.abc import Iterable

from tests.eval.claim_runs import Mode
from tests.eval.finding import Finding
from tests.eval.report import NAME

Values = dict[str, float]
HEADS: dict[Mode, str] = {"given": "with the attributions annotated", "found": "end to end"}
MANY = 200
"""Cases of which one more or less is half a per cent."""


def claim_figures(findings: Iterable[Finding]) -> dict[str, Values]:
    """Return precision, recall and F1 in per cent, and the counts, of each figure in order of appearance."""
    sides: dict[str, list[Finding]] = {}
    for one in findings:
        sides.setdefault(one.figure, []).append(one)
    return {figure: _values(members) for figure, members in sides.items()}


def _values(members: list[Finding]) -> Values:
    right = sum(one.right for one in members)
    gold = sum(one.gold is not None for one in members)
    found = sum(one.found is not None for one in members)
    return {
        "p": 100 * right / found if found else 0.0,
        "r": 100 * right / gold if gold else 0.0,
        "f1": 200 * right / (gold + found) if gold + found else 0.0,
        "right": right,
        "predicted": found,
        "gold": gold,
    }


def floored_claims(measured: dict[Mode, dict[str, Values]]) -> dict[str, float]:
    """Return the figures that have floors, by their names there: end to end, those of many cases."""
    return {
        f"{mode} {figure} F1": values["f1"]
        for mode, figures in measured.items()
        for figure, values in figures.items()
        if mode == "given" or values["gold"] >= MANY
    }


def claim_report(measured: dict[Mode, dict[str, Values]]) -> str:
    """Return all figures as tables."""
    return "\n\n".join("\n".join(_table(mode, figures)) for mode, figures in measured.items())


def _table(mode: Mode, figures: dict[str, Values]) -> list[str]:
    heads = "".join(f"{head:>11}" for head in ("P", "R", "F1", "right", "found", "annotated"))
    lines = [f"claims, {HEADS[mode]}", f"{'per cent':<{NAME}}{heads}"]
    for name, values in figures.items():
        cells = "".join(f"{values[part]:>11.1f}" for part in ("p", "r", "f1"))
        counts = "".join(f"{values[part]:>11,}" for part in ("right", "predicted", "gold"))
        lines.append(f"{name:<{NAME}}{cells}{counts}")
    return lines


def mistakes(findings: Iterable[Finding]) -> list[str]:
    """Return what is not right, a line each, to be read and searched."""
    return [
        f"{one.figure}\t{one.place}\t{one.gold or '–'}\t{one.found or '–'}"
        for one in findings
        if not one.right
    ]
