"""The push server: `POST /articles`, for those who have the token, and its own health and metrics.

It speaks plain HTTP on this machine's own address; where others are to reach it, put a TLS proxy before it,
which also ends connections that send their headers too slowly.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from claimwire.errors import SettingsError
from claimwire.kafka import Publisher
from claimwire.problems import is_bearer
from claimwire.push.answers import Answer, Problem, refused
from claimwire.push.bodies import Body
from claimwire.push.idempotency import KeptAnswers
from claimwire.push.limits import PushLimits, Room
from claimwire.push.taking import KINDS, Taken, take
from claimwire.settings import Settings
from claimwire.web.headers import content_type
from claimwire.web.serving import serving

log = structlog.get_logger(__name__)
PATH = "/articles"
_LONGEST_KEY = 255
_IDLE_S = 75.0


class Metrics:
    """What a push server counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.requests = Counter(
            "claimwire_push_requests_total", "Pushes answered, by status.", ["status"], registry=registry
        )
        self.articles = Counter(
            "claimwire_push_articles_total", "Articles pushed, by outcome.", ["outcome"], registry=registry
        )
        self.in_flight = Gauge(
            "claimwire_push_in_flight_bytes", "Bytes of pushes that are being answered.", registry=registry
        )


class Push:
    """Answers pushes: who asks, what is brought, whether it was there before, what became of it."""

    def __init__(self, token: str, publisher: Publisher, metrics: Metrics, limits: PushLimits) -> None:
        self._token = token
        self._publisher = publisher
        self._metrics = metrics
        self._limits = limits
        self._room = Room(limits)
        self._kept = KeptAnswers(limits)
        metrics.in_flight.set_function(lambda: self._room.bytes)

    async def articles(self, request: web.Request) -> web.Response:
        """Answer `POST /articles`: 202 once the broker has every article, or a problem."""
        self._check_token(request)
        key = _idempotency_key(request)
        kind, charset = content_type(request)
        if kind not in KINDS or (charset or "utf-8").lower() not in ("utf-8", "utf8"):
            raise Problem(415, "unsupported_media_type", f"send {' or '.join(KINDS)}, in UTF-8")
        body = Body(self._limits, self._room)
        if not self._room.enter():
            raise Problem(429, "busy", "as many requests as may be are being answered: come again later")
        try:
            data = await body.read(request)
            return await self._once(key, data, kind)
        finally:
            self._room.leave(body.size)

    async def _once(self, key: str | None, data: bytes, kind: str) -> web.Response:
        if key is None:
            return (await self._take(data, kind)).response()
        before = self._kept.begin(key, sha256(kind.encode() + b"\n" + data).hexdigest())
        if before:
            return before.response(**{"Idempotency-Replayed": "true"})
        answer = None
        try:
            answer = await self._take(data, kind)
            return answer.response()
        finally:
            self._kept.end(key, answer)

    async def _take(self, data: bytes, kind: str) -> Answer:
        taken: Taken = await take(data, kind, self._publisher, self._limits)
        self._metrics.articles.labels("delivered").inc(taken.delivered)
        self._metrics.articles.labels("refused").inc(taken.refused)
        return taken.answer

    def _check_token(self, request: web.Request) -> None:
        if not is_bearer(request.headers.get("Authorization", ""), self._token):
            raise Problem(401, "unauthorized", "send the token as `Authorization: Bearer …`")

    async def metrics(self, request: web.Request) -> web.Response:
        """Answer `GET /metrics`: what was counted, in Prometheus' text format."""
        self._check_token(request)
        text = generate_latest(self._metrics.registry)
        return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4"})

    def counted(self) -> Middleware:
        """Return the middleware that turns whatever is raised into an answer, and counts it."""

        @web.middleware
        async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = await _answered(request, handler)
            if request.path == PATH:
                self._metrics.requests.labels(str(response.status)).inc()
            return response

        return middleware


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as problem:
        response = problem.answer().response()
    except web.HTTPException as error:
        allowed = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
        response = refused(error.status, **allowed)
    except Exception:
        # A fault of ours, which must not show its traceback to strangers.
        log.exception("push_failed")
        response = Problem(500, "unexpected_error", "an error of the server").answer().response()
    if not request.content.at_eof():
        response.force_close()  # what was not read of the body is not wanted
    return response


def _idempotency_key(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    key = key.strip().strip('"')
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(
            400, "bad_idempotency_key", f"Idempotency-Key takes 1 to {_LONGEST_KEY} ASCII characters"
        )
    return key


def token_of(settings: Settings) -> str:
    """Return the token; raises `SettingsError` where there is none."""
    if settings.push_token is None:
        raise SettingsError("push_token: set CLAIMWIRE_PUSH_TOKEN")
    return settings.push_token.get_secret_value()


@asynccontextmanager
async def push_server(
    settings: Settings, publisher: Publisher, *, registry: CollectorRegistry, limits: PushLimits | None = None
) -> AsyncIterator[int]:
    """Serve `POST /articles` while the context lasts, and give the port.

    What is in flight at its end is answered. Raises `SettingsError` where there is no token, or the port is
    taken.
    """
    limits = limits or PushLimits()
    push = Push(token_of(settings), publisher, Metrics(registry), limits)
    server = web.Application(middlewares=[push.counted()])
    server.add_routes(
        [web.post(PATH, push.articles), web.get("/metrics", push.metrics), web.get("/healthz", _alive)]
    )
    async with serving(
        server,
        at=(settings.push_host, settings.push_port),
        setting="push_port",
        refusal=refused,
        auto_decompress=False,
        keepalive_timeout=_IDLE_S,
        lingering_time=1.0,
        stop_s=limits.stop_s,
    ) as port:
        yield port


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
