"""A server that misbehaves, each path in its own way, over real sockets.

    async with misbehaving_server() as site:
        site.serve("/feed.xml", b"<rss/>", etag='"1"')   # well-behaved, with conditional requests
        await client.get(site.url("/bomb/gzip"))

`BEHAVIOURS` has all the paths; `site.asked` all that was asked, in order.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

MIB = 1024 * 1024
BOMB_BYTES = 200 * MIB
SLOW_S = 0.05
TLS_HELLO = b"\x16"
CALM = b"<rss/>"


@dataclass
class Site:
    """A running server: its port, what it was asked, and the pages that it serves as it should."""

    port: int = 0
    scheme: str = "http"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pages: dict[str, Behaviour] = field(default_factory=dict)
    conversations: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str, *, host: str = "127.0.0.1", user: str = "") -> str:
        """Return the URL of a path; each of 127.0.0.1, 127.0.0.2, … is a host of its own."""
        return f"{self.scheme}://{user}{host}:{self.port}{path}"

    def serve(
        self, path: str, body: bytes, *, content_type: str = "application/rss+xml", etag: str = ""
    ) -> None:
        """Serve a page from now on, with 304 for whoever has its ETag."""

        async def page(talk: Talk) -> None:
            if etag and talk.headers.get("if-none-match") == etag:
                return talk.say(304, ETag=etag)
            marks = {"ETag": etag} if etag else {}
            return talk.say(200, body, **{"Content-Type": content_type}, **marks)

        self.pages[path] = page

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)


@dataclass
class Talk:
    """One request and what is written in answer to it."""

    site: Site
    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter

    def raw(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.writer.write(data)

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Write an answer as HTTP has it; a header of one's own wins."""
        lines = {"Content-Length": str(len(body)), "Connection": "close"} | headers
        head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in lines.items()
        )
        self.raw(head.encode("latin-1") + b"\r\n" + body)

    def reset(self) -> None:
        """Break the connection, without an end."""
        self.writer.transport.abort()

    async def forever(self, data: bytes, *, pause_s: float = 0.0) -> None:
        """Write the same again and again, until the other side is gone."""
        while not self.writer.is_closing():
            self.raw(data)
            await self.writer.drain()
            await asyncio.sleep(pause_s)


Behaviour = Callable[[Talk], Awaitable[None]]
BEHAVIOURS: dict[str, Behaviour] = {}


def at(path: str) -> Callable[[Behaviour], Behaviour]:
    def named(behaviour: Behaviour) -> Behaviour:
        BEHAVIOURS[path] = behaviour
        return behaviour

    return named


def says(path: str, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer a path always the same way."""

    async def always(talk: Talk) -> None:
        talk.say(status, body, **headers)

    BEHAVIOURS[path] = always


def writes(path: str, data: bytes) -> None:
    """Answer a path with bytes of whatever kind, and hang up."""

    async def always(talk: Talk) -> None:
        talk.raw(data)

    BEHAVIOURS[path] = always


def leads(path: str, status: int, location: str) -> None:
    """Redirect a path; {port} is the server's own."""

    async def away(talk: Talk) -> None:
        talk.say(status, Location=location.format(port=talk.site.port))

    BEHAVIOURS[path] = away


def gzipped(size: int) -> bytes:
    """Return so many zeros compressed, without having them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()


BOMB = gzipped(BOMB_BYTES)
PACKED = gzip.compress(CALM * 500)
GZIP = {"Content-Encoding": "gzip"}

says("/calm", 200, CALM, **{"Content-Type": "application/rss+xml; charset=UTF-8", "ETag": '"calm"'})
for number in (204, 206, 226, 400, 401, 403, 404, 410, 418, 451, 500, 502, 503, 599):
    says(f"/status/{number}", number, b"" if number == 204 else b"not what was asked for")


# Time
@at("/silent")
async def silent(talk: Talk) -> None:
    await asyncio.sleep(60)


@at("/drip")
async def drip(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\n\r\n")
    await talk.forever(b"x", pause_s=SLOW_S)


@at("/drip/head")
async def drip_head(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\nX: ")
    await talk.forever(b"x", pause_s=SLOW_S)


@at("/stall")
async def stall(talk: Talk) -> None:
    talk.say(200, b"<rss>", **{"Content-Length": "1000"})
    await asyncio.sleep(60)


@at("/status/1xx/endless")
async def endless_continue(talk: Talk) -> None:
    await talk.forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 10, pause_s=SLOW_S)


# Size
@at("/endless")
async def endless(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\n\r\n")
    await talk.forever(b"x" * 65536)


@at("/endless/chunked")
async def endless_chunks(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await talk.forever(b"1\r\nx\r\n" * 5000)


@at("/endless/nothing")
async def endless_nothing(talk: Talk) -> None:
    """Send compressed blocks that are empty: there is always more, and it is nothing."""
    talk.raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n\x78\x9c")
    await talk.forever(b"\x00\x00\x00\xff\xff" * 10_000)


@at("/endless/headers")
async def endless_headers(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\n")
    await talk.forever(b"X-Flood: and more\r\n" * 1000)


@at("/endless/header")
async def endless_header(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\nX-Flood: ")
    await talk.forever(b"x" * 65536)


@at("/endless/status")
async def endless_status(talk: Talk) -> None:
    await talk.forever(b"x" * 65536)


says("/large", 200, b"x" * (2 * MIB))
says("/large/said", 200, b"x", **{"Content-Length": "99999999999"})
says("/bomb/gzip", 200, BOMB, **GZIP)
says("/bomb/deflate", 200, zlib.compress(bytes(BOMB_BYTES // 8)), **{"Content-Encoding": "deflate"})
says("/bomb/members", 200, gzip.compress(b"x") * 5000, **GZIP)
says("/header/long", 200, CALM, **{"X-Policy": "p" * 12_000})

# Content that is not what it says
says("/short", 200, CALM, **{"Content-Length": "1000"})
SURPLUS = {"Content-Length": str(len(CALM))}
says("/long", 200, CALM + b"and what was not announced", **SURPLUS, Connection="keep-alive")
says("/long/closed", 200, CALM + b"and what was not announced", **SURPLUS)
says("/length/words", 200, CALM, **{"Content-Length": "six"})
says("/length/negative", 200, CALM, **{"Content-Length": "-6"})
writes("/length/two", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 3\r\n\r\n<rss/>")
writes("/chunk/size", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>\r\n0\r\n\r\n")
writes("/chunk/end", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n")
says("/packed", 200, PACKED, **GZIP)
says("/packed/raw", 200, zlib.compress(CALM * 500)[2:-4], **{"Content-Encoding": "deflate"})
says("/packed/zlib", 200, zlib.compress(CALM * 500), **{"Content-Encoding": "deflate"})
says("/packed/padded", 200, PACKED + bytes(64), **GZIP)
says("/packed/short", 200, PACKED[:-9], **GZIP)
says("/packed/not", 200, b"not gzip at all", **GZIP)
says("/packed/unasked", 200, b"\x0b\x02\x80", **{"Content-Encoding": "br"})
says("/charset/unknown", 200, CALM, **{"Content-Type": "text/xml; charset=klingon-8"})
says("/charset/lies", 200, "<rss>é</rss>".encode("latin-1"), **{"Content-Type": "text/xml; charset=utf-8"})
says("/type/none", 200, CALM)
says("/type/star", 200, CALM, **{"Content-Type": "text/html; charset*"})
says("/type/noise", 200, CALM, **{"Content-Type": ";;=/\xff charset="})

# Validators and waiting
says("/304", 304, ETag='"calm"')
says("/304/body", 304, b"a body that may not be", ETag='"calm"', Connection="keep-alive")
says("/etag/noise", 200, CALM, **{"ETag": '"\xe9\xff"', "Last-Modified": "x" * 5000})
says("/busy/seconds", 429, b"", **{"Retry-After": "120"})
says("/busy/words", 429, b"", **{"Retry-After": "soon"})


@at("/busy/date")
async def busy_date(talk: Talk) -> None:
    then = datetime.now(UTC) + timedelta(seconds=120)
    talk.say(503, b"", **{"Retry-After": format_datetime(then, usegmt=True)})


@at("/recovers")
async def recovers(talk: Talk) -> None:
    """Fail the first time, and be well from then on."""
    talk.say(500 if talk.site.count("/recovers") == 1 else 200, CALM)


# Redirects
leads("/circle", 302, "/circle/2")
leads("/circle/2", 302, "/circle")
leads("/self", 301, "/self")
for number in range(9):
    leads(f"/hops/{number}", 302, f"/hops/{number + 1}")
leads("/moved", 301, "/calm")
leads("/moved/twice", 308, "/moved")
leads("/moved/once", 301, "/lent")
leads("/lent", 302, "/calm")
leads("/lent/then/moved", 307, "/moved")
leads("/moved/away", 301, "/status/404")
leads("/moved/host", 301, "http://127.0.0.3:{port}/calm")
leads("/to/loopback", 302, "http://127.0.0.1:{port}/calm")
leads("/to/loopback6", 302, "http://[::1]:{port}/calm")
leads("/to/metadata", 302, "http://169.254.169.254/latest/meta-data/")
leads("/to/mapped", 302, "http://[::ffff:127.0.0.1]:{port}/calm")
leads("/to/file", 302, "file:///etc/hostname")
leads("/to/script", 302, "javascript:alert(1)")
leads("/to/data", 302, "data:text/xml,<rss/>")
leads("/to/nothing", 302, "http://")
leads("/to/noise", 302, "http://[::1")
leads("/to/bytes", 302, "/caf\xe9\xff")
leads("/to/far", 302, "/" + "x" * 8000)
leads("/to/password", 302, "http://eve:stolen@127.0.0.1:{port}/calm")
says("/to/nowhere", 302)

# What is hardly HTTP
writes("/noise", bytes(range(256)) * 20)
writes("/banner", b"220 smtp.quenby.example ESMTP\r\n")
writes("/version", b"HTTP/9.9 200 OK\r\n\r\n<rss/>")
writes("/status/none", b"HTTP/1.1\r\n\r\n")
writes("/status/words", b"HTTP/1.1 two-hundred OK\r\n\r\n")
writes("/status/zero", b"HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n")
writes("/header/bad", b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n<rss/>")
writes("/header/nul", b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n<rss/>")
writes(
    "/early",
    b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>",
)
writes("/upgrade", b"HTTP/1.1 101 Switching\r\nUpgrade: tea\r\nConnection: upgrade\r\n\r\n\x00\x01")
writes("/until-closed", b"HTTP/1.0 200 OK\r\n\r\n<rss/>")
writes("/hang-up", b"")
writes("/hang-up/status", b"HTTP/1.1 200")
writes("/hang-up/head", b"HTTP/1.1 200 OK\r\nContent-Le")


@at("/reset")
async def reset(talk: Talk) -> None:
    talk.reset()


@at("/reset/body")
async def reset_body(talk: Talk) -> None:
    talk.say(200, b"<rss>", **{"Content-Length": "1000"})
    await talk.writer.drain()
    talk.reset()


@at("/echo")
async def echo(talk: Talk) -> None:
    """Answer with the headers that came."""
    talk.say(200, "\n".join(f"{name}: {value}" for name, value in talk.headers.items()).encode())


leads("/echo/moved", 301, "/echo")
leads("/echo/elsewhere", 302, "http://127.0.0.3:{port}/echo")


@asynccontextmanager
async def misbehaving_server(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """Run the server on all of this machine's addresses while inside."""
    site = Site(scheme="https" if tls else "http")

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        site.conversations.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _answer(site, reader, writer)
        finally:
            site.conversations.discard(task)
            writer.close()

    server = await asyncio.start_server(converse, "0.0.0.0", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in (gone := list(site.conversations)):
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        await asyncio.sleep(0)  # the transports close themselves


async def _answer(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    first = await reader.readexactly(1)
    if first == TLS_HELLO:
        writer.write(b"HTTP/1.1 400 Speak up\r\n\r\n")
        return
    head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    path = head[0].split(" ")[1]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
    site.asked.append((path, headers))
    talk = Talk(site, path, headers, writer)
    behaviour = site.pages.get(path) or BEHAVIOURS.get(path)
    if behaviour is None:
        talk.say(404)
    else:
        await behaviour(talk)
    await writer.drain()
