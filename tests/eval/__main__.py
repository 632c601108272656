"""Measure extraction: `python -m tests.eval [DATA.jsonl] [--json OUT]`; with no file, on `tests/gold`.

Goes through the extractor that the stream uses. Exits with 1 when a figure is below its floor.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from time import process_time
from typing import Any

import click

from pipeline.extract import Extractor
from schemas import Attribution, Span
from tests.eval.articles import article_of
from tests.eval.corpus import Corpus, read_gold, read_jsonl
from tests.eval.score import F1S, RATES, Counts, Scope, count, figures

FLOORS = Path(__file__).with_name("floors.json")
SCOPES: tuple[Scope, ...] = ("all", "speech")


def as_spans(one: Attribution) -> dict[str, Any]:
    """Return an attribution as the scorer takes it."""

    def places(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
        return [(span.start, span.end) for span in spans]

    return {
        "source": places((one.source,)) if one.source else [],
        "cue": places(one.cue.spans) if one.cue else [],
        "content": places(one.content),
    }


def measure(corpus: Corpus) -> dict[str, Any]:
    """Return the figures of both scopes, and the words extracted from in a second of CPU."""
    extractor = Extractor.load()
    counts: dict[Scope, Counts] = {scope: Counter() for scope in SCOPES}
    words, seconds = 0, 0.0
    for article in corpus.articles:
        started = process_time()
        found = extractor.extract(article_of(article.text))
        seconds += process_time() - started
        words += len(article.text.split())
        predicted = [as_spans(one) for one in found]
        for scope in SCOPES:
            counts[scope].update(count(article.text, article.attributions, predicted, scope=scope))
    measured: dict[str, Any] = {scope: figures(counts[scope]) for scope in SCOPES}
    return measured | {"words_per_cpu_second": round(words / seconds), "extractor": extractor.name}


def floored(measured: dict[str, Any]) -> dict[str, float]:
    """Return the figures that have floors, by their names there."""
    found: dict[str, float] = {}
    for scope in SCOPES:
        found |= {f"{scope} {name} F1": measured[scope][name]["f1"] for name in F1S}
        found |= {f"{scope} {name}": measured[scope][name]["rate"] for name in RATES}
    return found


def below_floors(measured: dict[str, Any], digest: str) -> list[str]:
    """Return a line for each figure below the floor of this corpus; none where it has no floors."""
    floors = json.loads(FLOORS.read_text("utf-8")).get(digest, {}).get("floors", {})
    values = floored(measured)
    return [
        f"{name} is {values[name]:.2f}, below its floor of {floor}"
        for name, floor in floors.items()
        if values[name] < floor
    ]


def table(measured: dict[str, Any]) -> str:
    """Return the figures as lines for people."""
    lines = [
        f"{'per cent':<24}"
        + "".join(f"{scope + part:>11}" for scope in SCOPES for part in (" P", " R", " F1"))
    ]
    for name in F1S:
        cells = (measured[scope][name][part] for scope in SCOPES for part in ("p", "r", "f1"))
        lines.append(f"{name:<24}" + "".join(f"{cell:>11.1f}" for cell in cells))
    lines += [
        f"{name:<24}" + "".join(f"{measured[scope][name]['rate']:>33.1f}" for scope in SCOPES)
        for name in RATES
    ]
    lines.append(f"{'words per CPU-second':<24}{measured['words_per_cpu_second']:>33,}")
    return "\n".join(lines)


@click.command()
@click.argument("data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here."
)
def main(data: Path | None, out: Path | None) -> None:
    """Measure extraction on annotated articles."""
    corpus = read_jsonl(data) if data else read_gold()
    measured = measure(corpus) | {"corpus_sha256": corpus.digest}
    click.echo(f"{len(corpus.articles)} articles of {data or 'tests/gold'} (SHA-256 {corpus.digest[:12]})")
    click.echo(table(measured))
    if out:
        out.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    low = below_floors(measured, corpus.digest)
    click.echo("\n".join(low) or "No figure is below its floor.")
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
