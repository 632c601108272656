"""`claimwire match`: what joins articles, found in the desk's store."""

from __future__ import annotations

import json
from functools import partial

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claimwire.alerts.alerting import Alerting
from claimwire.cli.options import opened, store_option
from claimwire.cli.run import run
from claimwire.cli.worker import serve
from claimwire.desk.records import claim_item
from claimwire.settings import Settings
from claimwire.store import MatchAlert, Store


@click.command()
@store_option
@click.option("--again", is_flag=True, help="First delete all matches; verdicts and actors are kept.")
@click.option("--once", is_flag=True, help="Match all articles in the store, then stop. Needs no broker.")
@click.option("--json", "as_json", is_flag=True, help="With --once, print the counts as JSON.")
@click.pass_obj
def match(settings: Settings, *, again: bool, once: bool, as_json: bool) -> None:
    """Find copies, people, repeated and contradicted claims, and stories across articles.

    Matches the articles that `claimwire desk` stores, until SIGTERM or Ctrl-C. The desk shows the matches.
    Each kind is published on its own topic. Several matchers can share a PostgreSQL store; they take turns.
    """
    from claimwire.match.app import running_matcher  # noqa: PLC0415 - aiohttp takes a moment

    if again:
        _forget_all(settings)
    if once:
        _match_once(settings, as_json=as_json)
    else:
        service = partial(running_matcher, alert=_alert(settings))
        run(serve(settings, service, name="match", embedded=False))


def _forget_all(settings: Settings) -> None:
    from claimwire.match.engine import begin_again  # noqa: PLC0415 - as above

    with opened(settings, fills=True) as store:
        begin_again(store)


def _match_once(settings: Settings, *, as_json: bool) -> None:
    with opened(settings, fills=True) as store:
        articles, claims, links = _matched(store, _alert(settings))
    if as_json:
        click.echo(json.dumps({"articles": articles, "claims": claims, "links": links}))
    else:
        click.echo(f"{articles:,} articles with {claims:,} claims matched, {links:,} links found", err=True)


def _alert(settings: Settings) -> MatchAlert:
    """Return what tells saved searches of matches; the desk sends it."""
    return Alerting(claim_item, digest_hour=settings.alert_digest_hour).matched


def _matched(store: Store, alert: MatchAlert) -> tuple[int, int, int]:
    from claimwire.match.engine import step  # noqa: PLC0415 - as above

    articles = claims = links = 0
    columns = (TextColumn("matching"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("matching", total=store.unmatched())
        while done := step(store, alert=alert):
            articles, claims, links = articles + done.articles, claims + done.claims, links + done.links
            progress.update(bar, completed=articles + claims)
    return articles, claims, links
