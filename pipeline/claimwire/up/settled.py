"""Settled: what of the folders is in the store for good, so that a new broker need not be fed it again.

The broker keeps nothing. Whatever a file led to is on it until the desk has stored that; a broker that is
lost in between loses it. So the journal of the watched folders is copied aside whenever all that it tells of
is stored, and a new broker begins with the copy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from claimwire.state import write_whole

LOOK_EVERY_S = 3.0
"""Each look sees messages that were delivered before the last: clients fetch several times a second."""
_LOOKS = 3
"""One each for the raw articles, the articles, and the desk."""
_TIMEOUT = aiohttp.ClientTimeout(total=2)


@dataclass
class Settled:
    """The journal of watched folders, and its settled copy."""

    journal: Path
    copy: Path
    _noted: bytes = b""
    _looks: int = 0
    is_settled: bool = field(default=False, init=False)
    """Whether nothing waited the last time."""

    def go_back(self) -> None:
        """Put the journal where all it tells of is stored; raises `OSError`."""
        self._looks, self.is_settled = 0, False
        write_whole(self.journal, self.copy.read_bytes() if self.copy.exists() else b"")

    def look(self, *, waiting: bool) -> None:
        """Count a look at what waits; copy the journal after some without. Raises `OSError`."""
        self.is_settled = False
        if waiting:
            self._looks = 0
            return
        if self._looks == 0:
            self._noted = self.journal.read_bytes() if self.journal.exists() else b""
        self._looks += 1
        if self._looks > _LOOKS:
            self._looks, self.is_settled = 0, True
            write_whole(self.copy, self._noted)


async def anything_waits(ports: dict[str, str]) -> bool:
    """Tell whether a part, by its port and its metrics' prefix, has work left or does not say."""
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        told = await asyncio.gather(*(_waits(session, port, name) for port, name in ports.items()))
    return any(told)


async def _waits(session: aiohttp.ClientSession, port: str, prefix: str) -> bool:
    with suppress(aiohttp.ClientError, TimeoutError, ValueError):
        async with session.get(f"http://{port}/metrics") as answer:
            values = dict(_sums(await answer.text()))
        return not values.get(f"{prefix}_ready") or values.get(f"{prefix}_lag", 0) > 0
    return True


def _sums(text: str) -> Iterator[tuple[str, float]]:
    for family in text_string_to_metric_families(text):
        if family.name.endswith(("_ready", "_lag", "_lag_messages")):
            yield family.name.removesuffix("_messages"), sum(sample.value for sample in family.samples)
