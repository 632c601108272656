"""`claimwire subscribe`: follow a topic, in rows for people or lines for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from aiokafka import ConsumerRecord

from claimwire.cli.rows import Column, Rows, Terminal
from claimwire.cli.run import run, warn
from claimwire.cli.times import time_of
from claimwire.envelope import replay_of
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.stances import how
from claimwire.subscribe import End, Filter, Start, Subscription, Until, decoded
from claimwire.words import words_of
from claimwire_schemas import (
    CLAIM_TYPES,
    STANCES,
    Article,
    ArticleRef,
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
_DATE = Column("date", style="dim", width=10)
_WHO = Column("who", 4, "cyan")
_HOW = Column("how", 3, "yellow")
_WHAT = Column("what", 9)
_TITLE = Column("article", 9)
_WHERE = Column("article", 5, "dim")
_OUTLET = Column("outlet", 4, "dim")
COLUMNS: dict[type[Message], tuple[Column, ...]] = {
    Claim: (_DATE, _WHO, _HOW, _WHAT, _WHERE),
    Attribution: (_DATE, _WHO, _HOW, _WHAT, _WHERE),
    Article: (_DATE, _TITLE, Column("language", width=8), Column("words", width=6), _OUTLET),
    EnrichedArticle: (_DATE, _TITLE, Column("status", 4), Column("claims", width=6), _OUTLET),
    DeadLetter: (
        Column("id", style="cyan", width=8),
        Column("stage", width=9),
        Column("reason", share=2, style="yellow"),
        Column("detail", share=5),
    ),
}
_CLAIM_OPTIONS = "--stance, --claimant, --accused, --type, --check-worthiness"
_WORDS = ("source", "cue", "claimant", "accused", "outlet", "text")
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


class EndType(click.ParamType):
    """`end`, or a time as ISO 8601; UTC where no zone is given."""

    name = "end|TIMESTAMP"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> End:
        """Return where to end."""
        if value == "end" or isinstance(value, datetime):
            return "end" if value == "end" else value
        try:
            return time_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is neither end nor a time such as 2026-03-04T09:30Z", param, ctx)


@click.command()
@click.argument("topic", type=click.Choice(list(_TOPIC_NAMED)))
@click.option("--from", "start", type=StartType(), help="Where to start. Default: end, so only new records.")
@click.option(
    "--until", "end", type=EndType(), help="Where to stop: at the current end of the topic, or at a time."
)
@click.option("--group", help="Consumer group: its members share the topic and continue where it stopped.")
@click.option("--source", multiple=True, help="Only if the source has these words.")
@click.option("--cue", multiple=True, help="Only with this cue, as its lemma (say) or its words (has said).")
@click.option(
    "--stance",
    type=click.Choice(STANCES),
    multiple=True,
    help="Only claims with this stance.",
    metavar="STANCE",
)
@click.option(
    "--claimant", multiple=True, help="Only claims by people or bodies with these words in their name."
)
@click.option(
    "--accused",
    multiple=True,
    help="Only claims that accuse or criticize somebody with these words in the name.",
)
@click.option(
    "--type",
    "claim_type",
    type=click.Choice(CLAIM_TYPES),
    multiple=True,
    help="Only claims of this type.",
    metavar="TYPE",
)
@click.option(
    "--check-worthiness",
    type=click.FloatRange(0, 1),
    help="Minimum check-worthiness, 0 to 1.",
)
@click.option("--confidence", type=click.FloatRange(0, 1), help="Minimum confidence, 0 to 1.")
@click.option("--outlet", multiple=True, help="Only from outlets with these words in the name.")
@click.option("--text", multiple=True, help="Only if the content has these words.")
@click.option("--live-only", is_flag=True, help="Leave out replayed and backfilled records.")
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Stop after this many records.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line, as on the topic.")
@click.pass_obj
def subscribe(  # noqa: PLR0913 # one for each option
    settings: Settings,
    /,
    *,
    topic: str,
    start: Start | None,
    end: End,
    group: str | None,
    live_only: bool,
    limit: int | None,
    as_json: bool,
    **asked: tuple[str, ...] | float | None,
) -> None:
    """Follow a topic: print its records as they arrive, until Ctrl-C.

    Repeat an option to accept any of several values. With --until end, it starts at the beginning. If the
    broker goes away, it says so, waits, and continues.
    """
    wanted = _filter(topic, asked)
    start = start or ("beginning" if end == "end" else "end")
    subscription = Subscription(_TOPIC_NAMED[topic], settings, group=group, start=start, tell=warn)
    show = _print_line if as_json else _row_printer(_TOPIC_NAMED[topic])
    shown = _Shown(_TOPIC_NAMED[topic], wanted, show, live_only=live_only)
    run(_follow(subscription, shown, Until(end), limit=limit))


def _filter(topic: str, asked: dict[str, tuple[str, ...] | float | None]) -> Filter:
    given: dict[str, Any] = {name: value for name, value in asked.items() if value not in (None, ())}
    for name in _WORDS:
        if wordless := [text for text in given.get(name, ()) if not words_of(text)]:
            raise InputError(f"--{name}: {wordless[0]!r} has no words")
    wanted = Filter(**given)
    if wanted.asks_who and topic in ("articles", "dead-letters"):
        raise InputError(
            f"{topic} have no source, cue or stance: "
            f"leave out {_CLAIM_OPTIONS}, --confidence, --source and --cue"
        )
    if wanted.asks_claim and topic == "attributions":
        raise InputError(
            f"attributions have no stance or claimant: subscribe to claims, or leave out {_CLAIM_OPTIONS}"
        )
    if wanted.outlet and topic == "dead-letters":
        raise InputError("dead letters have no outlet: leave out --outlet")
    return wanted


async def _follow(subscription: Subscription, shown: _Shown, until: Until, *, limit: int | None) -> None:
    async with subscription:
        await until.start(subscription)
        while limit is None or shown.count < limit:
            message = await subscription.poll()
            if message is None or until.is_beyond(message):
                if await until.is_reached(subscription):
                    return
            else:
                shown.take(message)
                subscription.finish(message)


@dataclass
class _Shown:
    """Shows the records that are wanted, and counts them."""

    topic: Topic
    wanted: Filter
    show: Print
    live_only: bool
    count: int = 0

    def take(self, message: ConsumerRecord) -> None:
        """Show the record of a message, if it is wanted; report what is none."""
        if self.live_only and replay_of(message.headers):
            return
        try:
            record = decoded(self.topic.record, message)
        except DecodeError as error:
            warn(str(error))
            return
        if self.wanted(record):
            self.show(record, message.value)
            self.count += 1


def _print_line(record: Message, value: bytes) -> None:
    """Print a record as it is on the wire; one that another program wrote in several lines in one."""
    sys.stdout.buffer.write((record.encode() if b"\n" in value else value) + b"\n")
    sys.stdout.buffer.flush()


def _row_printer(topic: Topic) -> Print:
    rows = Rows(COLUMNS[topic.record], Terminal(highlight=False))
    return lambda record, _value: rows.print(*cells(record))


def cells(record: Message) -> tuple[str, ...]:
    """Return what a row shows of a record."""
    match record:
        case Claim():
            who = record.claimant.name or "–"
            return _date(record.article.published_at), who, how(record), record.text, _where(record.article)
        case Attribution():
            said = " … ".join(span.exact for span in record.content)
            date, where = _date(record.article.published_at), _where(record.article)
            return date, _who(record), _cue(record.cue), said, where
        case Article():
            words = str(record.counts.words)
            return _day(record), _title(record), record.language.tag, words, record.outlet or ""
        case EnrichedArticle():
            article = record.article
            claims = str(len(record.claims))
            return _day(article), _title(article), record.status, claims, article.outlet or ""
        case DeadLetter():
            return record.dead_letter_id[:8], record.stage, record.reason, record.detail
    raise TypeError(f"{type(record).__name__} has no rows")


def _day(article: Article) -> str:
    return _date(article.published.at if article.published else None)


def _date(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "–"


def _where(article: ArticleRef) -> str:
    return ": ".join(filter(None, (article.outlet, article.headline)))


def _who(record: Attribution) -> str:
    return record.source.exact if record.source else "–"


def _cue(cue: Cue | None) -> str:
    return cue.lemma if cue else "–"


def _title(article: Article) -> str:
    return article.headline.exact if article.headline else article.text[:200]
