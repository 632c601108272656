"""`make chaos`: every fault, one row each; exits with 1 where a promise was broken."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from typing import cast, get_args

import click
from rich.console import Console

from claimwire.log import configure_logs
from claimwire.settings import load_settings
from tests.chaos.report import as_json, table
from tests.chaos.rows import ROWS
from tests.chaos.run import Amounts, Result, Row, run_row
from tests.chaos.site import Kind, Site, site_of


@click.command()
@click.option("--broker", type=click.Choice(get_args(Kind)), default="cluster", show_default=True)
@click.option("--only", multiple=True, type=click.Choice([row.name for row in ROWS]), help="May be repeated.")
@click.option("--articles", default=300, show_default=True, help="Fed in each row.")
@click.option("--seconds", default=25.0, show_default=True, help="Over which they are fed.")
@click.option("--scale", default=1.0, show_default=True, help="Of the long runs' numbers.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "json_too", is_flag=True, help="The results as JSON on standard output.")
def main(*, broker: str, only: tuple[str, ...], json_too: bool, **amounts: float) -> None:
    """Break the wire in every way that the broker allows, and count what comes out."""
    configure_logs(load_settings(log_level="error"))
    kind, amount = cast("Kind", broker), Amounts(**amounts)  # type: ignore[arg-type] # click has checked them
    rows = [row for row in ROWS if kind in row.kinds and (row.name in only if only else row.by_default)]
    results = asyncio.run(all_rows(rows, kind, amount))
    title = f"{broker}, {amount.articles} articles over {amount.seconds:g} s in each row, seed {amount.seed}"
    Console(width=170, stderr=json_too).print(table(results, title))
    if json_too:
        click.echo(as_json(results))
    sys.exit(not all(result.held for result in results) or len(results) < len(rows))


async def all_rows(rows: list[Row], kind: Kind, amounts: Amounts) -> list[Result]:
    """Run rows one after the other; one that cannot be run to its end is told of, and is no result."""
    results = []
    async with AsyncExitStack() as stack:
        site: Site | None = None
        for row in rows:
            if kind == "embedded" or site is None or row.small_disk != (site.disk is not None):
                await stack.aclose()
                site = await stack.enter_async_context(site_of(kind, small_disk=row.small_disk))
            try:
                result = await run_row(row, site, amounts)
            except Exception as error:  # noqa: BLE001 # one row that fails must not hide the others
                click.echo(f"{row.name}: BROKEN: {error!r:.3000}", err=True)
                continue
            results.append(result)
            held = "held" if result.held else f"BROKEN {result.broken}"
            click.echo(f"{row.name}: {held} in {result.took_s:.0f} s {result.notes or ''}", err=True)
    return results


if __name__ == "__main__":
    main()
