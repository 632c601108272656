"""All figures of one corpus, from the attributions that `enrich` finds in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from claimwire_schemas import Attribution
from tests.eval.breakdown import breakdown
from tests.eval.calibration import calibration
from tests.eval.corpus import Annotated
from tests.eval.extracted import Extracted
from tests.eval.score import F1S, RATES, Counts, Scope, count, figures
from tests.eval.verdicts import as_spans, judge

SCOPES: tuple[Scope, ...] = ("all", "speech")
_ENOUGH = 90
"""Nested attributions from which their figures have floors."""

Flat = tuple[Annotated, list[Attribution]]
"""An article with the attributions found in it that stand in no other's content."""


def measure(run: Extracted) -> dict[str, Any]:
    """Return the figures of both scopes, by group, of the confidence, and words per CPU-second.

    Nested attributions are counted and left out of everything else.
    """
    flat = [(article, [one for one in found if not one.nested]) for article, found in run.articles]
    measured: dict[str, Any] = {scope: _scored(flat, scope) for scope in SCOPES}
    return {
        **measured,
        **_judged(flat),
        "articles": len(run.articles),
        "nested": _nested(run),
        "words_per_cpu_second": round(run.words / run.cpu_s),
        "extractor": run.extractor,
    }


def floored(measured: dict[str, Any]) -> dict[str, float]:
    """Return the figures that have floors, by their names there."""
    found: dict[str, float] = {}
    for scope in SCOPES:
        found |= {f"{scope} {name} F1": measured[scope][name]["f1"] for name in F1S}
        found |= {f"{scope} {name}": measured[scope][name]["rate"] for name in RATES}
    if measured["nested"]["gold"] >= _ENOUGH:
        found |= {f"nested {name}": measured["nested"][name] for name in ("recall", "precision")}
    return found


def _nested(run: Extracted) -> dict[str, float]:
    """Return how many nested attributions are found, and how many of those found are annotated at all."""
    gold = found = right = annotated = 0
    for article, predicted in run.articles:
        nested = [one for one in predicted if one.nested]
        level = judge(article.text, list(article.nested), nested)
        either = judge(article.text, [*article.nested, *article.attributions], nested)
        gold, found = gold + len(level.gold), found + len(level.found)
        right += sum(verdict.right for verdict in level.gold)
        annotated += sum(verdict.right for verdict, _ in either.found)
    shares = {"recall": _percent(right, gold), "precision": _percent(annotated, found)}
    return {"gold": gold, "predicted": found, **shares}


def _percent(hits: int, of: int) -> float:
    return 100 * hits / of if of else 0.0


def _scored(flat: Sequence[Flat], scope: Scope) -> dict[str, dict[str, float]]:
    counts: Counts = Counter()
    for article, found in flat:
        predicted = [as_spans(one) for one in found]
        counts.update(count(article.text, article.attributions, predicted, scope=scope))
    return {name: values | _counts_of(name, counts) for name, values in figures(counts).items()}


def _counts_of(name: str, counts: Counts) -> dict[str, int]:
    parts = ("hits", "of") if name in RATES else ("hits", "predicted", "gold")
    return {part: counts[name, part] for part in parts}


def _judged(flat: Sequence[Flat]) -> dict[str, Any]:
    judged = [judge(article.text, article.attributions, found) for article, found in flat]
    gold = [verdict for one in judged for verdict in one.gold]
    found = [pair for one in judged for pair in one.found]
    return {
        "groups": breakdown(gold, [verdict for verdict, _ in found]),
        "calibration": calibration((confidence, verdict.right) for verdict, confidence in found),
    }
