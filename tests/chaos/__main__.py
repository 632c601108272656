"""`make chaos`: every fault, one row each; exits with 1 where a promise was broken."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from typing import cast, get_args

import click
from rich.console import Console

from pipeline.log import configure_logs
from pipeline.settings import load_settings
from tests.chaos.report import as_json, table
from tests.chaos.rows import ROWS
from tests.chaos.run import Result, Row, run_row
from tests.chaos.site import Kind, Site, site_of


@click.command()
@click.option("--broker", type=click.Choice(get_args(Kind)), default="cluster", show_default=True)
@click.option("--only", multiple=True, type=click.Choice([row.name for row in ROWS]), help="May be repeated.")
@click.option("--articles", default=300, show_default=True, help="Fed in each row.")
@click.option("--seconds", default=25.0, show_default=True, help="Over which they are fed.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "json_too", is_flag=True, help="The results as JSON on standard output.")
def main(
    *, broker: str, only: tuple[str, ...], articles: int, seconds: float, seed: int, json_too: bool
) -> None:
    """Break the wire in every way that the broker allows, and count what comes out."""
    configure_logs(load_settings(log_level="error"))
    kind = cast("Kind", broker)
    rows = [row for row in ROWS if kind in row.kinds and (row.name in only if only else row.by_default)]
    results = asyncio.run(_all(rows, kind, count=articles, seconds=seconds, seed=seed))
    title = f"{broker}, {articles} articles over {seconds:g} s in each row, seed {seed}"
    Console(width=170, stderr=json_too).print(table(results, title))
    if json_too:
        click.echo(as_json(results))
    sys.exit(not all(result.held for result in results) or len(results) < len(rows))


async def _all(rows: list[Row], kind: Kind, *, count: int, seconds: float, seed: int) -> list[Result]:
    results = []
    async with AsyncExitStack() as stack:
        site: Site | None = None
        for row in rows:
            if kind == "embedded" or site is None:
                await stack.aclose()
                site = await stack.enter_async_context(site_of(kind))
            if row.name == "full-disk" and not site.disk:
                click.echo("full-disk: skipped, since no disk of its own may be mounted here", err=True)
                continue
            try:
                result = await run_row(row, site, count=count, seconds=seconds, seed=seed)
            except Exception as error:  # noqa: BLE001 # one row that fails must not hide the others
                click.echo(f"{row.name}: BROKEN: {error!r:.3000}", err=True)
                continue
            results.append(result)
            held = "held" if result.held else "BROKEN"
            click.echo(f"{row.name}: {held} in {result.took_s:.0f} s {result.notes or ''}", err=True)
    return results


if __name__ == "__main__":
    main()
