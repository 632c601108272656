"""The command's root: options that all share, and `config`."""

from __future__ import annotations

import click
import orjson
from rich.console import Console
from rich.table import Table

from claimwire import __version__
from claimwire.cli.compare import compare
from claimwire.cli.dead_letters import dead_letters
from claimwire.cli.demo import demo
from claimwire.cli.doctor import doctor
from claimwire.cli.extract import extract
from claimwire.cli.feed import feed
from claimwire.cli.feeds import feeds
from claimwire.cli.push import push
from claimwire.cli.replay import archive, replay
from claimwire.cli.run import CommandGroup
from claimwire.cli.subscribe import subscribe
from claimwire.cli.worker import broker, reprocess, topics, worker
from claimwire.log import configure_logs
from claimwire.settings import Settings, load_settings, settings_file


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--debug", is_flag=True, help="Show tracebacks, and log everything.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """News articles in, who said what out: a claims wire on Kafka."""
    settings = load_settings()
    configure_logs(settings, debug=debug)
    ctx.obj = settings


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def config(settings: Settings, *, as_json: bool) -> None:
    """Show the settings in force (secrets hidden)."""
    values = settings.model_dump(mode="json")
    if as_json:
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2))
        return
    file = settings_file()
    table = Table("setting", "value", "meaning", box=None, header_style="bold")
    for name, field in Settings.model_fields.items():
        value = "" if values[name] is None else str(values[name])
        table.add_row(name, value, field.description or "")
    console = Console()
    console.print(table)
    read = "read" if file.is_file() else "not there"
    console.print(
        f"\nSet them as CLAIMWIRE_… in the environment (CLAIMWIRE_PARTITIONS=12), or in {file} ({read}).",
        highlight=False,
        soft_wrap=True,
    )


for command in (
    *(demo, extract, feed, feeds, push, subscribe),
    *(worker, broker, topics, dead_letters, doctor),
    *(replay, archive, reprocess, compare),
):
    main.add_command(command)
