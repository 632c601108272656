"""`claimwire config`: the settings in force."""

from __future__ import annotations

import click
import orjson
from rich.table import Table

from claimwire.cli.rows import Terminal
from claimwire.settings import Settings, settings_file


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def config(settings: Settings, *, as_json: bool) -> None:
    """Show every setting, its value and its meaning. Secrets are hidden."""
    values = settings.model_dump(mode="json")
    if as_json:
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2))
        return
    file = settings_file()
    table = Table("setting", "value", "meaning", box=None, header_style="bold")
    for name, field in Settings.model_fields.items():
        value = "" if values[name] is None else str(values[name])
        table.add_row(name, value, field.description or "")
    console = Terminal()
    console.print(table)
    read = "read" if file.is_file() else "not there"
    console.print(
        f"\nSet them as CLAIMWIRE_… in the environment (CLAIMWIRE_PARTITIONS=12), or in {file} ({read}).",
        highlight=False,
        soft_wrap=True,
    )
