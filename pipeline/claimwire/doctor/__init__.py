"""The doctor: whether all that a wire needs is there, and what to do where it is not. It writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from claimwire.doctor.findings import Finding, Verdict
from claimwire.doctor.machine import examine_machine
from claimwire.doctor.wire import examine_wire
from claimwire.settings import Settings

__all__ = ["Finding", "Verdict", "examine"]


async def examine(settings: Settings, *, store: str | None = None) -> AsyncGenerator[Finding, None]:
    """Yield the findings as they are made; a failed check is one too.

    They are of this machine, of the desk if there is a store, and of the wire.
    """
    for finding in await asyncio.to_thread(examine_machine, settings):
        yield finding
    if store is not None:
        from claimwire.doctor.desk import examine_desk  # noqa: PLC0415 - the desk's packages may be missing

        for finding in await asyncio.to_thread(examine_desk, settings, store):
            yield finding
    async for finding in examine_wire(settings, now=datetime.now(UTC)):
        yield finding
