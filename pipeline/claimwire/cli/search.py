"""`claimwire search`: claims of the desk's store, in rows for people or lines for programs."""

from __future__ import annotations

from typing import Any

import click
import orjson

from claimwire.cli.options import opened, store_option
from claimwire.cli.rows import Column, Rows, Terminal
from claimwire.cli.run import report
from claimwire.cli.search_options import search_of, search_options
from claimwire.desk.records import claim_item
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.stances import how, who
from claimwire.store import ClaimRow, Page, Search, Store
from claimwire.store.ranking import MOST_RANKED

_COLUMNS = (
    Column("seen", width=16, style="dim"),
    Column("who", share=4, style="cyan"),
    Column("how", width=10, style="yellow"),
    Column("what", share=9),
    Column("where", share=5, style="dim"),
)


@click.command()
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@search_options
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Maximum number of claims.",
)
@click.option("--after", type=click.IntRange(min=0), help="Continue after the claim at this position.")
@click.option(
    "--best", is_flag=True, help=f"Put the best match for WORDS first, among the newest {MOST_RANKED:,} hits."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line, as in the API.")
@store_option
@click.pass_obj
def search(
    settings: Settings,
    /,
    *,
    words: tuple[str, ...],
    limit: int,
    after: int | None,
    best: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Search the desk's claims, newest or best first.

    WORDS may be "phrases", AND, OR, NOT, prefixes* and parentheses; quote them for your shell.
    """
    with opened(settings, read_only=True) as store:
        page = _page(store, search_of(words, given), best=best, after=after, limit=limit)
    rows = Rows(_COLUMNS, Terminal(highlight=False))
    for row in page.rows:
        if as_json:
            click.echo(orjson.dumps(claim_item(row), option=orjson.OPT_UTC_Z))
        else:
            rows.print(*_cells(row))
    if not page.rows:
        report("no claim matches")
    if page.next is not None:
        report(f"more claims: --after {page.next}")
    if page.ranked == MOST_RANKED:
        report(f"only the newest {MOST_RANKED:,} hits were ranked")


def _page(store: Store, asked: Search, *, best: bool, after: int | None, limit: int) -> Page[ClaimRow]:
    if not best:
        return store.claims(asked, before=after, limit=limit)
    if after is not None:
        raise InputError("--best has one page: leave --after out")
    return store.best_claims(asked, limit=limit)


def _cells(row: ClaimRow) -> tuple[str, ...]:
    where = ": ".join(filter(None, (row.outlet, row.headline)))
    return f"{row.seen:%Y-%m-%d %H:%M}", who(row.claim), how(row.claim), row.text, where
