"""`claimwire compare`: what another set of records has that this one has not."""

from __future__ import annotations

import click
import orjson
from rich.table import Table

from claimwire.cli.options import SuffixType
from claimwire.cli.rows import Terminal, printable
from claimwire.cli.run import run, warn
from claimwire.compare import Difference
from claimwire.compare import compare as difference_between
from claimwire.settings import Settings

_KINDS = ("same", "changed", "gone", "new")


@click.command()
@click.argument("suffix", type=SuffixType())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def compare(settings: Settings, *, suffix: str, as_json: bool) -> None:
    """Compare the records on the topics that end in SUFFIX with the current ones, article by article.

    Two records are the same if their ids and all fields are equal, apart from the extractor and confidence.
    """
    found = run(difference_between(settings, settings.records_suffix, suffix, warn))
    if as_json:
        old, new = found.extractors
        click.echo(orjson.dumps({**_counts(found), "extractors": {"in_force": old, "beside": new}}))
    else:
        _print(found)


def _counts(found: Difference) -> dict[str, dict[str, int]]:
    counted = {"articles": found.articles, "attributions": found.attributions, "claims": found.claims}
    return {name: {kind: counts[kind] for kind in _KINDS} for name, counts in counted.items()}


def _print(found: Difference) -> None:
    table = Table("", *_KINDS, box=None, header_style="bold")
    for name, counts in _counts(found).items():
        table.add_row(name, *(f"{count:,}" for count in counts.values()))
    console = Terminal(highlight=False)
    console.print(table)
    for name, extractors in zip(("in force", "beside"), found.extractors, strict=True):
        console.print(
            f"{name}: {printable(', '.join(extractors)) or 'nothing'}", markup=False, soft_wrap=True
        )
