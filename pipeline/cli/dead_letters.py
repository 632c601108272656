"""`claimwire dead-letters`: what was refused and why, and another try."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple, get_args

import click
from aiokafka.errors import KafkaError
from rich.console import Console

from pipeline.cli.rows import Column, Rows, printable
from pipeline.cli.run import run
from pipeline.dead_letters import Selection, redriven, redrives
from pipeline.errors import InputError, NotDelivered
from pipeline.kafka import KafkaPublisher, start_producer
from pipeline.settings import Settings
from pipeline.subscribe.snapshot import snapshot
from pipeline.subscribe.subscription import decoded
from schemas import DeadLetter, DecodeError
from schemas.topics import DEAD_LETTERS

SHORT_ID = 8
COLUMNS = (
    Column("id", style="cyan", width=SHORT_ID),
    Column("message of", width=16),
    Column("stage", width=9),
    Column("reason", share=2, style="yellow"),
    Column("detail", share=5),
)
SHOWN_BYTES = 2048


class Redriven(NamedTuple):
    """How many were sent again, how many could not be, and the ids that no dead letter has."""

    sent: int
    failed: int
    missed: tuple[str, ...]


reason_option = click.option("--reason", help="Only those refused for this reason, such as bad_json.")


@click.group("dead-letters")
def dead_letters() -> None:
    """Look at refused messages, and try them again."""


@dead_letters.command("list")
@reason_option
@click.option("--stage", type=click.Choice(get_args(DeadLetter.model_fields["stage"].annotation)))
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as on the wire.")
@click.pass_obj
def list_letters(
    settings: Settings, *, reason: str | None, stage: str | None, limit: int | None, as_json: bool
) -> None:
    """List the dead letters."""
    run(_list(settings, Selection(reason=reason, stage=stage), limit=limit, as_json=as_json))


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Write the refused message's value, byte for byte.")
@click.pass_obj
def show(settings: Settings, *, letter_id: str, raw: bool) -> None:
    """Show one dead letter; ID may be shortened."""
    letter = run(_find(settings, letter_id))
    if raw:
        sys.stdout.buffer.write(letter.value or b"")
        sys.stdout.buffer.flush()
    else:
        click.echo("\n".join(_described(letter)))


@dead_letters.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@reason_option
@click.option("--all", "everything", is_flag=True, help="Every dead letter.")
@click.pass_context
def redrive(ctx: click.Context, *, ids: tuple[str, ...], reason: str | None, everything: bool) -> None:
    """Send refused messages to their topics again, as they were."""
    if not (ids or reason or everything):
        raise InputError("nothing selected to send again: name dead letters, or say --reason or --all")
    if everything and (ids or reason):
        raise InputError("--all selects every dead letter: leave out the ids and --reason")
    done = run(_redrive(ctx.obj, Selection(ids=ids, reason=reason)))
    click.echo(f"sent again: {done.sent:,}; could not be: {done.failed:,}; not found: {len(done.missed):,}")
    for name in done.missed:
        click.echo(f"not found: {printable(name)}", err=True)
    ctx.exit(1 if done.missed or done.failed else 0)


async def _letters(settings: Settings, selection: Selection) -> AsyncGenerator[DeadLetter, None]:
    """Yield the selected dead letters, each once; a message that is none is reported."""
    seen: set[str] = set()
    async with aclosing(snapshot(DEAD_LETTERS, settings)) as messages:
        async for message in messages:
            try:
                letter = decoded(DeadLetter, message)
            except DecodeError as error:
                click.echo(f"claimwire: {printable(str(error))}", err=True)
                continue
            if letter in selection and letter.dead_letter_id not in seen:
                seen.add(letter.dead_letter_id)
                yield letter


async def _list(settings: Settings, selection: Selection, *, limit: int | None, as_json: bool) -> None:
    rows = Rows(COLUMNS, Console(highlight=False))
    count = 0
    async with aclosing(_letters(settings, selection)) as letters:
        async for letter in letters:
            if as_json:
                click.echo(letter.encode())
            else:
                rows.print(*_cells(letter))
            count += 1
            if count == limit:
                break
    if not count and not as_json:
        click.echo("no dead letters", err=True)


async def _find(settings: Settings, name: str) -> DeadLetter:
    async with aclosing(_letters(settings, Selection(ids=(name,)))) as letters:
        found = [letter async for letter in letters]
    if len(found) > 1:
        raise InputError(f"{len(found)} dead letters begin with {name!r}: give more of the id")
    if not found:
        raise InputError(f"no dead letter {name!r}: `claimwire dead-letters list` shows all")
    return found[0]


async def _redrive(settings: Settings, selection: Selection) -> Redriven:
    """Send the selected ones again; raises `NotDelivered` when the broker takes no more."""
    named: set[str | None] = set()
    sent = failed = 0
    producer = await start_producer(settings)
    try:
        async with aclosing(_letters(settings, selection)) as letters:
            async for letter in letters:
                named.add(selection.named(letter))
                if await _is_sent_again(letter, KafkaPublisher(producer)):
                    sent += 1
                else:
                    failed += 1
    finally:
        await producer.stop()
    return Redriven(sent, failed, tuple(name for name in dict.fromkeys(selection.ids) if name not in named))


async def _is_sent_again(letter: DeadLetter, publisher: KafkaPublisher) -> bool:
    """Send one again; report one that cannot be."""
    try:
        await (await publisher.send(redriven(letter)))
    except InputError as error:
        click.echo(f"claimwire: {printable(str(error))}", err=True)
        return False
    except KafkaError as error:
        raise NotDelivered(f"dead letter {letter.dead_letter_id}: not delivered: {error!r}") from None
    return True


def _cells(letter: DeadLetter) -> tuple[str, ...]:
    at = f"{letter.timestamp:%Y-%m-%d %H:%M}"
    return letter.dead_letter_id[:SHORT_ID], at, letter.stage, letter.reason, letter.detail


def _described(letter: DeadLetter) -> list[str]:
    value = letter.value or b""
    facts = {
        "id": letter.dead_letter_id,
        "refused": f"{letter.stage}: {letter.reason}",
        "detail": letter.detail,
        "position": f"{letter.topic}/{letter.partition}/{letter.offset}",
        "timestamp": letter.timestamp.isoformat(),
        "redrives": str(redrives(letter)),
        "key": _escaped(letter.key),
    }
    headers = [f"header     {printable(item.name)}: {_escaped(item.value)}" for item in letter.headers]
    more = f" (the first {SHOWN_BYTES:,} shown)" if len(value) > SHOWN_BYTES else ""
    return [
        *(f"{name:10} {printable(text)}" for name, text in facts.items()),
        *headers,
        f"value      {len(value):,} bytes{more}",
        _escaped(letter.value if letter.value is None else value[:SHOWN_BYTES]),
    ]


def _escaped(data: bytes | None) -> str:
    r"""Return bytes as text that a terminal shows: `\x1b` for what it would obey or cannot show."""
    return "(none)" if data is None else repr(data)[2:-1]
