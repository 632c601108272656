"""`claimwire match`: what joins articles, found in the desk's store."""

from __future__ import annotations

import json
from functools import partial

import click
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claimwire.alerts.alerting import Alerting
from claimwire.cli.run import run
from claimwire.cli.worker import serve
from claimwire.desk.records import claim_item
from claimwire.settings import Settings
from claimwire.store import MatchAlert, Store, open_store
from claimwire.store.places import store_url


@click.command()
@click.option("--store", metavar="URL", help="Database of the desk. Default: the desk's own.")
@click.option(
    "--again",
    is_flag=True,
    help="Forget all matches except people's verdicts, then match everything again.",
)
@click.option("--once", is_flag=True, help="Match what is in the store, then stop. Needs no broker.")
@click.option("--json", "as_json", is_flag=True, help="With --once: what was matched, as JSON.")
@click.pass_obj
def match(settings: Settings, *, store: str | None, again: bool, once: bool, as_json: bool) -> None:
    """Find copies, people, repeated and contradicted claims, and stories across articles.

    Reads the articles that `claimwire desk` stores, until SIGTERM or Ctrl-C. Several matchers may share a
    PostgreSQL store: they take turns. The desk shows the results, and they are published on topics of their
    own.
    """
    from claimwire.match.app import running_matcher  # noqa: PLC0415 - aiohttp takes a moment

    if store is not None:
        settings = settings.model_copy(update={"store": SecretStr(store)})
    if again:
        _forget_all(settings)
    if once:
        _match_once(settings, as_json=as_json)
    else:
        service = partial(running_matcher, alert=_alert(settings))
        run(serve(settings, service, name="match", embedded=False))


def _forget_all(settings: Settings) -> None:
    from claimwire.match.engine import begin_again  # noqa: PLC0415 - as above

    opened = open_store(store_url(settings))
    try:
        begin_again(opened)
    finally:
        opened.close()


def _match_once(settings: Settings, *, as_json: bool) -> None:
    opened = open_store(store_url(settings))
    try:
        articles, claims, links = _matched(opened, _alert(settings))
    finally:
        opened.close()
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
