"""A mail server that can fail in every way."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Literal, cast

Mood = Literal[
    "well",
    "refuses",
    "busy",
    "unknown_user",
    "full",
    "hangs",
    "drips",
    "hangs_up",
    "floods",
    "no_tls",
    "noise",
]


@dataclass
class Mails:
    """The server: what came, and how it behaves."""

    port: int = 0
    mood: Mood = "well"
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    """To whom, and what."""
    logins: list[str] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)


@asynccontextmanager
async def mail_server(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Mails]:
    """Run the server, with STARTTLS if it has a certificate, while the context lasts."""
    site = Mails()
    talks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        talks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _Talk(site, reader, writer, tls).run()
        finally:
            talks.discard(task)
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in (gone := list(talks)):
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        await asyncio.sleep(0)  # the transports close themselves


@dataclass
class _Talk:
    site: Mails
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    tls: ssl.SSLContext | None
    is_encrypted: bool = False
    to: str = ""

    async def run(self) -> None:
        mood = self.site.mood
        if mood == "hangs":
            await asyncio.sleep(60)
        if mood == "drips":
            await self._forever(b"2", 0.05)
        if mood == "floods":
            await self._forever(b"220-x\r\n" * 1000, 0.0)
        if mood == "noise":
            self.writer.write(bytes(range(256)) * 10 + b"\r\n")
            return
        self._say("554 go away" if mood == "refuses" else "421 busy" if mood == "busy" else "220 mail")
        while line := (await self.reader.readuntil(b"\r\n")).decode("latin-1").strip():
            if not await self._answer(line.split(" ")[0].upper(), line):
                return

    async def _answer(self, verb: str, line: str) -> bool:
        mood = self.site.mood
        if verb == "EHLO":
            self._say("250-mail.example")
            offers = [] if self.tls is None or self.is_encrypted or mood == "no_tls" else ["STARTTLS"]
            for offer in offers:
                self._say(f"250-{offer}")
            self._say("250-AUTH PLAIN")
            self._say("250 OK")
        elif verb == "STARTTLS":
            self._say("220 go on")
            await self.writer.drain()
            await self.writer.start_tls(cast("ssl.SSLContext", self.tls))
            self.is_encrypted = True
        elif verb == "AUTH":
            self.site.logins.append(line)
            self._say("235 OK")
        elif verb == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            self._say("550 no such user" if mood == "unknown_user" else "250 OK")
        elif verb == "DATA":
            return await self._data()
        elif verb == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 OK")
        return True

    async def _data(self) -> bool:
        self._say("354 go on")
        body = await self.reader.readuntil(b"\r\n.\r\n")
        if self.site.mood == "hangs_up":
            self.writer.transport.abort()
            return False
        if self.site.mood == "full":
            self._say("452 disk full")
            return True
        mail = message_from_bytes(body[:-5].replace(b"\r\n..", b"\r\n."), policy=default)
        self.site.mails.append((self.to, mail))
        self.site.was_encrypted.append(self.is_encrypted)
        self._say("250 taken")
        return True

    async def _forever(self, data: bytes, pause_s: float) -> None:
        while True:
            self.writer.write(data)
            await self.writer.drain()
            await asyncio.sleep(pause_s)

    def _say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
