"""The figures as lines for people."""

from __future__ import annotations

from typing import Any

from tests.eval.calibration import Calibration
from tests.eval.measure import SCOPES
from tests.eval.score import F1S, RATES

NAME = 24


def report(measured: dict[str, Any]) -> str:
    """Return all figures as tables."""
    parts = (_scores(measured), _groups(measured["groups"]), _calibration(measured["calibration"]))
    return "\n\n".join("\n".join(lines) for lines in parts)


def _scores(measured: dict[str, Any]) -> list[str]:
    parts = (" P", " R", " F1")
    lines = [f"{'per cent':<{NAME}}" + "".join(f"{scope + part:>11}" for scope in SCOPES for part in parts)]
    for name in F1S:
        cells = (measured[scope][name][part] for scope in SCOPES for part in ("p", "r", "f1"))
        lines.append(f"{name:<{NAME}}" + "".join(f"{cell:>11.1f}" for cell in cells))
    for name in RATES:
        values = (measured[scope][name] for scope in SCOPES)
        lines.append(f"{name:<{NAME}}" + "".join(f"{_rate(value):>33}" for value in values))
    for name, part in (("annotated", "gold"), ("found", "predicted"), ("found and right", "hits")):
        counts = (measured[scope]["relation"][part] for scope in SCOPES)
        lines.append(f"{name:<{NAME}}" + "".join(f"{value:>33,}" for value in counts))
    nested = "{recall:.1f} recall, {precision:.1f} precision, {gold:,} annotated".format(**measured["nested"])
    lines.append(f"{'nested, left out above':<{NAME}}{nested:>45}")
    lines.append(f"{'words per CPU-second':<{NAME}}{measured['words_per_cpu_second']:>33,}")
    return lines


def _rate(value: dict[str, float]) -> str:
    return f"({value['hits']:,} of {value['of']:,}) {value['rate']:>6.1f}"


def _groups(groups: dict[str, dict[str, float]]) -> list[str]:
    lines = [f"{'relation, all, by group':<{NAME}}{'P':>11}{'R':>11}{'F1':>11}{'found':>11}{'annotated':>11}"]
    for name, values in groups.items():
        cells = "".join(f"{values[part]:>11.1f}" for part in ("p", "r", "f1"))
        lines.append(f"{name:<{NAME}}{cells}{values['predicted']:>11,}{values['gold']:>11,}")
    return lines


def _calibration(found: Calibration) -> list[str]:
    lines = [f"{'confidence, from':<{NAME}}{'found':>11}{'mean':>11}{'right':>11}"]
    for one in found["bins"]:
        cells = "".join(f"{_share(share):>11}" for share in (one["confidence"], one["right"]))
        lines.append(f"{one['least']:<{NAME}.1f}{one['count']:>11,}{cells}")
    return [*lines, f"{'calibration error (ECE)':<{NAME}}{_share(found['ece']):>33}"]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
