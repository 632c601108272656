"""Measure links between claims: `python -m tests.eval.claim_links [TEXTS.jsonl...] [--show] [--pin]`.

On the pairs that are kept to judge: those written in the project, of the annotated ones those whose texts are
given and, apart, those drawn from links that this program made of a stream. Prints the F1 of each sort of
link in both tiers, and how many links are right. Exits with 1 when a figure is below its floor.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from claimwire.extract import Extractor
from claimwire.match.links.judge import Judged, judge, tier_of
from tests.eval import floors
from training.annotated import read_texts
from training.pairs import PAIRS, WRITTEN, Labelled, annotated_pairs, written_pairs

SORT_OF = {"same": "agrees", "agrees": "agrees", "contradicts": "contradicts", "updates": "updates"}
SORTS = ("agrees", "contradicts", "updates")
FEWEST = 5
"""Pairs of a sort that a figure of it needs."""


@dataclass(frozen=True)
class Verdict:
    """A pair, what the judge makes of it, and in which tier."""

    pair: Labelled
    judged: Judged
    tier: str | None

    @property
    def sort(self) -> str | None:
        """The link that is published; None if there is none."""
        return self.judged.sort if self.tier else None

    @property
    def gold(self) -> str | None:
        """The link that is annotated; None if there is none."""
        return SORT_OF.get(self.pair.label)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--show", is_flag=True, help="List what is wrong.")
@click.option("--require-floors", is_flag=True, help="Fail where pairs have no floors.")
@click.option("--pin", is_flag=True, help="Make the figures, rounded down to 0.1, the floors.")
@click.option("--allow-lower", is_flag=True, help="With --pin: though a floor falls.")
def main(files: tuple[Path, ...], *, show: bool, require_floors: bool, pin: bool, allow_lower: bool) -> None:
    """Measure links between claims."""
    extractor = Extractor.load()
    sets = {WRITTEN.name: (WRITTEN, written_pairs(extractor))}
    if files:
        annotated = annotated_pairs(read_texts(files), extractor, parts=["dev"])
        sets[PAIRS.name] = PAIRS, [one for one in annotated if not one.is_link]
        sets[f"{PAIRS.name}, links of a stream"] = PAIRS, [one for one in annotated if one.is_link]
    passed = True
    for name, (path, pairs) in sets.items():
        verdicts = verdicts_of([one for one in pairs if one.part == "dev"])
        figures = figures_of(verdicts)
        click.echo(report(name, verdicts, figures))
        if show:
            click.echo("\n".join(_wrong(verdicts)))
        key = floors.Key(sha256(name.encode() + path.read_bytes()).hexdigest(), f"links, {name}")
        outcome = (
            floors.pin(floors.FLOORS, key, figures, allow_lower=allow_lower)
            if pin
            else floors.check(floors.FLOORS, key, figures, required=require_floors)
        )
        click.echo("\n".join(outcome.lines))
        passed = passed and outcome.passed
    sys.exit(not passed)


def verdicts_of(pairs: Sequence[Labelled]) -> list[Verdict]:
    """Return what the judge makes of each pair."""
    judged = [judge(one.first, one.second) for one in pairs]
    return [Verdict(pair, one, tier_of(one)) for pair, one in zip(pairs, judged, strict=True)]


def figures_of(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return all figures in per cent; none of a sort of which hardly any is there."""
    counts = Counter(one.gold for one in verdicts)
    found = {f"{sort} F1": _f1(verdicts, sort) for sort in SORTS if counts[sort] >= FEWEST}
    confirmed = [one for one in verdicts if one.tier == "confirmed"]
    linked = sum(one.gold is not None for one in verdicts)
    return found | {
        "agrees precision": _precision([one for one in verdicts if one.sort == "agrees"]),
        "confirmed precision": _precision(confirmed),
        "confirmed recall": 100 * sum(map(_is_right, confirmed)) / max(1, linked),
    }


def _f1(verdicts: Sequence[Verdict], sort: str) -> float:
    right = sum(one.sort == one.gold == sort for one in verdicts)
    return 200 * right / max(1, sum((one.sort == sort) + (one.gold == sort) for one in verdicts))


def _precision(links: Sequence[Verdict]) -> float:
    return 100 * sum(map(_is_right, links)) / max(1, len(links))


def _is_right(one: Verdict) -> bool:
    return one.sort == one.gold


def report(name: str, verdicts: Sequence[Verdict], figures: dict[str, float]) -> str:
    """Return the figures for people."""
    counts = Counter(one.gold or "unrelated" for one in verdicts)
    told = ", ".join(f"{number} {label}" for label, number in counts.most_common())
    confirmed = sum(one.tier == "confirmed" for one in verdicts)
    lines = [f"{label:20} {value:5.1f}" for label, value in figures.items()]
    return "\n".join([f"{name}: {len(verdicts)} pairs ({told}), {confirmed} links confirmed", *lines])


def _wrong(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for one in verdicts:
        if one.sort != one.gold:
            first, second = one.judged.pair.first, one.judged.pair.second
            yield (
                f"{one.gold} taken for {one.sort} ({one.tier}, {one.judged.sort} {one.judged.score:.2f}):\n"
                f"  {first.speaker}: {first.text[:160]}\n  {second.speaker}: {second.text[:160]}"
            )


if __name__ == "__main__":
    main()
