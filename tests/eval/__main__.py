"""Measure extraction: `python -m tests.eval [DATA.jsonl] [--json OUT]`; with no file, on `tests/gold`.

Scores the records of `enrich`, which the stream publishes. On `tests/gold` claims are measured too. Exits
with 1 when a figure is below its floor.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tests.eval import floors
from tests.eval.claim_figures import claim_figures, claim_report, floored_claims, mistakes
from tests.eval.claim_findings import findings_of
from tests.eval.claim_runs import MODES, Mode, made_of
from tests.eval.corpus import read_gold, read_jsonl
from tests.eval.extracted import extracted
from tests.eval.gold_claims import read_gold_claims
from tests.eval.measure import floored, measure
from tests.eval.report import report


@dataclass(frozen=True)
class Measured:
    """What was measured on a corpus: for programs, for its floors, and for people."""

    key: floors.Key
    figures: dict[str, Any]
    floored: floors.Figures
    report: str


@click.command()
@click.argument("data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here."
)
@click.option("--require-floors", is_flag=True, help="Fail where the corpus has no floors.")
@click.option("--pin", is_flag=True, help="Make the figures, rounded down to 0.1, this corpus' floors.")
@click.option("--allow-lower", is_flag=True, help="With --pin: though a floor falls.")
@click.option("--mistakes", "listed", type=click.Choice(MODES), help="List what is wrong in the claims.")
def main(
    data: Path | None,
    out: Path | None,
    listed: Mode | None,
    *,
    require_floors: bool,
    pin: bool,
    allow_lower: bool,
) -> None:
    """Measure extraction on annotated articles."""
    if allow_lower and not pin:
        raise click.UsageError("--allow-lower goes with --pin")
    parts = [_attributions(data)] if data else [_attributions(None), _claims(listed)]
    for part in parts:
        click.echo(f"{part.report}\n")
    if out:
        figures = {name: values for part in parts for name, values in part.figures.items()}
        out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    if pin:
        outcomes = [floors.pin(floors.FLOORS, one.key, one.floored, allow_lower=allow_lower) for one in parts]
    else:
        outcomes = [
            floors.check(floors.FLOORS, one.key, one.floored, required=require_floors) for one in parts
        ]
    click.echo("\n".join(line for outcome in outcomes for line in outcome.lines))
    sys.exit(not all(outcome.passed for outcome in outcomes))


def _attributions(data: Path | None) -> Measured:
    corpus = read_jsonl(data) if data else read_gold()
    key = floors.Key(corpus.digest, f"{data.resolve().parent.name}/{data.name}" if data else "tests/gold")
    measured = measure(extracted(corpus)) | {"corpus_sha256": corpus.digest}
    head = f"{len(corpus.articles)} articles of {key}"
    return Measured(key, measured, floored(measured), f"{head}\n{report(measured)}")


def _claims(listed: Mode | None) -> Measured:
    gold = read_gold_claims()
    key = floors.Key(gold.digest, "tests/gold, claims")
    findings = {mode: [one for made in made_of(gold, mode) for one in findings_of(made)] for mode in MODES}
    figures = {mode: claim_figures(found) for mode, found in findings.items()}
    head = f"{len(gold.articles)} articles of {key}"
    wrong = mistakes(findings[listed]) if listed else []
    lines = [head, claim_report(figures), *wrong]
    return Measured(key, {"claims": figures}, floored_claims(figures), "\n".join(lines))


if __name__ == "__main__":
    main()
