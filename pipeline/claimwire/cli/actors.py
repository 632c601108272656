"""`claimwire actors`: people and bodies across articles, and what rules got wrong about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import orjson

from claimwire.cli.options import json_option, opened, store_option
from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.run import CommandGroup, report
from claimwire.errors import InputError
from claimwire.match.actors.book import ActorBook, read_change
from claimwire.match.actors.changes import Change, change_of, merged, split
from claimwire.match.actors.known import MOST_BYTES, listed, read_known
from claimwire.settings import Settings
from claimwire.store import ActorRows, ChangeRow, Store
from claimwire.store.words import instant, milliseconds
from claimwire_schemas import Actor

_COLUMNS = (
    Column("id", width=8, style="cyan"),
    Column("name", share=4),
    Column("kind", width=12),
    Column("articles", width=8),
    Column("last seen", width=10),
    Column("role", share=3),
)
_SHORT = 8
"""Characters of an id that are shown, which are enough to name it by."""

_limit_option = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Print at most this many."
)


def _with_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the store, as its first argument."""

    @store_option
    @click.pass_obj
    @wraps(command)
    def with_store(settings: Settings, /, **others: Any) -> None:
        with opened(settings) as store:
            command(store, **others)

    return with_store


@click.group(cls=CommandGroup)
def actors() -> None:
    """List and correct people and bodies across articles."""


@actors.command("list")
@click.argument("part", required=False, default="")
@_limit_option
@json_option
@_with_store
def list_actors(store: Store, *, part: str, limit: int, as_json: bool) -> None:
    """List actors, most articles first; PART filters by name."""
    rows, found = Rows(_COLUMNS, Terminal(highlight=False)), store.actors.find(part, limit=limit)
    if not found:
        report("no actors: `claimwire match` finds them" if not part else f"no actor is called {part!r}")
    for body in found:
        if as_json:
            click.echo(body)
        else:
            rows.print(*_cells(Actor.decode(body.encode())))


@actors.command()
@click.argument("actor")
@json_option
@_with_store
def show(store: Store, *, actor: str, as_json: bool) -> None:
    """Show what is known of ACTOR: an id, its beginning, or a name."""
    with store.actors.looking() as rows:
        found = _found(rows, actor)
    if as_json:
        click.echo(found.encode())
        return
    for line in _lines(found):
        click.echo(printable(line))


@actors.command()
@click.argument("actor")
@click.argument("into")
@_with_store
def merge(store: Store, *, actor: str, into: str) -> None:
    """Merge ACTOR into INTO, whose id it uses from now on."""
    with store.actors.changing() as rows:
        one, other = _found(rows, actor), _root(rows, _found(rows, into))
        changed = merged(one, other)
        change = change_of("merge", one, (other.actor_id,), at=_now())
        ActorBook(rows).keep(change, (changed,))
    click.echo(_told(change, f"{one.name} goes by {other.name}"))


@actors.command("split")
@click.argument("actor")
@click.option("--name", "names", multiple=True, help="A name that is another's.")
@click.option("--role", "roles", multiple=True, help="A role that a namesake holds.")
@_with_store
def split_actor(store: Store, *, actor: str, names: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """Move some names or roles of ACTOR to a new actor."""
    now = _now()
    with store.actors.changing() as rows:
        one = _found(rows, actor)
        old, new = split(one, names, roles, at=now)
        moved = tuple(it.name for it in new.names if it not in old.names) if names else ()
        change = change_of("split", one, (new.actor_id,), at=now, names=moved)
        ActorBook(rows).keep(change, (old, new))
    click.echo(_told(change, f"{new.name} has the id {new.actor_id}"))


@actors.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_with_store
def load(store: Store, *, file: Path) -> None:
    """Load known people and bodies from a CSV file (id,names,wikidata,kind). They win over rules."""
    with file.open("rb") as source:
        found = read_known(source.read(MOST_BYTES + 1), name=str(file), at=_now())
    with store.actors.changing() as rows:
        changes = [change for one in found if (change := _load(ActorBook(rows), one)) is not None]
    for change in changes:
        click.echo(change.change_id)
    click.echo(f"{len(changes):,} loaded, {len(found) - len(changes):,} there already", err=True)


@actors.command()
@_limit_option
@json_option
@_with_store
def changes(store: Store, *, limit: int, as_json: bool) -> None:
    """List merges, splits and loaded actors, the latest first."""
    for row in store.actors.changes(limit=limit):
        click.echo(orjson.dumps(_facts(row), option=orjson.OPT_UTC_Z) if as_json else _line(row))


@actors.command()
@click.argument("change")
@_with_store
def undo(store: Store, *, change: str) -> None:
    """Undo CHANGE, by its id or the beginning of it."""
    with store.actors.changing() as rows:
        done, changed = ActorBook(rows).undo(change, at_ms=milliseconds(_now()))
    click.echo(_told(done, f"undone, {len(changed)} changed"))


def _load(book: ActorBook, known: Actor) -> Change | None:
    """Load one actor of a list, and merge those into it that have its names; None if nothing changes."""
    old = next(iter(book.get((known.actor_id,))), None)
    new = listed(known, old)
    same = [one for one in book.named_as(new) if one.merged_into is None and not one.known]
    moved = [merged(one, new) for one in same if one.sort == new.sort]
    if new == old and not moved:
        return None
    change = change_of("list", new, [one.actor_id for one in moved], at=known.first_seen)
    book.keep(change, (new, *moved))
    return change


def _found(rows: ActorRows, told: str) -> Actor:
    """Return the actor of a name that only one has, or of an id or its beginning as it is shown."""
    wanted = told.strip().casefold()
    named = (Actor.decode(body.encode()) for body in rows.find(told.strip(), limit=1000)) if wanted else ()
    found = [one for one in named if any(it.name.casefold() == wanted for it in one.names)]
    if not found and len(wanted) >= _SHORT:
        found = [Actor.decode(body.encode()) for body in rows.get(wanted)]
    if len(found) != 1:
        which = "more than one" if found else "no"
        raise InputError(f"{which} actor {told!r}: `claimwire actors list {told}` tells their ids")
    return found[0]


def _root(rows: ActorRows, actor: Actor) -> Actor:
    while actor.merged_into is not None:
        actor = _found(rows, actor.merged_into)
    return actor


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _told(change: Change, what: str) -> str:
    return printable(f"{change.change_id[:_SHORT]}  {what}")


def _cells(actor: Actor) -> Iterable[str]:
    yield actor.actor_id[:_SHORT]
    yield actor.name
    yield actor.kind
    yield f"{actor.articles:,}"
    yield f"{actor.last_seen:%Y-%m-%d}"
    yield _role(actor)


def _role(actor: Actor) -> str:
    latest = actor.roles[0] if actor.roles else None
    return ", ".join(filter(None, (latest.role, latest.affiliation))) if latest else ""


def _lines(actor: Actor) -> Iterable[str]:
    yield f"{actor.name}, {actor.kind}"
    yield f"id {actor.actor_id}" + (f", Wikidata {actor.wikidata}" if actor.wikidata else "")
    if actor.merged_into:
        yield f"goes by {actor.merged_into}"
    yield f"{actor.articles:,} articles from {actor.first_seen:%Y-%m-%d} to {actor.last_seen:%Y-%m-%d}"
    for name in actor.names:
        yield f"called {name.name} ({name.mentions:,})"
    for role in actor.roles:
        held = ", ".join(filter(None, (role.role, role.affiliation)))
        yield f"{held} ({role.first_seen:%Y-%m-%d} to {role.last_seen:%Y-%m-%d})"


def _facts(row: ChangeRow) -> dict[str, object]:
    change = read_change(row)
    undone = instant(row.undone_ms) if row.undone_ms else None
    return {
        "change_id": change.change_id,
        "what": change.what,
        "at": change.at,
        "actor_id": change.actor_id,
        "others": change.others,
        "names": change.names,
        "undone_at": undone,
    }


def _line(row: ChangeRow) -> str:
    change = read_change(row)
    cells = (change.change_id[:_SHORT], f"{change.at:%Y-%m-%d %H:%M}", change.what, change.actor_id[:_SHORT])
    others = " ".join(one[:_SHORT] for one in change.others)
    told = filter(None, (*cells, others, ", ".join(change.names), "undone" if row.undone_ms else ""))
    return printable("  ".join(told))
