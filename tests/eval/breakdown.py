"""The breakdown: the relation's figures by kind of quotation, and with and without a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.eval.verdicts import Verdict

GROUPS: dict[str, Callable[[Verdict], bool]] = {
    "direct": lambda one: one.kind == "direct",
    "mixed": lambda one: one.kind == "mixed",
    "indirect": lambda one: one.kind == "indirect",
    "with source": lambda one: one.has_source,
    "without source": lambda one: not one.has_source,
}


def breakdown(gold: Sequence[Verdict], found: Sequence[Verdict]) -> dict[str, dict[str, float]]:
    """Return precision of what was found and recall of what is annotated in each group, and F1, in per cent.

    A right attribution may be of another group than its counterpart, so that both sides' counts are given.
    """
    return {
        name: _figures([one for one in gold if within(one)], [one for one in found if within(one)])
        for name, within in GROUPS.items()
    }


def _figures(gold: Sequence[Verdict], found: Sequence[Verdict]) -> dict[str, float]:
    gold_right, found_right = (sum(one.right for one in side) for side in (gold, found))
    precision = 100 * found_right / len(found) if found else 0.0
    recall = 100 * gold_right / len(gold) if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    return {
        "p": precision,
        "r": recall,
        "f1": f1,
        "predicted_right": found_right,
        "predicted": len(found),
        "gold_right": gold_right,
        "gold": len(gold),
    }
