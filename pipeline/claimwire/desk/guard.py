"""The guard: who may ask, how often, and what every answer carries.

It is plain ASGI, so that streams pass through.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from hmac import compare_digest
from ipaddress import ip_address
from time import monotonic
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimwire.desk.html import error_page, is_for_a_browser
from claimwire.desk.metrics import Metrics
from claimwire.desk.sessions import Session, Sessions
from claimwire.errors import SettingsError
from claimwire.problems import PROBLEM_JSON, is_bearer, problem_body
from claimwire.settings import Settings

Refusal: TypeAlias = tuple[int, str, str, dict[str, str]]
"""A status, a reason for programs, a detail for people, and headers."""
_FAILED: Refusal = (500, "unexpected_error", "an error of the server", {})
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
_BURST_S = 5.0
_LOGIN, _LOGOUT, _FILES = "/login", "/logout", "/static/"
_FORM = "application/x-www-form-urlencoded"
_FORM_BYTES = 64 * 1024
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

    @property
    def sessions(self) -> Sessions | None:
        """Sessions of browsers, where there are tokens."""
        if self.read_token is None and self.write_token is None:
            return None
        return Sessions(self.read_token, self.write_token)

    def refusal(
        self, method: str, headers: Headers, session: Session | None = None
    ) -> tuple[int, str, str] | None:
        """Return the status, reason and detail of a request that is refused; None for one that may pass.

        Whether a session's change has its CSRF token is not looked at here.
        """
        if method not in _READS and (refusal := _forged(headers)):
            return refusal
        if self.read_token is None and self.write_token is None:
            return None if _named(headers) in self.hosts else (421, "misdirected", "this is not its name")
        given = headers.get("authorization", "")
        if session and not given:
            may = method in _READS or session.role == "write"
            return None if may else (403, "forbidden", "this session may read, not write")
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
    """How often each address may ask: so many times a second, and what `burst_s` seconds allow at once."""

    per_s: float
    burst_s: float = _BURST_S
    clock: Callable[[], float] = monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, address: str) -> float:
        """Count a request; return the seconds to wait where it is one too many, else 0."""
        now, most = self.clock(), max(self.per_s * self.burst_s, 1.0)
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
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        begun = monotonic()
        answering = _Answering(send, self.metrics, begun)
        sessions = self.access.sessions
        session = sessions.of(Headers(scope=scope)) if sessions else None
        scope["session"] = session
        if refusal := self._refusal(scope, session):
            await _refuse(scope, receive, answering.send, refusal)
            return
        if session and not _is_bearer(scope) and scope["method"] not in _READS and scope["path"] != _LOGIN:
            receive, is_ours = await _with_csrf(Headers(scope=scope), receive, session.csrf)
            if not is_ours:
                stale = "the form is out of date: load the page again"
                await _refuse(scope, receive, answering.send, (403, "csrf", stale, {}))
                return
        try:
            await self.app(scope, receive, answering.send)
        except Exception:  # noqa: BLE001 # it was logged where problems are made, and uvicorn would once more
            if not answering.is_begun:
                await _refuse(scope, receive, answering.send, _FAILED)

    def _refusal(self, scope: Scope, session: Session | None) -> Refusal | None:
        headers, path = Headers(scope=scope), scope["path"]
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > _LONGEST_TARGET:
            return 414, "too_long", f"the address has more than {_LONGEST_TARGET:,} bytes", {}
        if path in _OPEN:
            return None
        wait_s = self.rates.take(scope["client"][0] if scope.get("client") else "")
        if wait_s:
            return 429, "too_many_requests", "ask less often", {"Retry-After": str(max(1, round(wait_s)))}
        refusal = self.access.refusal(scope["method"], headers, session)
        if refusal and self._may_sign_in(scope, session):
            refusal = _forged(headers) if scope["method"] not in _READS else None
        if refusal and refusal[0] == 401:
            return *refusal, _how_to_sign_in(scope, headers)
        return (*refusal, {}) if refusal else None

    def _may_sign_in(self, scope: Scope, session: Session | None) -> bool:
        """Tell whether a request is for what people need to sign in, or out."""
        if self.access.sessions is None:
            return False
        path = scope["path"]
        return path == _LOGIN or path.startswith(_FILES) or (path == _LOGOUT and session is not None)


def _without_body(send: Send) -> Send:
    """Return what sends an answer's head alone; a stream then meets a client that is gone, and ends."""
    is_ended = False

    async def head(message: Message) -> None:
        nonlocal is_ended
        if message["type"] == "http.response.start":
            await send(message)
        elif not is_ended:
            is_ended = True
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return head


def _how_to_sign_in(scope: Scope, headers: Headers) -> dict[str, str]:
    """Return the headers of an answer to somebody unknown; browsers are sent to the login page by one."""
    wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    if scope["method"] == "GET" and "text/html" in headers.get("accept", "") and not _is_api(scope):
        return {"Location": f"{_LOGIN}?{urlencode({'next': wanted})}"}
    return {"WWW-Authenticate": 'Bearer realm="claimwire"'}


def _is_api(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/api"))


def _is_bearer(scope: Scope) -> bool:
    return "authorization" in Headers(scope=scope)


async def _with_csrf(headers: Headers, receive: Receive, csrf: str) -> tuple[Receive, bool]:
    """Tell whether a change has the session's CSRF token, as a header or in its form; give the body back."""
    if "x-csrf-token" in headers:
        return receive, compare_digest(headers["x-csrf-token"].encode(), csrf.encode())
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return receive, False
    body, more = b"", True
    while more and len(body) <= _FORM_BYTES:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    if more or len(body) > _FORM_BYTES:
        return receive, False
    given = parse_qs(body.decode("utf-8", "replace")).get("csrf", [""])[0]
    return _replayed(body, receive), compare_digest(given.encode(), csrf.encode())


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read once more."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


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


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    """Answer as errors are answered elsewhere: a page for a browser, else a problem."""
    status, reason, detail, more = refusal
    request = Request(scope)
    if "Location" in more:
        answer = Response(status_code=303, headers=more)
    elif is_for_a_browser(request):
        answer = error_page(request, status, detail, **more)
    else:
        body = problem_body(status, {"reason": reason, "detail": detail})
        answer = Response(body, status_code=status, media_type=PROBLEM_JSON, headers=more)
    await answer(scope, receive, send)
