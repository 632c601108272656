"""The examination: first this machine, then the wire; a check that cannot be made is a finding too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from pipeline.doctor.findings import Finding
from pipeline.doctor.machine import examine_machine
from pipeline.doctor.wire import examine_wire
from pipeline.settings import Settings


async def examine(settings: Settings) -> AsyncGenerator[Finding, None]:
    """Yield all findings as they are made."""
    for finding in await asyncio.to_thread(examine_machine, settings):
        yield finding
    async for finding in examine_wire(settings, now=datetime.now(UTC)):
        yield finding
