"""The supervisor: what runs on one machine, in which order, and what a lost broker means. Read this first.

folders ──watcher──┐
feeds ───feeder────┴──> broker (in memory) ──worker──> broker ──desk──> DIR/desk.db <──> matcher ──> broker

All but the broker are commands in processes of their own (`part.py`). One that ends is started again. The
broker keeps nothing: when it ends, all is started anew on an empty one, and what was not in the store yet is
fed again (`settled.py`). The store knows what it has by id, so nothing is stored twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any

import aiohttp

from claimwire.errors import BrokerError, NotDelivered
from claimwire.polling.admin import add_feeds
from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire.up.part import Part, keep_running
from claimwire.up.places import HERE, Places, free_port
from claimwire.up.settled import LOOK_EVERY_S, Settled, anything_waits
from claimwire_schemas import Feed

_SESSION_S = 4
"""To join a group of the embedded broker takes half of it."""
_FIRST_WAIT_S, _LONGEST_WAIT_S, _WELL_S = 0.5, 30.0, 60.0
_BROKER_S = 24 * 3600.0
"""A broker so old is replaced once nothing waits: it forgets nothing, and its memory fills."""
_ASK_S = 0.1
_PRIVATE = ("allow_private", "alert_allow_private")


@dataclass
class Machine:
    """What runs: the folders that are watched and how often, the feeds, and where all of it is kept."""

    places: Places
    folders: tuple[str, ...]
    every_s: float
    feeds: tuple[Feed, ...]
    settings: Settings
    """With the host and port of the desk."""
    tell: Callable[[str], None]
    ready: Callable[[str], None]
    """Called with the broker's address when the desk answers first."""

    async def run(self, stop: asyncio.Event) -> None:
        """Run everything until `stop`, on one broker after the other."""
        wait_s = _FIRST_WAIT_S
        while not stop.is_set():
            begun = monotonic()
            try:
                await self._run(stop)
            except (BrokerError, NotDelivered, OSError) as error:
                wait_s = _FIRST_WAIT_S if monotonic() - begun > _WELL_S else wait_s
                self.tell(f"{error}; starting everything again in {wait_s:g} s")
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _run(self, stop: asyncio.Event) -> None:
        """Run everything until `stop`, or until the broker is old; raises `BrokerError` when it ends."""
        async with embedded_broker(port=free_port(self.places.broker_port)) as bootstrap:
            settings = self.settings.model_copy(update=_on(bootstrap))
            await create_topics(settings)
            if self.feeds:
                await add_feeds(self.feeds, settings)
            settled = Settled(self.places.journal, self.places.settled)
            settled.go_back()
            parts = tuple(self._parts(bootstrap))
            work = [keep_running(part, self.places.logs, self.tell) for part in parts]
            await _first_of(stop.wait(), *work, self._renew(parts, settled), self._announce(bootstrap))

    def _parts(self, bootstrap: str) -> Iterator[Part]:
        """Yield what runs, each with a port for its health pages."""
        common = {name: str(value) for name, value in _on(bootstrap).items()} | {"http_host": HERE}
        common |= {name: str(getattr(self.settings, name)) for name in _PRIVATE}
        make = partial(_part, common)
        yield make("worker", "worker")
        yield _desk(common, self.settings)
        yield _matcher(make("matcher", "match"), self.settings)
        if self.feeds:
            yield make("feeder", "feeds", "run")
        if self.folders:
            watch = ("feed", "--watch", "--every", str(self.every_s), "--journal", str(self.places.journal))
            yield make("watcher", *watch, "--", *self.folders)

    async def _renew(self, parts: tuple[Part, ...], settled: Settled) -> None:
        """Note what is in the store for good, again and again; return once the broker is old."""
        begun = monotonic()
        asked = {part.health: _PREFIXES[part.name] for part in parts if part.name in _PREFIXES}
        while not (settled.is_settled and monotonic() - begun > _BROKER_S):
            await asyncio.sleep(LOOK_EVERY_S)
            waiting = await anything_waits(asked)
            await asyncio.to_thread(settled.look, waiting=waiting)

    async def _announce(self, bootstrap: str) -> None:
        """Tell once that the desk answers."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)) as session:
            while not await _answers(session, f"http://{reached(self.settings)}/healthz"):  # noqa: ASYNC110
                await asyncio.sleep(_ASK_S)  # no event comes from another process
        self.ready(bootstrap)
        self.ready = _nothing
        await asyncio.Event().wait()


_PREFIXES = {"worker": "claimwire", "desk": "claimwire_desk"}


def reached(settings: Settings) -> str:
    """Return the host and port at which this machine reaches the desk."""
    everywhere = {"0.0.0.0": HERE, "::": "::1"}  # noqa: S104 # not bound here
    host = everywhere.get(settings.desk_host, settings.desk_host)
    return f"[{host}]:{settings.desk_port}" if ":" in host else f"{host}:{settings.desk_port}"


def _on(bootstrap: str) -> dict[str, Any]:
    """Return the settings of whoever is a client of the embedded broker."""
    return {
        "bootstrap_servers": bootstrap,
        "security_protocol": "PLAINTEXT",
        "replication_factor": 1,
        "session_timeout_s": _SESSION_S,
    }


def _part(common: dict[str, str], name: str, *arguments: str) -> Part:
    port = str(free_port(0))
    return Part(name, arguments, {**common, "http_port": port}, f"{HERE}:{port}")


def _desk(common: dict[str, str], settings: Settings) -> Part:
    assert settings.store  # noqa: S101 # for mypy
    given = {"desk_host": settings.desk_host, "desk_port": str(settings.desk_port)}
    store = settings.store.get_secret_value()
    return Part("desk", ("desk",), {**common, **given, "store": store}, reached(settings))


def _matcher(part: Part, settings: Settings) -> Part:
    assert settings.store  # noqa: S101 # for mypy
    store = settings.store.get_secret_value()
    return replace(part, settings={**part.settings, "store": store})


async def _first_of(*work: Coroutine[Any, Any, Any]) -> None:
    """Run work until the first of it ends, then end the rest; raises what that failed with."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def _nothing(_: str) -> None:
    """Tell nothing."""
