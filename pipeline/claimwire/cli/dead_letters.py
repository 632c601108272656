"""`claimwire dead-letters`: what was refused and why, and another try."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, get_args

import click
import orjson

from claimwire.cli.options import json_option
from claimwire.cli.rows import Column, Rows, Terminal, printable
from claimwire.cli.run import CommandGroup, run, warn
from claimwire.cli.times import TimeType
from claimwire.dead_letters import Selection, former_of, redrives
from claimwire.errors import InputError
from claimwire.pace import Pace
from claimwire.redrive import Planned, Sender, letters, plan
from claimwire.settings import Settings
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import ARTICLES, RAW

_TOPICS = {"raw": RAW, "articles": ARTICLES}

_SHORT_ID = 8
_COLUMNS = (
    Column("id", style="cyan", width=_SHORT_ID),
    Column("message of", width=16),
    Column("stage", width=9),
    Column("reason", share=2, style="yellow"),
    Column("detail", share=5),
)
_SHOWN_BYTES = 2048


_FATES = {"send": "would be sent", "cannot be": "cannot be sent"}
_FATE_COLUMNS = (
    *_COLUMNS[:2],
    Column("topic", share=2),
    _COLUMNS[3],
    Column("tries", width=5),
    Column("fate", width=14),
)


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that select dead letters, under the names of a `Selection`'s fields."""
    stages = get_args(DeadLetter.model_fields["stage"].annotation)
    options = (
        click.option("--reason", help="Only with this reason, such as bad_json."),
        click.option("--stage", type=click.Choice(stages), help="Only from this stage."),
        click.option("--topic", type=click.Choice(list(_TOPICS)), help="Only messages from this topic."),
        click.option("--from", "since", type=TimeType(), help="Only messages from this time on."),
        click.option("--until", type=TimeType(), help="Only messages before this time."),
        click.option("--outlet", help="Only messages whose outlet has these words."),
        click.option("--url", help="Only messages whose URL has these words."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("dead-letters", cls=CommandGroup)
def dead_letters() -> None:
    """Inspect refused messages and send them again."""


@dead_letters.command("list")
@selecting
@click.option("--limit", type=click.IntRange(min=1), help="At most this many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line, as on the topic.")
@click.pass_obj
def list_letters(settings: Settings, /, *, limit: int | None, as_json: bool, **asked: Any) -> None:
    """List the dead letters."""
    run(_list(settings, _selection((), asked), limit=limit, as_json=as_json))


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Write the refused message's value, unchanged.")
@json_option
@click.pass_obj
def show(settings: Settings, *, letter_id: str, raw: bool, as_json: bool) -> None:
    """Show one dead letter. ID may be shortened."""
    letter = run(_find(settings, letter_id))
    if as_json:
        click.echo(letter.encode())
    elif raw:
        sys.stdout.buffer.write(letter.value or b"")
        sys.stdout.buffer.flush()
    else:
        click.echo("\n".join(_described(letter)))


@dead_letters.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@selecting
@click.option("--all", "everything", is_flag=True, help="Every dead letter.")
@click.option("--limit", type=click.IntRange(min=1), help="Send at most this many.")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Maximum retries of a message.",
)
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Maximum rate, per second.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object per dead letter, with its outcome."
)
@click.pass_context
def redrive(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    /,
    *,
    ids: tuple[str, ...],
    everything: bool,
    limit: int | None,
    most: int,
    rate: float | None,
    dry_run: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Send refused messages to their topics again, unchanged. None is sent twice."""
    selection = _selection(ids, asked)
    if selection == Selection() and not everything:
        raise InputError("nothing selected: give ids, a filter such as --reason, or --all")
    if everything and selection != Selection():
        raise InputError("--all selects every dead letter: leave out the ids and the other options")
    show = _print_fate if as_json else _fate_rows() if dry_run else _report_fate
    sending = _redrive(
        ctx.obj, selection, most=most, limit=limit, rate=None if dry_run else Pace(rate), show=show
    )
    fates, missed = run(sending)
    click.echo(_summary(fates, missed, dry_run=dry_run), err=as_json)
    for name in missed:
        click.echo(f"not found: {printable(name)}", err=True)
    ctx.exit(1 if missed or fates["cannot be"] else 0)


def _selection(ids: tuple[str, ...], asked: dict[str, Any]) -> Selection:
    topic = asked.pop("topic")
    return Selection(ids, topic=_TOPICS[topic].name if topic else None, **asked)


def _summary(fates: Counter[str], missed: tuple[str, ...], *, dry_run: bool) -> str:
    sent = "would be sent" if dry_run else "sent again"
    counts = [
        f"{sent}: {fates['send']:,}",
        f"could not be: {fates['cannot be']:,}",
        f"not found: {len(missed):,}",
    ]
    counts += [f"{fate}: {fates[fate]:,}" for fate in ("sent before", "too often") if fates[fate]]
    return "; ".join(counts)


def _report_fate(planned: Planned) -> None:
    if planned.problem:
        warn(planned.problem)
    elif planned.fate == "too often":
        letter = planned.letter
        warn(
            f"dead letter {letter.dead_letter_id}: left, sent again {redrives(letter)} times before (--most)"
        )


def _print_fate(planned: Planned) -> None:
    letter = planned.letter
    fields = {
        "dead_letter_id": letter.dead_letter_id,
        "fate": planned.fate,
        "problem": planned.problem or None,
        "position": f"{letter.topic}/{letter.partition}/{letter.offset}",
        "stage": letter.stage,
        "reason": letter.reason,
        "redrives": redrives(letter),
        "former": former_of(letter),
    }
    click.echo(orjson.dumps(fields))


def _fate_rows() -> Callable[[Planned], None]:
    rows = Rows(_FATE_COLUMNS, Terminal(highlight=False))

    def show(planned: Planned) -> None:
        letter, fate = planned.letter, _FATES.get(planned.fate, planned.fate)
        at = f"{letter.timestamp:%Y-%m-%d %H:%M}"
        tries = str(redrives(letter))
        rows.print(letter.dead_letter_id[:_SHORT_ID], at, letter.topic, letter.reason, tries, fate)

    return show


async def _letters(settings: Settings, selection: Selection) -> AsyncGenerator[DeadLetter, None]:
    """Yield the selected dead letters, each once; a message that is none is reported."""
    async with aclosing(letters(settings, warn)) as found:
        async for letter in found:
            if letter in selection:
                yield letter


async def _list(settings: Settings, selection: Selection, *, limit: int | None, as_json: bool) -> None:
    rows = Rows(_COLUMNS, Terminal(highlight=False))
    count = 0
    async with aclosing(_letters(settings, selection)) as found:
        async for letter in found:
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
    async with aclosing(_letters(settings, Selection(ids=(name,)))) as some:
        found = [letter async for letter in some]
    if len(found) > 1:
        raise InputError(f"{len(found)} dead letters begin with {name!r}: give a longer id")
    if not found:
        raise InputError(f"no dead letter {name!r}: `claimwire dead-letters list` shows all")
    return found[0]


async def _redrive(
    settings: Settings,
    selection: Selection,
    *,
    most: int,
    limit: int | None,
    rate: Pace | None,
    show: Callable[[Planned], None],
) -> tuple[Counter[str], tuple[str, ...]]:
    """Send the selected ones again, with no rate none; return their fates, and the ids that no letter has.

    Raises `NotDelivered` if the broker refuses or does not answer.
    """
    named: set[str] = set()
    fates: Counter[str] = Counter()
    async with (
        aclosing(Sender(settings)) as sender,
        aclosing(plan(settings, selection, most=most, report=warn)) as found,
    ):
        async for planned in found:
            named |= selection.named(planned.letter)
            if planned.fate == "send" and fates["send"] == limit:
                continue
            done = planned
            if rate and planned.message:
                await rate.turn()
                done = await sender.send(planned)
            fates[done.fate] += 1
            show(done)
    return fates, tuple(name for name in dict.fromkeys(selection.ids) if name not in named)


def _cells(letter: DeadLetter) -> tuple[str, ...]:
    at = f"{letter.timestamp:%Y-%m-%d %H:%M}"
    return letter.dead_letter_id[:_SHORT_ID], at, letter.stage, letter.reason, letter.detail


def _described(letter: DeadLetter) -> list[str]:
    value = letter.value or b""
    facts = {
        "id": letter.dead_letter_id,
        "refused": f"{letter.stage}: {letter.reason}",
        "detail": letter.detail,
        "position": f"{letter.topic}/{letter.partition}/{letter.offset}",
        "timestamp": letter.timestamp.isoformat(),
        "redrives": str(redrives(letter)),
        "former": former_of(letter) or "(none)",
        "key": _escaped(letter.key),
    }
    headers = [f"header     {printable(item.name)}: {_escaped(item.value)}" for item in letter.headers]
    more = f" (the first {_SHOWN_BYTES:,} shown)" if len(value) > _SHOWN_BYTES else ""
    return [
        *(f"{name:10} {printable(text)}" for name, text in facts.items()),
        *headers,
        f"value      {len(value):,} bytes{more}",
        _escaped(letter.value if letter.value is None else value[:_SHOWN_BYTES]),
    ]


def _escaped(data: bytes | None) -> str:
    r"""Return bytes as text that a terminal shows: `\x1b` for what it would obey or cannot show."""
    return "(none)" if data is None else repr(data)[2:-1]
