"""`claimwire feedback`: what readers say of claims."""

from __future__ import annotations

from datetime import datetime

import click
import orjson

from claimwire.cli.options import opened, store_option, until_option
from claimwire.cli.run import CommandGroup
from claimwire.cli.times import TimeType
from claimwire.settings import Settings
from claimwire.store.words import milliseconds
from claimwire_schemas import VERDICTS, Feedback


@click.group(cls=CommandGroup)
def feedback() -> None:
    """Export readers' verdicts on claims."""


@feedback.command()
@click.option("--from", "since", type=TimeType(), default="beginning", help="Only from this time on.")
@until_option
@click.option("--verdict", "verdicts", type=click.Choice(VERDICTS), multiple=True, help="Only this verdict.")
@store_option
@click.pass_obj
def export(
    settings: Settings,
    /,
    *,
    since: datetime,
    until: datetime | None,
    verdicts: tuple[str, ...],
) -> None:
    """Print verdicts as JSON lines: offsets, labels and the digest of the text, without the text itself."""
    written = 0
    with opened(settings) as store:
        for record in store.feedback.every(since_ms=milliseconds(since)):
            if (until is None or record.given_at < until) and (not verdicts or record.verdict in verdicts):
                click.echo(_annotation(record))
                written += 1
    click.echo(f"{written:,} written", err=True)


def _annotation(record: Feedback) -> bytes:
    """Return what was said without any of the article's words."""
    named = record.article.model_dump(include={"article_id", "revision", "text_digest"})
    said = record.model_dump(exclude={"schema_version", "article"})
    return orjson.dumps(named | said, option=orjson.OPT_UTC_Z)
