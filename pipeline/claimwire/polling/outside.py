"""The world outside as the settings say it is to be met."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from claimwire.settings import Settings
from claimwire.web.client import WebClient
from claimwire.web.pace import Pace
from claimwire.web.polite import PoliteClient


@asynccontextmanager
async def polite_client(settings: Settings) -> AsyncIterator[PoliteClient]:
    """Give the client that feeds and pages are fetched with."""
    async with WebClient(contact=settings.contact, allow_private=settings.allow_private) as client:
        yield PoliteClient(client, pace=Pace(spacing_s=settings.host_spacing_s))
