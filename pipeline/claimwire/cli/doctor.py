"""`claimwire doctor`: whether all that a wire needs is there, and what to do where it is not."""

from __future__ import annotations

from contextlib import aclosing
from itertools import groupby

import click
import orjson

from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.run import run
from claimwire.doctor import Finding, examine
from claimwire.settings import Settings

_COLUMNS = (Column("", width=4, style="bold"), Column("what", width=34, style="cyan"), Column("found"))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> None:
    """Check settings, model, desk, broker, topics, records and workers, and say how to fix problems.

    Writes nothing. The exit status is 1 if a check fails.
    """
    findings = run(_examine(ctx.obj, rows=None if as_json else Rows(_COLUMNS, Terminal(highlight=False))))
    failed = any(finding.verdict == "fail" for finding in findings)
    if as_json:
        told = {"ok": not failed, "findings": [finding._asdict() for finding in findings]}
        click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    else:
        _tell_what_to_do(findings)
    ctx.exit(1 if failed else 0)


async def _examine(settings: Settings, *, rows: Rows | None) -> list[Finding]:
    """Return all findings; show each as it is made where there are rows to show."""
    findings = []
    async with aclosing(examine(settings, store=_store(settings))) as made:
        async for finding in made:
            findings.append(finding)
            if rows:
                rows.print(finding.verdict, finding.check, finding.found)
    return findings


def _store(settings: Settings) -> str | None:
    """Return where the desk's store is; None where the desk is not installed."""
    try:
        from claimwire.store.places import store_url  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    return store_url(settings)


def _tell_what_to_do(findings: list[Finding]) -> None:
    """Print, whole, what a row may have had to shorten."""
    advised = [finding for finding in findings if finding.verdict != "ok"]
    for advice, alike in groupby(advised, key=lambda finding: finding.advice):
        click.echo()
        for finding in alike:
            click.echo(f"{finding.verdict}  {printable(f'{finding.check}: {finding.found}')}")
        click.echo(f"      → {printable(advice)}")
