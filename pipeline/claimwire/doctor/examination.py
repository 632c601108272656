"""The examination: first this machine, then the wire; a check that cannot be made is a finding too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from claimwire.doctor.findings import Finding
from claimwire.doctor.machine import examine_machine
from claimwire.doctor.wire import examine_wire
from claimwire.settings import Settings


async def examine(settings: Settings) -> AsyncGenerator[Finding, None]:
    """Yield all findings as they are made."""
    for finding in await asyncio.to_thread(examine_machine, settings):
        yield finding
    async for finding in examine_wire(settings, now=datetime.now(UTC)):
        yield finding
