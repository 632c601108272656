"""`claimwire feeds`: which feeds are polled, how they are doing, and the service that polls them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import click
import orjson

from claimwire.cli.options import json_option, private_option
from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.run import CommandGroup, run, warn
from claimwire.cli.worker import serve
from claimwire.errors import InputError
from claimwire.polling.admin import Listed, add_feeds, feed_of, listed_feeds, remove_feeds
from claimwire.polling.examine import Examined, examine
from claimwire.polling.feed_state import Status
from claimwire.polling.schedule import Failure
from claimwire.polling.world import polite_client
from claimwire.settings import Settings
from claimwire.sources.opml import Subscription, read_opml, write_opml
from claimwire.sources.reader import DocumentReader
from claimwire_schemas import Feed

_COLUMNS = (
    Column("feed", share=4, style="cyan"),
    Column("status", width=8),
    Column("last news", width=9),
    Column("next in", width=7),
    Column("new", width=7),
    Column("known", width=8),
    Column("refused", width=7),
    Column("failed", width=6),
    Column("trouble", share=3, style="yellow"),
)
_CHECKED = (
    Column("feed", share=6, style="cyan"),
    Column("kind", width=13),
    Column("items", width=6),
    Column("full text", width=9),
    Column("newest", width=16),
    Column("trouble", share=4, style="yellow"),
)
_LARGEST_OPML = 16 * 1024 * 1024


@click.group(cls=CommandGroup)
def feeds() -> None:
    """Manage the feeds that are polled for articles, and poll them."""


@feeds.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--outlet", help="Outlet of articles that name none.")
@click.option("--language", help="Language of articles if neither they nor the feed say.")
@click.option(
    "--full-text",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to fetch articles' pages. auto: if the feed has only summaries.",
)
@click.option(
    "--min-interval",
    "min_interval_s",
    type=click.IntRange(min=1),
    help="Shortest time between polls, in seconds.",
)
@click.option(
    "--max-interval",
    "max_interval_s",
    type=click.IntRange(min=1),
    help="Longest time between polls, in seconds.",
)
@click.option("--no-check", is_flag=True, help="Add without fetching; URL must be the feed itself.")
@private_option
@json_option
@click.pass_context
def add(
    ctx: click.Context, /, *, urls: tuple[str, ...], no_check: bool, as_json: bool, **fields: Any
) -> None:
    """Add feeds, sitemaps, or sites whose page names a feed; update feeds that are there already.

    Addresses without a feed are reported and the rest is added; the exit status is then 1.
    """
    asked, bad = _asked(urls, fields)
    bad += run(_add(ctx.obj, asked, fields, check=not no_check, as_json=as_json))
    ctx.exit(1 if bad else 0)


@feeds.command("list")
@click.option("--status", type=click.Choice(get_args(Status)), help="Only feeds with this status.")
@json_option
@click.pass_obj
def list_feeds(settings: Settings, *, status: Status | None, as_json: bool) -> None:
    """List the feeds and their status."""
    found = run(listed_feeds(settings)).values()
    shown = [listed for listed in found if status in (None, _status(listed))]
    rows, now = Rows(_COLUMNS, Terminal(highlight=False)), datetime.now(UTC)
    for listed in shown:
        if as_json:
            click.echo(orjson.dumps(_facts(listed), option=orjson.OPT_UTC_Z))
        else:
            rows.print(*_cells(listed, now))
    if not shown and not as_json:
        click.echo("no feeds: `claimwire feeds add URL` adds one", err=True)


@feeds.command()
@click.argument("urls", metavar="[URL]...", nargs=-1)
@private_option
@json_option
@click.pass_context
def check(ctx: click.Context, *, urls: tuple[str, ...], as_json: bool) -> None:
    """Fetch feeds, by default all of them, and say what they have. Publishes nothing."""
    asked = [feed_of(url).url for url in urls] or list(run(listed_feeds(ctx.obj)))
    failures = run(_check(ctx.obj, asked, as_json=as_json))
    ctx.exit(1 if failures else 0)


@feeds.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@json_option
@click.pass_context
def remove(ctx: click.Context, *, urls: tuple[str, ...], as_json: bool) -> None:
    """Stop polling feeds."""
    asked = [feed_of(url).url for url in urls]
    removed = run(remove_feeds(asked, ctx.obj))
    for url in asked:
        _tell(url, "removed" if url in removed else "not there", width=9, as_json=as_json)
    ctx.exit(0 if set(asked) == set(removed) else 1)


@feeds.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
@click.pass_context
def import_feeds(ctx: click.Context, *, file: Path, as_json: bool) -> None:
    """Add feeds from an OPML file, as feed readers export it, or from a text file with one address per line.

    Existing feeds keep their settings.
    """
    size = file.stat().st_size
    if size > _LARGEST_OPML:
        raise InputError(f"{file}: {size:,} bytes; an OPML file may have {_LARGEST_OPML:,}")
    found, bad = _from_opml(file)
    new = run(add_feeds(found, ctx.obj, keeps_known=True)) if found else ()
    counts = {"added": len(new), "there already": len(found) - len(new), "bad": bad}
    if as_json:
        click.echo(orjson.dumps({name.replace(" ", "_"): count for name, count in counts.items()}))
    else:
        click.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    ctx.exit(1 if bad else 0)


@feeds.command("export")
@click.pass_obj
def export_feeds(settings: Settings) -> None:
    """Write the feeds and their settings to standard output as OPML, which feed readers import."""
    found = run(listed_feeds(settings)).values()
    subscriptions = (
        Subscription(one.feed.url, one.feed.title, settings=_settings_of(one.feed)) for one in found
    )
    click.get_binary_stream("stdout").write(write_opml(subscriptions, title="Claimwire"))


@feeds.command("run")
@click.option("--embedded", is_flag=True, help="Start an embedded broker and create the topics first.")
@private_option
@click.pass_obj
def run_feeder(settings: Settings, *, embedded: bool) -> None:
    """Poll the feeds until SIGTERM or Ctrl-C. Several feeders share the feeds."""
    from claimwire.stream.feeder import running_feeder  # noqa: PLC0415 - Faust takes a second to import

    run(serve(settings, running_feeder, name="feeder", embedded=embedded))


def _asked(urls: Iterable[str], fields: dict[str, Any]) -> tuple[list[Feed], int]:
    """Return the feeds at addresses, and how many are none, each of which is reported."""
    asked: list[Feed] = []
    bad = 0
    for url in urls:
        try:
            asked.append(feed_of(url, **fields))
        except InputError as error:
            warn(str(error))
            bad += 1
    return asked, bad


async def _add(
    settings: Settings, asked: list[Feed], fields: dict[str, Any], *, check: bool, as_json: bool
) -> int:
    """Add the feeds that are there, and return how many are not."""
    found = [feed async for feed in _examined(settings, asked, fields)] if check else asked
    new = await add_feeds(found, settings) if found else ()
    for feed in found:
        _tell(feed.url, "added" if feed in new else "changed", width=7, as_json=as_json)
    return len(asked) - len(found)


def _tell(url: str, outcome: str, *, width: int, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps({"url": url, "outcome": outcome.replace(" ", "_")}))
    else:
        click.echo(f"{outcome:{width}}  {printable(url)}")


async def _examined(settings: Settings, asked: list[Feed], fields: dict[str, Any]) -> AsyncIterator[Feed]:
    """Yield the feeds at the addresses asked for; an address without one is reported."""
    async with polite_client(settings) as client, _reader() as reader:
        for feed in asked:
            try:
                found = await examine(feed.url, client, reader)
            except Failure as failure:
                warn(str(failure))
                continue
            for other in found.others:
                click.echo(f"also there: {printable(other)}", err=True)
            yield feed_of(found.url, title=found.document.title, **fields)


async def _check(settings: Settings, urls: Iterable[str], *, as_json: bool) -> int:
    rows, failures = Rows(_CHECKED, Terminal(highlight=False)), 0
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(polite_client(settings))
        reader = await stack.enter_async_context(_reader())
        for url in urls:
            try:
                facts = _examined_facts(url, await examine(url, client, reader))
            except Failure as failure:
                facts, failures = {"url": url, "trouble": f"{failure.reason}: {failure}"}, failures + 1
            if as_json:
                click.echo(orjson.dumps(facts))
            else:
                names = ("url", "kind", "items", "with_full_text", "newest", "trouble")
                rows.print(*(str(facts.get(name, "") or "") for name in names))
    return failures


@asynccontextmanager
async def _reader() -> AsyncIterator[DocumentReader]:
    reader = DocumentReader()
    try:
        yield reader
    finally:
        await reader.close()


def _from_opml(file: Path) -> tuple[list[Feed], int]:
    listed = read_opml(file.read_bytes(), name=str(file))
    found: dict[str, Feed] = {}
    problems = [f"{problem.where}: {problem.reason}" for problem in listed.problems]
    for one in listed.subscriptions:
        try:
            feed = feed_of(one.url, title=one.title, **_fields(one.settings))
            found[feed.url] = feed
        except InputError as error:
            problems.append(f"{file}: {error}")
    for problem in problems:
        warn(problem)
    return list(found.values()), len(problems)


def _settings_of(feed: Feed) -> tuple[tuple[str, str], ...]:
    """Return what is set of a feed, as text."""
    given = feed.model_dump(exclude_defaults=True, exclude={"url", "title", "schema_version"})
    return tuple((name, str(value)) for name, value in given.items())


def _fields(settings: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return settings as a feed has them; those of a later version are passed over."""
    known = set(Feed.model_fields) - {"url", "title", "schema_version"}
    return {
        name: int(value) if name.endswith("_s") and value.isdecimal() else value
        for name, value in settings
        if name in known
    }


def _status(listed: Listed) -> Status:
    return listed.state.status if listed.state else "waiting"


def _facts(listed: Listed) -> dict[str, Any]:
    state = listed.state
    facts: dict[str, Any] = listed.feed.model_dump(exclude={"schema_version"})
    facts |= {"partition": listed.partition, "status": _status(listed)}
    if state:
        kept = {"address", "interval_s", "next_at", "added_at", "polled_at", "succeeded_at", "news_at"}
        facts |= state.model_dump(include=kept | {"strikes", "polls", "counts", "trouble"})
        facts["title"] = listed.feed.title or state.title
    return facts


def _cells(listed: Listed, now: datetime) -> Iterator[str]:
    state = listed.state
    yield state.name if state else listed.feed.title or listed.feed.url
    yield _status(listed)
    yield _span(now, state.news_at, ago=True) if state else ""
    yield _span(now, state.next_at) if state else ""
    for name in ("new", "known", "refused", "failed"):
        yield f"{getattr(state.counts, name):,}" if state else ""
    yield f"{state.trouble.reason}: {state.trouble.detail}" if state and state.trouble else ""


def _span(now: datetime, at: datetime | None, *, ago: bool = False) -> str:
    """Return the time between now and then in its largest unit: `3 h ago`; `now` where it is past."""
    if at is None:
        return "never"
    seconds = (now - at if ago else at - now).total_seconds()
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}" + (" ago" if ago else "")
    return "now"


def _examined_facts(asked: str, found: Examined) -> dict[str, Any]:
    items = found.document.items
    return {
        "url": found.url,
        "asked": asked,
        "kind": found.document.kind,
        "title": found.document.title,
        "items": len(items),
        "problems": len(found.document.problems),
        "with_full_text": sum(item.extent == "full" for item in items),
        "newest": next((item.published_at for item in items if item.published_at), None),
        "others": list(found.others),
        "trouble": "document_cut: the feed breaks off: its end is missing" if found.document.is_cut else None,
    }
