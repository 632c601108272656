"""`claimwire alerts`: saved searches, who is told of what they find, and what became of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args
from uuid import uuid4

import click
import orjson

from claimwire.alerts.channels import Failure, mail, post
from claimwire.alerts.hits import newest
from claimwire.alerts.mail import MailServer
from claimwire.alerts.messages import Told
from claimwire.alerts.saved import (
    DeliveryDraft,
    Every,
    Format,
    SavedSearch,
    SearchDraft,
    WebhookDraft,
    When,
    every_search,
    save,
)
from claimwire.alerts.sender import webhook_client
from claimwire.cli.options import json_option, opened, private_option, store_option
from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.run import CommandGroup, report, run
from claimwire.cli.search_options import search_of, search_options
from claimwire.desk.records import claim_item, delivery_item, search_item
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.store.words import now_ms

_COLUMNS = (
    Column("id", style="cyan", width=8),
    Column("name", share=3),
    Column("search", share=4),
    Column("of claims", width=19),
    Column("tells", share=3),
    Column("when", width=7, style="dim"),
)
_DEAD = (
    Column("id", style="cyan", width=8),
    Column("search", share=3),
    Column("to", share=3),
    Column("claims", width=6),
    Column("given up", width=16),
    Column("trouble", share=4, style="yellow"),
)
_WHEN = {"at_once": "at once", "hour": "hourly", "day": "daily"}
_MOST_DEAD = 1_000
Found = TypeVar("Found")


@click.group(cls=CommandGroup)
def alerts() -> None:
    """Save searches and send what they find."""


@alerts.command()
@click.argument("name")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@search_options
@click.option("--webhook", metavar="URL", help="Post to this URL.")
@click.option(
    "--format",
    "hook_format",
    type=click.Choice(get_args(Format)),
    default="standard",
    show_default=True,
    help="Body of the webhook: Standard Webhooks, or a Slack message.",
)
@click.option("--secret", help="Secret to sign with, whsec_…. Default: a new one.")
@click.option("--email", "emails", metavar="ADDRESS", multiple=True, help="Send e-mail to this address.")
@click.option(
    "--every",
    type=click.Choice(get_args(Every)),
    default="at_once",
    show_default=True,
    help="How often to send.",
)
@click.option(
    "--when",
    type=click.Choice(get_args(When)),
    default="new",
    show_default=True,
    help="Send claims that are new, or once other articles contradict, deny or repeat them.",
)
@click.option(
    "--sources",
    type=click.IntRange(2, 100),
    default=2,
    show_default=True,
    help="With --when repeated: the number of independent texts.",
)
@click.option("--suggested", is_flag=True, help="Send suggested contradictions and denials too.")
@private_option
@json_option
@store_option
@click.pass_obj
def add(  # noqa: PLR0913 # one for each option
    settings: Settings,
    /,
    *,
    name: str,
    words: tuple[str, ...],
    webhook: str | None,
    hook_format: Format,
    secret: str | None,
    emails: tuple[str, ...],
    every: Every,
    when: When,
    sources: int,
    suggested: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Save a search. A running desk sends what it finds from then on."""
    hook = WebhookDraft(url=webhook, secret=secret, format=hook_format) if webhook else None
    try:
        delivery = DeliveryDraft(webhook=hook, emails=emails, every=every)
        search = search_of(words, given)
        draft = SearchDraft(
            name=name,
            search=search,
            when=when,
            sources=sources,
            suggested=suggested,
            delivery=delivery,
        )
    except ValueError as error:
        raise InputError(_first_line(error)) from None
    with opened(settings) as store:
        saved = save(store, draft, settings)
    made = saved.delivery.webhook.secret if saved.delivery.webhook and not secret else None
    if as_json:
        click.echo(orjson.dumps({"id": saved.id, "secret": made}))
        return
    click.echo(f"saved  {saved.id}")
    if made:
        click.echo(f"secret {made}")


@alerts.command("list")
@json_option
@store_option
@click.pass_obj
def list_searches(settings: Settings, /, *, as_json: bool) -> None:
    """List the saved searches."""
    with opened(settings) as store:
        found = every_search(store)
    rows = Rows(_COLUMNS, Terminal(highlight=False))
    for one in found:
        if as_json:
            click.echo(orjson.dumps(search_item(one), option=orjson.OPT_UTC_Z))
        else:
            rows.print(*_cells(one))
    if not found and not as_json:
        click.echo("no saved searches: `claimwire alerts add NAME WORDS` saves one", err=True)


@alerts.command()
@click.argument("search_id", metavar="ID")
@store_option
@click.pass_obj
def show(settings: Settings, /, *, search_id: str) -> None:
    """Print a saved search and its latest deliveries as JSON."""
    with opened(settings) as store:
        saved = _named(every_search(store), search_id, lambda one: one.id)
        sent = store.deliveries.listed(search_id=saved.id)
    told = {**search_item(saved), "deliveries": list(map(delivery_item, sent))}
    click.echo(orjson.dumps(told, option=orjson.OPT_UTC_Z | orjson.OPT_INDENT_2))


@alerts.command()
@click.argument("search_id", metavar="ID")
@private_option
@store_option
@click.pass_context
def test(ctx: click.Context, /, *, search_id: str) -> None:
    """Send the newest matching claim to every receiver of a saved search and print their answers."""
    settings: Settings = ctx.obj
    with opened(settings) as store:
        saved = _named(every_search(store), search_id, lambda one: one.id)
        claims = [hit.json(claim_item) for hit in newest(store, saved, limit=1)]
    if not saved.delivery.targets:
        raise InputError("the search has no receiver: give it a webhook or an e-mail address")
    told = Told(str(uuid4()), datetime.now(UTC), saved, ",".join(claims), 0, settings.desk_url)
    failures = [failure for target in saved.delivery.targets if (failure := _tried(settings, told, target))]
    ctx.exit(1 if failures else 0)


@alerts.command()
@click.argument("search_ids", metavar="ID...", nargs=-1, required=True)
@json_option
@store_option
@click.pass_obj
def remove(settings: Settings, /, *, search_ids: tuple[str, ...], as_json: bool) -> None:
    """Remove saved searches."""
    with opened(settings) as store:
        every = every_search(store)
        for saved in [_named(every, one, lambda saved: saved.id) for one in search_ids]:
            store.forget(saved.id)
            removed = {"id": saved.id, "name": saved.name, "outcome": "removed"}
            click.echo(orjson.dumps(removed) if as_json else f"removed  {saved.id}  {printable(saved.name)}")


@alerts.command()
@click.argument("delivery_ids", metavar="[ID]...", nargs=-1)
@click.option("--again", is_flag=True, help="Send these again, or all if no ID is given.")
@json_option
@store_option
@click.pass_obj
def dead(settings: Settings, /, *, delivery_ids: tuple[str, ...], again: bool, as_json: bool) -> None:
    """List deliveries that failed for a day, or send them again."""
    with opened(settings) as store:
        found = store.deliveries.listed(state="dead", limit=_MOST_DEAD)
        chosen = [_named(found, one, lambda row: row.id) for one in delivery_ids] or found
        names = {one.id: one.name for one in every_search(store)}
        if again:
            count = sum(store.deliveries.again(row.id, now_ms=now_ms()) for row in chosen)
            click.echo(f"{count:,} to be sent again")
            return
    rows = Rows(_DEAD, Terminal(highlight=False))
    for row in chosen:
        if as_json:
            click.echo(orjson.dumps(delivery_item(row), option=orjson.OPT_UTC_Z))
        else:
            done = row.done.strftime("%Y-%m-%d %H:%M") if row.done else ""
            name, claims = names.get(row.search_id, row.search_id), f"{row.claims + row.more:,}"
            rows.print(row.id[:8], name, row.target or "webhook", claims, done, row.trouble)


def _named(found: list[Found], start: str, id_of: Callable[[Found], str]) -> Found:
    """Return what has an id that starts so; raises `InputError` unless there is one."""
    some = [one for one in found if start and id_of(one).startswith(start)]
    if len(some) != 1:
        raise InputError(f"{start}: {'no such id' if not some else 'several ids start with it'}")
    return some[0]


def _cells(saved: SavedSearch) -> Iterator[str]:
    asked = saved.search.model_dump(mode="json", exclude_defaults=True)
    yield saved.id[:8]
    yield saved.name
    yield ", ".join(f"{name}={_said(value)}" for name, value in asked.items()) or "everything"
    yield saved.told_of
    told = search_item(saved)["delivery"]
    yield ", ".join([*([told["webhook"]["at"]] if told["webhook"] else []), *told["emails"]]) or "nobody"
    yield _WHEN[saved.delivery.every] if saved.delivery.targets else ""


def _said(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def _tried(settings: Settings, told: Told, target: tuple[str, str]) -> Failure | None:
    """Send to one receiver, say what came of it, and return the failure."""
    channel, address = target
    failure = run(_sent(settings, told, address if channel == "email" else None))
    name = address or search_item(told.search)["delivery"]["webhook"]["at"]
    report(f"{name}: {failure.trouble if failure else 'taken'}", level="error" if failure else "info")
    return failure


async def _sent(settings: Settings, told: Told, address: str | None) -> Failure | None:
    if address is not None:
        return await mail(told, address, MailServer.of(settings), sender=settings.smtp_from)
    async with webhook_client(settings) as client:
        return await post(told, client, now=datetime.now(UTC))


def _first_line(error: ValueError) -> str:
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error)
    first = errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
