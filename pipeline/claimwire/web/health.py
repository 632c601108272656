"""Health: a web server with three pages, /healthz, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Protocol

from aiohttp import web

from claimwire.web.serving import serving


class Told(Protocol):
    """What the pages tell."""

    def wrong(self) -> str | None:
        """Return why it needs a restart; None if it is alive."""

    def unready(self) -> str | None:
        """Return why it does no work at present; None if it does."""

    def measured(self) -> bytes:
        """Return its metrics as Prometheus reads them."""


@asynccontextmanager
async def health_server(health: Told, *, at: tuple[str, int], or_free: bool) -> AsyncIterator[int]:
    """Serve the three pages while the context lasts; give the port.

    With `or_free`, a taken port gives way to any free one. Raises `SettingsError` if it cannot be had.
    """

    async def alive(_: web.Request) -> web.Response:
        return _answer(health.wrong())

    async def ready(_: web.Request) -> web.Response:
        return _answer(health.unready())

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=health.measured(), headers={"Content-Type": "text/plain; version=0.0.4"})

    server = web.Application()
    server.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)])
    async with serving(server, at=at, setting="http_port", refusal=_refused, or_free=or_free) as port:
        yield port


def _answer(wrong: str | None) -> web.Response:
    return web.Response(text=(wrong or "ok") + "\n", status=503 if wrong else 200)


def _refused(status: int) -> web.Response:
    return web.Response(text=f"{HTTPStatus(status).phrase}\n", status=status)
