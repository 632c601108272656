"""`claimwire push`: articles from other systems, over HTTP."""

from __future__ import annotations

import click
import structlog
from prometheus_client import CollectorRegistry

from claimwire.cli.run import run
from claimwire.cli.worker import stopped_by_signal
from claimwire.push import push_server, token_of
from claimwire.raw_messages import raw_publisher
from claimwire.settings import Settings

log = structlog.get_logger(__name__)


@click.command()
@click.pass_obj
def push(settings: Settings) -> None:
    """Accept articles over HTTP until SIGTERM or Ctrl-C, then finish the requests in flight.

    POST /articles accepts one raw article as application/json, or many as application/x-ndjson. Clients send
    the setting push_token as a bearer token.
    """
    token_of(settings)  # before a broker is asked
    run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = stopped_by_signal()
    async with (
        raw_publisher(settings) as publisher,
        push_server(settings, publisher, registry=CollectorRegistry()) as port,
    ):
        log.info("push_ready", brokers=settings.bootstrap_servers, host=settings.push_host, port=port)
        await stop.wait()
        log.info("push_stopping")
    log.info("push_stopped")
