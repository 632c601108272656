"""`claimwire subscribe`: follow a topic, in rows for people or lines for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime

import click
from rich.console import Console

from claimwire.cli.rows import Column, Rows
from claimwire.cli.run import report, run
from claimwire.cli.times import time_of
from claimwire.envelope import replay_of
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.subscribe import Filter, Start, Subscription, decoded
from claimwire_schemas import (
    CLAIM_TYPES,
    STANCES,
    Article,
    Attribution,
    Claim,
    Cue,
    DeadLetter,
    DecodeError,
    EnrichedArticle,
    Message,
)
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, DEAD_LETTERS, ENRICHED, Topic

_TOPIC_NAMED = {
    "claims": CLAIMS,
    "attributions": ATTRIBUTIONS,
    "articles": ARTICLES,
    "enriched": ENRICHED,
    "dead-letters": DEAD_LETTERS,
}
_WHO = Column("who", 22, "cyan")
_HOW = Column("how", 16, "yellow")
_WHAT = Column("what", 60)
_TITLE = Column("article", 60)
_OUTLET = Column("outlet", 16, "dim")
COLUMNS: dict[type[Message], tuple[Column, ...]] = {
    Claim: (_WHO, _HOW, _WHAT, _OUTLET),
    Attribution: (_WHO, _HOW, _WHAT, _OUTLET),
    Article: (_TITLE, Column("language", width=8), Column("words", width=7), _OUTLET),
    EnrichedArticle: (_TITLE, Column("status", 12), Column("claims", width=6), _OUTLET),
    DeadLetter: (
        Column("id", style="cyan", width=8),
        Column("stage", width=9),
        Column("reason", share=2, style="yellow"),
        Column("detail", share=5),
    ),
}
_CLAIM_OPTIONS = "--stance, --claimant, --type, --check-worthiness"
Print = Callable[[Message, bytes], None]


class StartType(click.ParamType):
    """`beginning`, `end`, or a time as ISO 8601; UTC where no zone is given."""

    name = "beginning|end|TIMESTAMP"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Start:
        """Return where to start."""
        if value == "beginning" or value == "end" or isinstance(value, datetime):  # noqa: PLR1714 # for mypy
            return value
        try:
            return time_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is neither beginning, end nor a time such as 2026-03-04T09:30Z", param, ctx)


@click.command()
@click.argument("topic", type=click.Choice(list(_TOPIC_NAMED)))
@click.option("--from", "start", type=StartType(), default="end", help="Where to start. Default: end.")
@click.option("--group", help="Share the topic with the group's members; go on where it left off.")
@click.option("--source", help="Only where the source's mention has these words.")
@click.option("--cue", help="Only with this cue, as its dictionary form (say) or its words (has said).")
@click.option("--stance", type=click.Choice(STANCES), help="Only claims with this stance.", metavar="STANCE")
@click.option("--claimant", help="Only claims of those with these words in their name.")
@click.option(
    "--type", "claim_type", type=click.Choice(CLAIM_TYPES), help="Only claims of this type.", metavar="TYPE"
)
@click.option(
    "--check-worthiness",
    type=click.FloatRange(0, 1),
    help="Only claims that call for checking so much, 0 to 1.",
)
@click.option("--outlet", help="Only from outlets with these words in their name.")
@click.option("--text", help="Only where what is said has these words.")
@click.option("--live-only", is_flag=True, help="Nothing that a replay or a backfill sent.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as on the wire.")
@click.pass_obj
def subscribe(  # noqa: PLR0913 # one for each option
    settings: Settings,
    /,
    *,
    topic: str,
    start: Start,
    group: str | None,
    live_only: bool,
    limit: int | None,
    as_json: bool,
    **asked: str | float | None,
) -> None:
    """Follow a topic: print its records as they come, until Ctrl-C."""
    wanted = _filter(topic, asked)
    subscription = Subscription(_TOPIC_NAMED[topic], settings, group=group, start=start)
    show = _print_line if as_json else _row_printer(_TOPIC_NAMED[topic])
    try:
        run(_follow(subscription, _TOPIC_NAMED[topic], wanted, show, live_only=live_only, limit=limit))
    except BrokenPipeError:
        # Whoever read this has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _filter(topic: str, asked: dict[str, str | float | None]) -> Filter:
    wanted = Filter(**asked)  # type: ignore[arg-type] # click has checked the types
    if wanted.asks_who and topic in ("articles", "dead-letters"):
        raise InputError(
            f"{topic} have no source, cue or stance: leave out {_CLAIM_OPTIONS}, --source and --cue"
        )
    if wanted.asks_claim and topic == "attributions":
        raise InputError(
            f"attributions have no stance or claimant: subscribe to claims, or leave out {_CLAIM_OPTIONS}"
        )
    if wanted.outlet and topic == "dead-letters":
        raise InputError("dead letters have no outlet: leave out --outlet")
    return wanted


async def _follow(
    subscription: Subscription,
    topic: Topic,
    wanted: Filter,
    show: Print,
    *,
    live_only: bool,
    limit: int | None,
) -> None:
    shown = 0
    async with subscription:
        while limit is None or shown < limit:
            message = await subscription.next()
            if live_only and replay_of(message.headers):
                subscription.finish(message)
                continue
            try:
                record = decoded(topic.record, message)
            except DecodeError as error:
                report(str(error))
            else:
                if wanted(record):
                    show(record, message.value)
                    shown += 1
            subscription.finish(message)


def _print_line(record: Message, value: bytes) -> None:
    """Print a record as it is on the wire; one that another program wrote in several lines in one."""
    sys.stdout.buffer.write((record.encode() if b"\n" in value else value) + b"\n")
    sys.stdout.buffer.flush()


def _row_printer(topic: Topic) -> Print:
    rows = Rows(COLUMNS[topic.record], Console(highlight=False))
    return lambda record, _value: rows.print(*cells(record))


def cells(record: Message) -> tuple[str, ...]:
    """Return what a row shows of a record."""
    match record:
        case Claim():
            how = record.stance or _cue(record.cue)
            return record.claimant.name or _who(record), how, record.text, record.article.outlet or ""
        case Attribution():
            said = " … ".join(span.exact for span in record.content)
            return _who(record), _cue(record.cue), said, record.article.outlet or ""
        case Article():
            return _title(record), record.language.tag, str(record.counts.words), record.outlet or ""
        case EnrichedArticle():
            article = record.article
            return _title(article), record.status, str(len(record.claims)), article.outlet or ""
        case DeadLetter():
            return record.dead_letter_id[:8], record.stage, record.reason, record.detail
    raise TypeError(f"{type(record).__name__} has no rows")


def _who(record: Claim | Attribution) -> str:
    return record.source.exact if record.source else "–"


def _cue(cue: Cue | None) -> str:
    return cue.lemma if cue else "–"


def _title(article: Article) -> str:
    return article.headline.exact if article.headline else article.text[:200]
