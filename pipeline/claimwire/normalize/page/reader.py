"""`PageReader`: reads pages in a process of its own, so that no page can hang or take down the worker."""

from __future__ import annotations

from typing import Any

import orjson

from claimwire.child import ChildProcess, Died, TookTooLong
from claimwire.errors import Refused
from claimwire.normalize.page.limits import MAX_BYTES, check_size
from claimwire.normalize.page.page import Page


class PageReader:
    """Reads one page at a time in a child process, which it starts when needed and kills when it must.

    Callers may be many: they wait for each other, and the time limit counts from a page's own turn.
    """

    def __init__(self, *, timeout_s: float, max_bytes: int = MAX_BYTES) -> None:
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._child = ChildProcess(
            "claimwire.normalize.page.child", name="the page reader", timeout_s=timeout_s
        )

    @property
    def pid(self) -> int | None:
        """Process id of the child, while there is one."""
        return self._child.pid

    async def start(self) -> None:
        """Start the child before the first page needs it; raises `ClaimwireError` where it does not start."""
        await self._child.start()

    async def read(self, html: str, *, url: str | None) -> Page:
        """Return the page that `html` shows.

        Raises `Refused`: as `read_page` does, `page_timeout` after `timeout_s` seconds, `page_crashed` where
        reading it failed, or twice ended the child; `ClaimwireError` where the child does not start.
        """
        check_size(html, max_bytes=self._max_bytes)
        request = _encoded({"html": html, "url": url, "max_bytes": self._max_bytes})
        try:
            answer = await self._child.ask(request)
        except TookTooLong:
            raise Refused("page_timeout", f"the page was not read in {self._timeout_s:g} s") from None
        except Died:
            raise Refused("page_crashed", "the page's reader process crashed twice") from None
        return _page(orjson.loads(answer))

    async def close(self) -> None:
        """End the child, kindly if it lets us."""
        await self._child.close()


def _encoded(request: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(request)
    except TypeError:  # lone surrogates
        html = request["html"].encode("utf-8", "replace").decode("utf-8")
        return orjson.dumps({**request, "html": html})


def _page(answer: dict[str, Any]) -> Page:
    if "refused" in answer:
        raise Refused(*answer["refused"])
    if "failed" in answer:
        raise Refused("page_crashed", f"reading the page failed: {answer['failed']}")
    return Page.model_validate(answer["page"])
