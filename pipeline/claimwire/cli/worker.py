"""Commands that run things: the worker and the embedded broker."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

import click
import structlog

from claimwire.cli.options import SuffixType
from claimwire.cli.run import run
from claimwire.errors import SettingsError
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics

log = structlog.get_logger(__name__)

_STOPPING = (signal.SIGTERM, signal.SIGINT)
_STOP_S = 55.0
"""So long a service may take to end: Compose kills it after 60 s, and no broker may answer."""


class Running(Protocol):
    """A service that runs: a `Worker`."""

    @property
    def http_port(self) -> int:
        """The port of its health pages."""

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`; raises `ClaimwireError` if it stops by itself."""


Service = Callable[[Settings], AbstractAsyncContextManager[Running]]


@click.command()
@click.option("--embedded", is_flag=True, help="Start an embedded broker and create the topics first.")
@click.pass_obj
def worker(settings: Settings, *, embedded: bool) -> None:
    """Run a worker: normalize articles and extract claims.

    Runs until SIGTERM or Ctrl-C, then finishes the articles in flight.
    """
    from claimwire.stream.app import running_worker  # noqa: PLC0415 - Faust takes a second to import

    run(serve(settings, running_worker, name="worker", embedded=embedded))


async def serve(settings: Settings, service: Service, *, name: str, embedded: bool) -> None:
    """Run a service until SIGTERM or Ctrl-C, with the embedded broker where that is asked for."""
    stop = stopped_by_signal()
    async with AsyncExitStack() as stack:
        if embedded:
            await stack.enter_async_context(broker_of(settings))
        running = await stack.enter_async_context(service(settings))
        logging.getLogger("aiokafka").setLevel("ERROR")
        log.info(f"{name}_ready", brokers=settings.bootstrap_servers, http_port=running.http_port)
        await running.until(stop)
        log.info(f"{name}_stopping")
    log.info(f"{name}_stopped")


@click.command()
@click.argument("suffix", type=SuffixType())
@click.pass_obj
def reprocess(settings: Settings, *, suffix: str) -> None:
    """Extract every article again into a second set of topics, until SIGTERM or Ctrl-C.

    The names of these topics end in SUFFIX, such as .next. Missing topics are created.
    """
    run(_reprocess(settings, suffix))


async def _reprocess(settings: Settings, suffix: str) -> None:
    from claimwire.stream.app import beside, running_worker  # noqa: PLC0415 - as above

    others = beside(settings, suffix)
    if suffix in ("", settings.records_suffix):
        raise SettingsError(
            f"the workers write to the topics with {suffix or 'no suffix'} already: choose another suffix"
        )
    await create_topics(others, with_changelog=False)
    await serve(others, partial(running_worker, only_extract=True), name="reprocess", embedded=False)


@click.command()
@click.pass_obj
def broker(settings: Settings) -> None:
    """Run the embedded broker alone and create the topics, until Ctrl-C. It keeps nothing."""

    async def serve() -> None:
        async with broker_of(settings):
            click.echo(f"broker at {settings.bootstrap_servers}", err=True)
            await stopped_by_signal().wait()

    run(serve())


@asynccontextmanager
async def broker_of(settings: Settings) -> AsyncIterator[None]:
    """Run the embedded broker where the settings look for one, and create the topics on it."""
    address = urlsplit(f"//{settings.bootstrap_servers}")
    if address.hostname not in {"127.0.0.1", "localhost"} or "," in settings.bootstrap_servers:
        where = settings.bootstrap_servers
        raise SettingsError(f"bootstrap_servers: the embedded broker runs on 127.0.0.1, not at {where}")
    async with embedded_broker(port=address.port or 9092):
        await create_topics(settings)
        yield


def stopped_by_signal(*, within_s: float = _STOP_S) -> asyncio.Event:
    """Return an event that SIGTERM and Ctrl-C set.

    A second signal ends the process at once; so does time, `within_s` after the first.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        stop.set()
        loop.call_later(within_s, _end_at_once)
        for number in _STOPPING:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in _STOPPING:
        loop.add_signal_handler(number, stop_once)
    return stop


def _end_at_once() -> None:
    """End as SIGKILL does, which loses nothing: Faust's threads would outlive the event loop."""
    log.error("stopped_at_once", detail="it took too long to stop; what is not acknowledged is done again")
    os._exit(1)
