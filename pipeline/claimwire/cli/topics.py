"""`claimwire topics`: the topics that Claimwire reads and writes."""

from __future__ import annotations

import click

from claimwire.cli.run import CommandGroup, run
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics


@click.group(cls=CommandGroup)
def topics() -> None:
    """The topics that Claimwire reads and writes."""


@topics.command()
@click.pass_obj
def create(settings: Settings) -> None:
    """Create the topics that are missing."""
    for name, new in run(create_topics(settings)).items():
        click.echo(f"{'created' if new else 'exists '}  {name}")
