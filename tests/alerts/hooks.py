"""A server of webhooks that can fail in every way: what it does next is what it is told to.

`python -m tests.alerts.hooks` takes what comes, and prints its port.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Post:
    """What came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hooks:
    """The server: what came, and how it behaves."""

    scheme: str
    port: int = 0
    posts: list[Post] = field(default_factory=list)
    behaviour: Behaviour | None = None
    """None takes what comes."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{self.scheme}://127.0.0.1:{self.port}/hook/a-secret-path"

    @property
    def ids(self) -> list[str]:
        """The ids of the messages that came."""
        return [post.headers["webhook-id"] for post in self.posts]


def says(status: int, *headers: str, body: bytes = b"") -> Behaviour:
    """Return the behaviour of one that answers with a status."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", "Connection: close", *headers]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)

    return answer


async def silent(_: asyncio.StreamWriter) -> None:
    """Say nothing."""
    await asyncio.sleep(60)


async def drip(writer: asyncio.StreamWriter) -> None:
    """Say a letter now and then, without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(writer: asyncio.StreamWriter) -> None:
    """Take it, and answer without end."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.transport.abort()


async def noise(writer: asyncio.StreamWriter) -> None:
    """Say what is no HTTP."""
    writer.write(b"220 smtp.quenby.example ESMTP\r\n")


@asynccontextmanager
async def hooks(*, tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[Hooks]:
    """Run the server while the context lasts."""
    site = Hooks("https" if tls else "http")
    talks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        talks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                site.posts.append(await _post(reader))
                await (site.behaviour or says(204))(writer)
                await writer.drain()
        finally:
            talks.discard(task)
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in (gone := list(talks)):
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        await asyncio.sleep(0)  # the transports close themselves


async def _post(reader: asyncio.StreamReader) -> Post:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    assert method == "POST"
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
    return Post(path, headers, await reader.readexactly(int(headers["content-length"])))


async def _serve() -> None:
    async with hooks() as running:
        sys.stdout.write(f"{running.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
