"""`DocumentReader`: reads documents in a process of its own, so that none can hang or take down a service."""

from __future__ import annotations

from typing import Any, cast

import orjson

from claimwire.child import ChildProcess, Died, TookTooLong
from claimwire.sources.documents import MAX_BYTES
from claimwire.sources.items import Document, DocumentError, FileKind, Item, Problem

_TIMEOUT_S = 30.0


class DocumentReader:
    """Reads one document at a time in a child process, which it starts when needed and kills when it must.

    A service keeps one for all of its feeds. Callers wait for each other, and the time limit counts from a
    document's own turn.
    """

    def __init__(self, *, timeout_s: float = _TIMEOUT_S, max_bytes: int = MAX_BYTES) -> None:
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._child = ChildProcess(
            "claimwire.sources.reader_child", name="the document reader", timeout_s=timeout_s
        )

    @property
    def pid(self) -> int | None:
        """Process id of the child, while there is one."""
        return self._child.pid

    async def start(self) -> None:
        """Start the child before a document needs it; raises `ClaimwireError` where it does not start."""
        await self._child.start()

    async def read(self, data: bytes, *, content_type: str, charset: str | None, base: str) -> Document:
        """Return the document that `read_document` makes of the bytes.

        Raises `DocumentError`: as `read_document` does, `timeout` after `timeout_s` seconds, `crashed` where
        reading it failed, or twice ended the child; `ClaimwireError` where the child does not start.
        """
        if len(data) > self._max_bytes:
            raise DocumentError("too_large", f"{base}: larger than {self._max_bytes:,} bytes")
        about = {
            "content_type": content_type,
            "charset": charset,
            "base": base,
            "max_bytes": self._max_bytes,
        }
        return await self._read(about, data, name=base)

    async def read_file(self, data: bytes, *, kind: FileKind, name: str) -> Document:
        """Return the document that `read_file` makes of a file's bytes; raises as `read` does."""
        if len(data) > self._max_bytes:
            raise DocumentError("too_large", f"larger than {self._max_bytes:,} bytes")
        return await self._read({"kind": kind, "name": name}, data, name=name)

    async def _read(self, about: dict[str, Any], data: bytes, *, name: str) -> Document:
        try:
            answer = await self._child.ask(orjson.dumps(about) + b"\n" + data)
        except TookTooLong:
            raise DocumentError("timeout", f"{name}: not read in {self._timeout_s:g} s") from None
        except Died:
            raise DocumentError("crashed", f"{name}: its reader process crashed twice") from None
        return _document(orjson.loads(answer))

    async def close(self) -> None:
        """End the child, kindly if it lets us."""
        await self._child.close()


def _document(answer: dict[str, Any]) -> Document:
    if "error" in answer:
        raise DocumentError(*answer["error"])
    fields = answer["document"]
    return Document(
        **{
            **fields,
            "items": tuple(Item(**cast("dict[str, Any]", item)) for item in fields["items"]),
            "problems": tuple(Problem(**problem) for problem in fields["problems"]),
            "links": tuple(fields["links"]),
            "passed": tuple((what, count) for what, count in fields["passed"]),
        }
    )
