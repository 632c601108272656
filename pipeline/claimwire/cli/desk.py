"""`claimwire desk`: claims in a store, over HTTP."""

from __future__ import annotations

import click

from claimwire.cli.options import opened, store_option
from claimwire.cli.run import run
from claimwire.cli.worker import serve
from claimwire.errors import SettingsError
from claimwire.settings import Settings


@click.command()
@store_option
@click.option("--listen", metavar="HOST:PORT", help="Address to listen on. Default: 127.0.0.1:8082.")
@click.option("--rebuild", is_flag=True, help="Empty the store first and read the topic from its beginning.")
@click.option("--embedded", is_flag=True, help="Start an embedded broker and create the topics first.")
@click.pass_obj
def desk(settings: Settings, *, listen: str | None, rebuild: bool, embedded: bool) -> None:
    """Store claims as they arrive and serve the desk, until SIGTERM or Ctrl-C."""
    from claimwire.desk.app import running_desk  # noqa: PLC0415 - SQLAlchemy takes a moment
    from claimwire.desk.guard import access_of  # noqa: PLC0415 - as above

    if listen is not None:
        settings = settings.model_copy(update=listening(listen))
    access_of(settings)  # before a broker is asked
    if rebuild:
        with opened(settings, fills=True) as store:
            store.clear()
    run(serve(settings, running_desk, name="desk", embedded=embedded))


def listening(listen: str) -> dict[str, object]:
    """Return the settings of an address to answer at; raises `SettingsError` for what is none."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise SettingsError(f"--listen {listen}: not HOST:PORT")
    return {"desk_host": host.strip("[]"), "desk_port": int(port)}
