"""One request to the web, that a hostile server can neither stretch, bloat nor turn inward."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from claimwire import __version__
from claimwire.errors import InputError
from claimwire.web.addresses import public_socket
from claimwire.web.answers import Answer, FetchError
from claimwire.web.bodies import ACCEPTED, body_of
from claimwire.web.failures import FetchLimits, failure
from claimwire.web.headers import charset, content_type, retry_after_s, validator
from claimwire.web.redirects import REDIRECTS, Way, keeps_password, parsed

_MAX_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_HEADER_BYTES = 16 * 1024
_KEEP_ALIVE_S = 5.0
_FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
_LONGEST_CONTACT = 200

Turn = Callable[[URL], AbstractAsyncContextManager[None]]
"""What a request waits for, and is in, while it asks one URL of its way."""


def at_once(url: URL) -> AbstractAsyncContextManager[None]:  # noqa: ARG001 # a Turn
    """Wait for nothing."""
    return nullcontext()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ask:
    """What is asked for: with `etag` or `last_modified`, only if it has changed since.

    `max_bytes` are counted after decompression.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = _FEEDS
    max_bytes: int = _MAX_BYTES

    @property
    def is_conditional(self) -> bool:
        """Whether an answer may be that nothing has changed."""
        return bool(validator(self.etag) or validator(self.last_modified))

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for this."""
        conditions = {
            "If-None-Match": validator(self.etag),
            "If-Modified-Since": validator(self.last_modified),
        }
        return {"Accept": self.accept} | {name: value for name, value in conditions.items() if value}


class WebClient:
    """Sends requests without cookies, proxies or passwords of this machine; an async context manager.

    `contact` is an address or page of whoever runs this, for those who are asked. Raises `InputError` for one
    that no header can hold.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._agent = user_agent(contact)
        self._allow_private = allow_private
        self._limits = limits or FetchLimits()
        self._now = now
        self._connections = asyncio.Semaphore(self._limits.connections)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            socket_factory=None if self._allow_private else public_socket,
            limit=self._limits.connections,
            use_dns_cache=False,
            keepalive_timeout=_KEEP_ALIVE_S,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED},
            timeout=aiohttp.ClientTimeout(sock_connect=self._limits.connect_s, sock_read=self._limits.read_s),
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def ask(self, ask: Ask, *, turn: Turn = at_once) -> Answer:
        """Return what a server answers, whatever its status, taking a turn for each URL along the redirects.

        Raises `FetchError` when no answer comes.
        """
        start = parsed(ask.url)
        way = Way(start, (start.with_user(None),))
        left = self._limits.total_s
        while True:
            async with turn(way.here), self._connections:
                begun = time.monotonic()
                found = await self._step(ask, way, left)
                left -= time.monotonic() - begun
            if isinstance(found, Answer):
                return found
            way = found

    async def post(self, url: str, data: bytes, headers: Mapping[str, str]) -> Answer:
        """Send data, and return the answer without its content. A redirect is an answer: it is not followed.

        Raises `FetchError` when no answer comes; the URL, which may be a secret, is not told.
        """
        to = parsed(url)
        way = Way(to, (to.with_user(None),))
        try:
            async with (
                self._connections,
                asyncio.timeout(self._limits.total_s),
                self._request("POST", way, headers, data) as response,
            ):
                asked = retry_after_s(response.headers.get("Retry-After"), now=self._now())
                return Answer(
                    url=str(to.origin()),
                    base=str(to.origin()),
                    status=response.status,
                    retry_after_s=asked,
                )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(error, self._limits) from None

    async def _step(self, ask: Ask, way: Way, left: float) -> Answer | Way:
        """Ask one URL, and return its answer or the way on from there."""
        try:
            async with asyncio.timeout(left), self._request("GET", way, ask.headers()) as response:
                location = response.headers.get("Location")
                if response.status in REDIRECTS and location is not None:
                    return way.onward(response.status, location)
                return await self._answer(ask, way, response)
        except (aiohttp.ClientError, FetchError, OSError, ValueError) as error:
            found = failure(error, self._limits)
            raise FetchError(found.reason, f"{way.start.with_user(None)}: {found}") from None

    def _request(
        self, method: str, way: Way, headers: Mapping[str, str], data: bytes | None = None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if self._session is None:
            raise RuntimeError("a WebClient is used inside `async with`")
        sent = dict(headers)
        if way.start.user is not None and keeps_password(way.start, way.here):
            pair = f"{way.start.user}:{way.start.password or ''}".encode()
            sent["Authorization"] = f"Basic {b64encode(pair).decode()}"
        return self._session.request(method, way.here, headers=sent, data=data, allow_redirects=False)

    async def _answer(self, ask: Ask, way: Way, response: aiohttp.ClientResponse) -> Answer:
        if response.status == 304 and not ask.is_conditional:
            raise FetchError("damaged", "answers 304 Not Modified to an unconditional request")
        headers, (media_type, declared) = response.headers, content_type(response)
        settled = response.status in (200, 304)
        return Answer(
            url=str(way.start.with_user(None)),
            base=str(way.here),
            status=response.status,
            data=await _body(response, ask.max_bytes) if response.status == 200 else b"",
            content_type=media_type if "Content-Type" in headers else "",
            charset=charset(declared),
            etag=validator(headers.get("ETag")),
            last_modified=validator(headers.get("Last-Modified")),
            moved_to=str(way.moved_to) if way.moved_to and settled else None,
            retry_after_s=retry_after_s(headers.get("Retry-After"), now=self._now()),
        )


async def _body(response: aiohttp.ClientResponse, most: int) -> bytes:
    body = body_of(",".join(response.headers.getall("Content-Encoding", ())), most=most)
    if (response.content_length or 0) > most:
        raise FetchError("too_large", f"larger than {most:,} bytes")
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        body.take(chunk)
    return body.whole()


def user_agent(contact: str | None) -> str:
    """Return how we name ourselves; raises `InputError` for a contact that no header can hold."""
    if contact is None:
        return f"claimwire/{__version__} (news feed reader)"
    if not (contact.isascii() and contact.isprintable() and 0 < len(contact) <= _LONGEST_CONTACT):
        raise InputError(f"a contact is 1 to {_LONGEST_CONTACT} plain ASCII characters: {contact[:60]!r}")
    return f"claimwire/{__version__} (+{contact})"
