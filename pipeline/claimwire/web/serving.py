"""Serving: an application at an address of ours, whose every answer has the same headers.

What aiohttp cannot read as a request it answers by itself, past all middlewares and signals: with its version
and the request's bytes, and a traceback of them in the log, before any token is asked for. Here that is
answered as everything else is.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http import HttpProcessingError

from claimwire.errors import SettingsError

log = structlog.get_logger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Server": "claimwire",  # aiohttp's own would tell its version and Python's
}
Refusal = Callable[[int], web.Response]
"""Returns the answer of a status to what no handler has seen."""


class Connection(web.RequestHandler):
    """A connection whose own answers and log lines are ours: aiohttp has no other place to set them."""

    __slots__ = ("_refusal",)

    def __init__(self, manager: web.Server, *, refusal: Refusal, **options: Any) -> None:
        super().__init__(manager, loop=asyncio.get_running_loop(), **options)
        self._refusal = refusal

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes the request
    ) -> web.StreamResponse:
        """Return the answer to what is no request, or made a handler fail; it is the connection's last."""
        self.log_exception(exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer had begun: there is no other")
        response = self._refusal(status)
        response.headers.update(HEADERS)
        response.force_close()
        return response

    def log_exception(self, *_: Any, exc_info: BaseException | None = None, **__: Any) -> None:
        """Log what a malformed request is, without its bytes; a fault of ours with all that there is."""
        if isinstance(exc_info, HttpProcessingError | web.RequestPayloadError):
            log.info("request_malformed", error=type(exc_info).__name__)
        else:
            log.error("answer_failed", exc_info=exc_info)


@asynccontextmanager
async def serving(
    app: web.Application,
    *,
    at: tuple[str, int],
    setting: str,
    refusal: Refusal,
    stop_s: float = 60.0,
    or_free: bool = False,
    **options: Any,
) -> AsyncIterator[int]:
    """Serve an application at a host and port while the context lasts, and give the port.

    What is in flight at its end is answered, within `stop_s`; `options` are those of aiohttp's connections.
    With `or_free`, any free port is taken in place of a taken one. Raises `SettingsError`, which names the
    setting of the port, where it cannot be had.
    """
    app.on_response_prepare.append(_headed)
    runner = web.AppRunner(app, shutdown_timeout=stop_s)
    await runner.setup()
    connection = partial(
        Connection,
        runner.server,  # type: ignore[arg-type] # it is set up
        refusal=refusal,
        access_log=None,
        **options,
    )
    try:
        with closing(await _listener(connection, at, setting, or_free=or_free)) as listener:
            yield listener.sockets[0].getsockname()[1]
    finally:
        await runner.cleanup()


async def _listener(
    connection: Callable[[], Connection], at: tuple[str, int], setting: str, *, or_free: bool
) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(connection, *at)
    except OSError as error:
        if or_free and error.errno == errno.EADDRINUSE:
            log.warning("port_taken", setting=setting, port=at[1], instead="any free port")
            return await _listener(connection, (at[0], 0), setting, or_free=False)
        where = ":".join(map(str, at))
        advice = f"set CLAIMWIRE_{setting.upper()}"
        raise SettingsError(f"{setting}: {where}: {error.strerror}; {advice}") from None


async def _headed(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
