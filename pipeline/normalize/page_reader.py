"""`PageReader`: reads pages in a process of its own, so that no page can hang or take down the worker."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from pipeline.errors import ClaimwireError, Refused
from pipeline.normalize.limits import MAX_BYTES, check_size
from pipeline.normalize.page import Page

_START_TIMEOUT_S = 60.0
_CLOSE_TIMEOUT_S = 1.0
_LARGEST_ANSWER = 64 * 1024 * 1024
_CHILD = ("-P", "-m", "pipeline.normalize.page_reader_child")


class PageReader:
    """Reads one page at a time in a child process, which it starts when needed and kills when it must.

    Callers may be many: they wait for each other, and the time limit counts from a page's own turn.
    """

    def __init__(self, *, timeout_s: float, max_bytes: int = MAX_BYTES) -> None:
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._turn = asyncio.Lock()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the child, while there is one."""
        return self._child.process.pid if self._child is not None else None

    async def start(self) -> None:
        """Start the child before the first page needs it; raises `ClaimwireError` where it does not start."""
        async with self._turn:
            await self._started()

    async def read(self, html: str, *, url: str | None) -> Page:
        """Return the page that `html` shows.

        Raises `Refused`: as `read_page` does, `page_timeout` after `timeout_s` seconds, `page_crashed` where
        reading it failed, or twice ended the child; `ClaimwireError` where the child does not start.
        """
        check_size(html, max_bytes=self._max_bytes)
        request = {"html": html, "url": url, "max_bytes": self._max_bytes, "cpu_s": self._timeout_s + 5}
        frame = _frame(request)
        async with self._turn:
            answer = await self._ask(frame)
            if answer is None:
                answer = await self._ask(frame)
        if answer is None:
            raise Refused("page_crashed", "reading the page ended its process, twice")
        return _page(answer)

    async def close(self) -> None:
        """End the child, kindly if it lets us."""
        async with self._turn:
            if self._child is None:
                return
            self._child.requests.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._child.process.wait(), _CLOSE_TIMEOUT_S)
            await self._kill()

    async def _ask(self, frame: bytes) -> Any:
        """Return the child's answer, or None where the child died; a child that did not answer is gone."""
        child = await self._started()
        answered = False
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await child.ask(frame)
            answered = True
        except TimeoutError:
            raise Refused("page_timeout", f"the page was not read in {self._timeout_s:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        finally:
            if not answered:
                await self._kill()
        return answer

    async def _started(self) -> _Child:
        if self._child is not None and self._child.process.returncode is None:
            return self._child
        await self._kill()
        self._child = await _spawn()
        ready = False
        try:
            async with asyncio.timeout(_START_TIMEOUT_S):
                await self._child.receive()
            ready = True
        except (TimeoutError, asyncio.IncompleteReadError):
            command = " ".join((sys.executable, *_CHILD))
            raise ClaimwireError(f"the page reader does not start: `{command}` says why") from None
        finally:
            if not ready:
                await self._kill()
        return self._child

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with suppress(ProcessLookupError):
            child.process.kill()
        await child.process.wait()
        child.requests.close()


@dataclass(frozen=True)
class _Child:
    process: Process
    requests: asyncio.StreamWriter
    answers: asyncio.StreamReader

    async def ask(self, frame: bytes) -> Any:
        self.requests.write(frame)
        await self.requests.drain()
        return await self.receive()

    async def receive(self) -> Any:
        size = int.from_bytes(await self.answers.readexactly(4), "big")
        if size > _LARGEST_ANSWER:
            raise ConnectionError(f"an answer of {size} bytes")
        return orjson.loads(await self.answers.readexactly(size))


async def _spawn() -> _Child:
    # What the child reads is hostile: it is not told our settings, which hold passwords.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *_CHILD, stdin=PIPE, stdout=PIPE, env=environment
    )
    if process.stdin is None or process.stdout is None:
        raise ClaimwireError("the page reader has no pipes")
    return _Child(process, process.stdin, process.stdout)


def _frame(request: dict[str, Any]) -> bytes:
    try:
        body = orjson.dumps(request)
    except TypeError:  # lone surrogates
        html = request["html"].encode("utf-8", "replace").decode("utf-8")
        body = orjson.dumps({**request, "html": html})
    return len(body).to_bytes(4, "big") + body


def _page(answer: dict[str, Any]) -> Page:
    if "refused" in answer:
        raise Refused(*answer["refused"])
    if "failed" in answer:
        raise Refused("page_crashed", f"reading the page failed: {answer['failed']}")
    return Page.model_validate(answer["page"])
