"""Measure extraction: `python -m tests.eval [DATA.jsonl] [--json OUT]`; with no file, on `tests/gold`.

Goes through the stage that the stream runs. Exits with 1 when a figure is below its floor.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tests.eval import floors
from tests.eval.corpus import read_gold, read_jsonl
from tests.eval.extracted import extracted
from tests.eval.measure import floored, measure
from tests.eval.report import report


@click.command()
@click.argument("data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here."
)
@click.option("--require-floors", is_flag=True, help="Fail where the corpus has no floors.")
@click.option("--pin", is_flag=True, help="Make the figures, rounded down to 0.1, this corpus' floors.")
@click.option("--allow-lower", is_flag=True, help="With --pin: though a floor falls.")
def main(data: Path | None, out: Path | None, *, require_floors: bool, pin: bool, allow_lower: bool) -> None:
    """Measure extraction on annotated articles."""
    if allow_lower and not pin:
        raise click.UsageError("--allow-lower goes with --pin")
    corpus = read_jsonl(data) if data else read_gold()
    key = floors.Key(corpus.digest, f"{data.resolve().parent.name}/{data.name}" if data else "tests/gold")
    measured = measure(extracted(corpus)) | {"corpus_sha256": corpus.digest}
    click.echo(f"{len(corpus.articles)} articles of {key}")
    click.echo(f"{report(measured)}\n")
    if out:
        out.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    figures = floored(measured)
    if pin:
        outcome = floors.pin(floors.FLOORS, key, figures, allow_lower=allow_lower)
    else:
        outcome = floors.check(floors.FLOORS, key, figures, required=require_floors)
    click.echo("\n".join(outcome.lines))
    sys.exit(not outcome.passed)


if __name__ == "__main__":
    main()
