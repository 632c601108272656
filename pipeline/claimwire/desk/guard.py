"""The guard: who may ask, how often, and what every answer carries.

It is plain ASGI, so that streams pass through.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimwire.desk.metrics import Metrics
from claimwire.errors import SettingsError
from claimwire.problems import PROBLEM_JSON, is_bearer, problem_body
from claimwire.settings import Settings

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with none, a browser's own forms come from no origin
    "Server": "claimwire",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_OPEN = frozenset({"/healthz", "/readyz", "/metrics"})
"""Whoever reaches the port may ask for these, as of a worker."""
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_BURST_S = 5
_MOST_ADDRESSES = 10_000
_SEND_S = 60.0
"""A client that takes nothing for so long is gone."""
_LONGEST_TARGET = 8_192


@dataclass(frozen=True)
class Access:
    """Who may ask: those with a token; on this machine alone, everybody who names it as it is."""

    read_token: str | None
    write_token: str | None
    hosts: frozenset[str]
    """Names that a request may give this server, where there are no tokens: others are DNS rebinding."""

    def refusal(self, method: str, headers: Headers) -> tuple[int, str, str] | None:
        """Return the status, reason and detail of a request that is refused; None for one that may pass."""
        if method not in _READS and (refusal := _forged(headers)):
            return refusal
        if self.read_token is None and self.write_token is None:
            return None if _named(headers) in self.hosts else (421, "misdirected", "this is not its name")
        given = headers.get("authorization", "")
        if self.write_token and is_bearer(given, self.write_token):
            return None
        if self.read_token and is_bearer(given, self.read_token):
            return None if method in _READS else (403, "forbidden", "this token may read, not write")
        return 401, "unauthorized", "send the token as `Authorization: Bearer …`"


def access_of(settings: Settings) -> Access:
    """Return who may ask; raises `SettingsError` where others can reach the desk and it has no token."""
    read, write = (
        token.get_secret_value() if token else None
        for token in (settings.desk_read_token, settings.desk_write_token)
    )
    if not is_loopback(settings.desk_host) and not read:
        raise SettingsError(
            f"desk_read_token: others can reach {settings.desk_host}: set CLAIMWIRE_DESK_READ_TOKEN"
        )
    return Access(read, write, frozenset({"localhost", "127.0.0.1", "::1", settings.desk_host}))


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own, which others cannot reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(headers: Headers) -> str | None:
    """Return the name that a request gives this server."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return None


def _forged(headers: Headers) -> tuple[int, str, str] | None:
    """Return the refusal of a write that another site's page may have sent."""
    origin, host = headers.get("origin"), headers.get("host", "")
    if origin is not None and origin.partition("://")[2] != host:
        return 403, "cross_origin", "it comes from a page of another site"
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, "cross_origin", "it comes from a page of another site"
    return None


@dataclass
class Rates:
    """How often each address may ask: so many times a second, and five times as many at once."""

    per_s: float
    clock: Callable[[], float] = monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, address: str) -> float:
        """Count a request; return the seconds to wait where it is one too many, else 0."""
        now, most = self.clock(), max(self.per_s * _BURST_S, 1.0)
        left, at = self._left.pop(address, (most, now))
        left = min(left + (now - at) * self.per_s, most)
        if len(self._left) >= _MOST_ADDRESSES:
            self._left.popitem(last=False)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) / self.per_s


@dataclass(frozen=True)
class Guard:
    """The outermost part of the desk's app."""

    app: ASGIApp
    access: Access
    rates: Rates
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = monotonic()
        answering = _Answering(send, self.metrics, begun)
        if refusal := self._refusal(scope):
            await _refuse(answering.send, *refusal)
            return
        try:
            await self.app(scope, receive, answering.send)
        except Exception:  # noqa: BLE001 # it was logged where problems are made, and uvicorn would once more
            if not answering.is_begun:
                await _refuse(answering.send, 500, "unexpected_error", "an error of the server", {})

    def _refusal(self, scope: Scope) -> tuple[int, str, str, dict[str, str]] | None:
        headers = Headers(scope=scope)
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > _LONGEST_TARGET:
            return 414, "too_long", f"the address has more than {_LONGEST_TARGET:,} bytes", {}
        if scope["path"] in _OPEN:
            return None
        wait_s = self.rates.take(scope["client"][0] if scope.get("client") else "")
        if wait_s:
            return 429, "too_many_requests", "ask less often", {"Retry-After": str(max(1, round(wait_s)))}
        if refusal := self.access.refusal(scope["method"], headers):
            more = {"WWW-Authenticate": 'Bearer realm="claimwire"'} if refusal[0] == 401 else {}
            return *refusal, more
        return None


@dataclass
class _Answering:
    """An answer on its way: with our headers, counted, and given up where nobody takes it."""

    to: Send
    metrics: Metrics
    begun: float
    is_begun: bool = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head(message)
        async with asyncio.timeout(_SEND_S):
            await self.to(message)

    def _head(self, message: MutableMapping[str, Any]) -> None:
        self.is_begun = True
        headers = MutableHeaders(scope=message)
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        self.metrics.requests.labels(str(message["status"])).inc()
        if not headers.get("content-type", "").startswith("text/event-stream"):
            self.metrics.seconds.observe(monotonic() - self.begun)


async def _refuse(
    send: Callable[[Message], Awaitable[None]], status: int, reason: str, detail: str, more: dict[str, str]
) -> None:
    body = problem_body(status, {"reason": reason, "detail": detail})
    named = {"Content-Type": PROBLEM_JSON, "Content-Length": str(len(body)), **more}
    await send({"type": "http.response.start", "status": status, "headers": _raw(named.items())})
    await send({"type": "http.response.body", "body": body})


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]
