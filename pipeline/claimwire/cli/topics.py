"""`claimwire topics`: the topics that Claimwire reads and writes."""

from __future__ import annotations

import click
import orjson

from claimwire.cli.options import json_option
from claimwire.cli.rows import Column, Rows, Terminal
from claimwire.cli.run import CommandGroup, run
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics, found_topics

_COLUMNS = (
    Column("topic", share=1, style="cyan"),
    Column("partitions", width=10),
    Column("copies", width=6),
)


@click.group(cls=CommandGroup)
def topics() -> None:
    """Create or list the topics that Claimwire reads and writes."""


@topics.command()
@json_option
@click.pass_obj
def create(settings: Settings, *, as_json: bool) -> None:
    """Create missing topics."""
    for name, new in run(create_topics(settings)).items():
        if as_json:
            click.echo(orjson.dumps({"topic": name, "outcome": "created" if new else "exists"}))
        else:
            click.echo(f"{'created' if new else 'exists '}  {name}")


@topics.command("list")
@json_option
@click.pass_context
def list_topics(ctx: click.Context, *, as_json: bool) -> None:
    """List the topics and say which are missing on the broker.

    The exit status is 1 if a topic is missing.
    """
    found = run(found_topics(ctx.obj))
    rows = Rows(_COLUMNS, Terminal(highlight=False))
    for topic in found:
        if as_json:
            click.echo(orjson.dumps(topic._asdict()))
        else:
            rows.print(topic.topic, str(topic.partitions or "missing"), str(topic.replicas or ""))
    ctx.exit(0 if all(topic.partitions for topic in found) else 1)
