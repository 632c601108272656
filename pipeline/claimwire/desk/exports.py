"""Exports over HTTP: all that matches in one answer, sent as it is read."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from claimwire.desk.answers import problem
from claimwire.desk.export import Asked, Export, What
from claimwire.desk.formats import MEDIA_TYPES
from claimwire.desk.queries import ClusterExportQuery, ExportQuery, LinkExportQuery
from claimwire.store import Store

_AT_ONCE = 4
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows; the last line, or Parquet's footer, says how many.",
        "content": {name.partition(";")[0]: {"schema": {"type": "string"}} for name in MEDIA_TYPES.values()},
    }
}


class Download(StreamingResponse):
    """An export on its way, ended when its client is gone: Starlette would leave that to the collector."""

    def __init__(self, first: bytes, chunks: Generator[bytes, None, None], **options: Any) -> None:
        super().__init__(chain([first], chunks), **options)
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the export, and end it whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with suppress(ValueError):  # a thread that still reads a page drops it afterwards
                self._chunks.close()


@dataclass(frozen=True)
class Exports:
    """Answers requests for exports, a few at once."""

    store: Store
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        answers: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("links", self.links),
            ("clusters", self.clusters),
            ("{what}", self.export),
        )
        for what, answer in answers:
            path = f"/api/export/{what}"
            router.add_api_route(path, answer, response_class=StreamingResponse, responses=_ANSWER)
        return router

    def export(self, what: What, query: Annotated[ExportQuery, Query()]) -> Response:
        """Return all matching claims, articles or attributions.

        An answer that ends early ends without its last chunk, and has no count.
        """
        return self._download(Export(what, query.format), query.search())

    def links(self, query: Annotated[LinkExportQuery, Query()]) -> Response:
        """Return all matching links with their claims, the latest first."""
        return self._download(Export("links", query.format), query)

    def clusters(self, query: Annotated[ClusterExportQuery, Query()]) -> Response:
        """Return all matching clusters, by their ids."""
        return self._download(Export("clusters", query.format), query)

    def _download(self, export: Export, search: Asked) -> Response:
        if not self._free.acquire(blocking=False):
            return problem(503, "too_many_exports", "come again later", **{"Retry-After": "30"})
        chunks = self._chunks(export, search)
        first = next(chunks)  # what cannot be asked fails before the answer has begun
        name = f"{export.what}.{export.form}"
        return Download(
            first,
            chunks,
            media_type=MEDIA_TYPES[export.form],
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def _chunks(self, export: Export, search: Asked) -> Generator[bytes, None, None]:
        """Give an export's bytes; another may begin once these are read, or nobody reads on."""
        try:
            chunks = export.chunks(self.store, search)
            yield next(chunks) + next(chunks)
            yield from chunks
        finally:
            self._free.release()
