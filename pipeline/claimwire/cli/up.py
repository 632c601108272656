"""`claimwire up`: everything on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson
from pydantic import SecretStr

from claimwire.cli.desk import listening
from claimwire.cli.options import private_option
from claimwire.cli.rows import counted
from claimwire.cli.run import report, run, warn
from claimwire.cli.worker import stopped_by_signal
from claimwire.errors import InputError, SettingsError
from claimwire.settings import Settings
from claimwire.state import up_folder

if TYPE_CHECKING:
    from claimwire.up.machine import Machine

_STOP_S = 20.0
"""Then it ends at once, and so do its parts."""
_RELEASED_S = 10.0
"""So long the parts of a supervisor that was killed may hold their ports."""


@click.command()
@click.argument("folders", metavar="[FOLDER]...", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), help="Data folder. Default: in your state folder.")
@click.option(
    "--feeds",
    type=click.Path(path_type=Path),
    help="OPML file of feeds to poll. Copied into the data folder; replaces the previous one.",
)
@click.option("--listen", metavar="HOST:PORT", help="Address of the desk. Default: 127.0.0.1:8082.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.05),
    default=5.0,
    show_default=True,
    help="Seconds between folder scans.",
)
@private_option
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one JSON object.")
@click.pass_obj
def up(  # noqa: PLR0913 # one for each option
    settings: Settings,
    *,
    folders: tuple[str, ...],
    data: Path | None,
    feeds: Path | None,
    listen: str | None,
    every: float,
    as_json: bool,
) -> None:
    """Run everything on this machine: broker, worker, feeder, folder watcher, desk and matcher.

    Runs until Ctrl-C and restarts any part that ends. Claims, feeds and the list of fed files survive a
    restart; articles still in transit are fed again.
    """
    from claimwire.up.machine import Machine  # noqa: PLC0415 - Faust's and the desk's parts take a second
    from claimwire.up.places import Places  # noqa: PLC0415 - as above

    for folder in folders:
        if not Path(folder).is_dir():
            raise InputError(f"{folder}: not a folder")
    places = Places(data or up_folder())
    with places.taken() as was_killed:
        settings = _listening(settings, listen, within_s=_RELEASED_S if was_killed else 0.0)
        if settings.store is None:
            settings = settings.model_copy(update={"store": SecretStr(places.store)})
        found = places.feeds(feeds, warn)
        counts = {"folders": len(folders), "feeds": len(found)}
        ready = partial(_ready, settings, data=places.data, counts=counts, as_json=as_json)
        machine = Machine(places, _absolute(folders), every, found, settings, warn, ready)
        run(_until_stopped(machine))


async def _until_stopped(machine: Machine) -> None:
    await machine.run(stopped_by_signal(within_s=_STOP_S))


def _listening(settings: Settings, listen: str | None, *, within_s: float) -> Settings:
    """Return the settings with the address at which the desk will answer.

    Raises `SettingsError` where the one asked for is taken, or others could reach it and it has no token.
    """
    from claimwire.desk.guard import access_of  # noqa: PLC0415 - as above
    from claimwire.up.places import free_port  # noqa: PLC0415 - as above

    if listen is not None:
        settings = settings.model_copy(update=listening(listen))
    access_of(settings)
    host, port = settings.desk_host, settings.desk_port
    free = free_port(port, host=host, within_s=within_s)
    if listen is not None and port not in (0, free):
        raise SettingsError(f"--listen {listen}: the port is taken")
    if port not in (0, free):
        report(f"port {port} is taken: the desk uses {free}")
    return settings.model_copy(update={"desk_port": free})


def _absolute(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(Path(folder).absolute()) for folder in folders)


def _ready(
    settings: Settings, bootstrap: str, *, data: Path, counts: Mapping[str, int], as_json: bool
) -> None:
    from claimwire.up.machine import reached  # noqa: PLC0415 - as above

    url = f"http://{reached(settings)}/"
    if as_json:
        click.echo(orjson.dumps({"url": url, "broker": bootstrap, "data": str(data), **counts}))
        return
    folders, feeds = (counted(count, name[:-1]) for name, count in counts.items())
    click.echo(f"{url} – {folders}, {feeds}; broker {bootstrap}; data in {data}; Ctrl-C to stop")
