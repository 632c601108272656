"""The API: claims, articles, speakers, outlets and counts from the store, and the stream of what arrives."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Header, Query, Request
from prometheus_client import generate_latest
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from claimwire.desk.answers import json_answer, problem
from claimwire.desk.consumer import Consumer
from claimwire.desk.live import Batch, Live
from claimwire.desk.metrics import Metrics
from claimwire.desk.queries import (
    ArticleQuery,
    By,
    CountQuery,
    NameKey,
    NameQuery,
    OrderedQuery,
    RecordId,
    StreamQuery,
    position_of,
)
from claimwire.desk.records import (
    ArticleDetail,
    ArticlePage,
    ClaimItem,
    ClaimPage,
    CountTable,
    NameItem,
    NamePage,
    SpeakerDetail,
    State,
    article_item,
    claim_item,
    name_item,
    revision_items,
)
from claimwire.desk.schema_org import Linked, linked_claim
from claimwire.store import Counts, Names, Search, Store, plan_claims
from claimwire.store.tallies import Role
from claimwire.store.words import HOUR_MS

_STREAMS = 1_000
_HEARTBEAT_S = 15.0
_LINKED = "application/ld+json"
_EVENT_STREAM = "text/event-stream; charset=utf-8"
_AS_LINKED: dict[int | str, dict[str, Any]] = {200: {"content": {_LINKED: {"schema": {"type": "object"}}}}}


class EventStream(StreamingResponse):
    """Events, ended when their client is gone: Starlette would leave that to the collector."""

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        super().__init__(events, media_type=_EVENT_STREAM)
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events, and end them whatever happens."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


@dataclass(frozen=True)
class Api:
    """Answers requests. What asks the store is no coroutine, so FastAPI calls it in a thread."""

    store: Store
    live: Live
    consumer: Consumer
    metrics: Metrics

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        self._add(router, "/api/claims", self.claims, ClaimPage)
        self._add(router, "/api/claims/{claim_id}", self.claim, ClaimItem, more=_AS_LINKED)
        self._add(router, "/api/articles", self.articles, ArticlePage)
        self._add(router, "/api/articles/{article_id}", self.article, ArticleDetail)
        self._add(router, "/api/speakers", self.speakers, NamePage)
        self._add(router, "/api/speakers/{key}", self.speaker, SpeakerDetail)
        self._add(router, "/api/outlets", self.outlets, NamePage)
        self._add(router, "/api/outlets/{key}", self.outlet, NameItem)
        self._add(router, "/api/counts", self.counts, CountTable)
        self._add(router, "/api/state", self.state, State)
        router.add_api_route(
            "/api/stream", self.stream, response_class=StreamingResponse, responses={200: _STREAM}
        )
        for path, answer in (("/healthz", self.alive), ("/readyz", self.ready), ("/metrics", self.measured)):
            router.add_api_route(path, answer, include_in_schema=False)
        return router

    @staticmethod
    def _add(
        router: APIRouter,
        path: str,
        answer: Callable[..., Response],
        record: type,
        *,
        more: dict[int | str, dict[str, Any]] | None = None,
    ) -> None:
        router.add_api_route(path, answer, response_model=record, responses=more)

    def claims(self, request: Request, query: Annotated[OrderedQuery, Query()]) -> Response:
        """Return matching claims, newest first, or the best of the newest."""
        page = query.page(self.store)
        claims = [claim_item(row) for row in page.rows]
        return json_answer(request, {"claims": claims, "next": _next(page.next), "ranked": page.ranked})

    def claim(
        self,
        request: Request,
        claim_id: RecordId,
        form: Annotated[Literal["json", Linked] | None, Query(alias="format")] = None,
    ) -> Response:
        """Return one claim; by `format` or `Accept` also as schema.org's Claim or a draft ClaimReview."""
        row = self.store.claim(claim_id)
        if row is None:
            return _not_found("claim")
        wanted = form or ("jsonld" if _LINKED in request.headers.get("accept", "") else "json")
        if wanted == "json":
            return json_answer(request, claim_item(row), Vary="Accept")
        return json_answer(request, linked_claim(row, wanted), media_type=_LINKED, Vary="Accept")

    def articles(self, request: Request, query: Annotated[ArticleQuery, Query()]) -> Response:
        """Return matching articles, newest first."""
        page = self.store.articles(query.search(), before=position_of(query.cursor), limit=query.limit)
        items = [article_item(row) for row in page.rows]
        return json_answer(request, {"articles": items, "next": _next(page.next)})

    def article(self, request: Request, article_id: RecordId) -> Response:
        """Return an article with its claims, its revisions and their differences."""
        revisions = self.store.revisions(article_id)
        if not revisions:
            return _not_found("article")
        record = orjson.loads(revisions[0].article.record)
        told = {name: record[name] for name in ("article", "attributions", "entities")}
        return json_answer(request, {**told, "revisions": revision_items(revisions)})

    def speakers(self, request: Request, query: Annotated[NameQuery, Query()]) -> Response:
        """Return speakers, most claims first."""
        return self._names(request, "speaker", query)

    def outlets(self, request: Request, query: Annotated[NameQuery, Query()]) -> Response:
        """Return outlets, most claims first."""
        return self._names(request, "outlet", query)

    def speaker(self, request: Request, key: NameKey) -> Response:
        """Return a speaker: stances, whom they accuse or criticize, and by whom they are."""
        name = self.store.name("speaker", key)
        if name is None:
            return _not_found("speaker")
        said, about = Search(speaker=name.key), Search(accused_key=name.key)
        counts = {
            "stances": _table("stance", self.store.counts(said, "stance")),
            "accuses": _table("accused", self.store.counts(said, "accused", limit=50), without_none=True),
            "accused_by": _table("speaker", self.store.counts(about, "speaker", limit=50), without_none=True),
        }
        return json_answer(request, {"speaker": name_item(name), **counts})

    def outlet(self, request: Request, key: NameKey) -> Response:
        """Return an outlet."""
        name = self.store.name("outlet", key)
        return json_answer(request, name_item(name)) if name else _not_found("outlet")

    def counts(self, request: Request, query: Annotated[CountQuery, Query()]) -> Response:
        """Count matching claims by hour, day, stance, outlet, speaker or accused."""
        counts = self.store.counts(query.search(), query.by, limit=max(query.limit, 1000))
        return json_answer(request, _table(query.by, counts))

    def state(self, request: Request) -> Response:
        """Return the desk's status and its store's contents."""
        days = [{"day": _day(one.day), **_amounts(one)} for one in self.store.days()]
        told = {"waits_for": self.consumer.waits_for, "lag": sum(self.consumer.lag.values()), "days": days}
        languages = [{"language": tag, "articles": count} for tag, count in self.store.languages().items()]
        told |= {"position": self.store.last_position(), "languages": languages}
        return json_answer(request, told)

    async def stream(
        self,
        query: Annotated[StreamQuery, Query()],
        last_event_id: Annotated[str | None, Header(max_length=40)] = None,
    ) -> Response:
        """Stream matching claims: each event `claims` has a `ClaimBatch`, and its id is a position.

        With `Last-Event-ID` (or `after`) it goes on where it was, and what came meanwhile is told first.
        """
        if self.live.followers >= _STREAMS:
            return problem(503, "too_many_streams", "come again later", **{"Retry-After": "10"})
        plan_claims(query.search())  # or it would fail once the answer has begun
        after = self.live.position if query.after is None else query.after
        if last_event_id is not None:
            after = position_of(last_event_id) or 0
        return EventStream(self._events(query, after))

    async def _events(self, query: StreamQuery, after: int) -> AsyncGenerator[bytes, None]:
        yield b"retry: 2000\n\n"
        search = query.search()
        batches = self.live.follow(search, after, most=query.limit, brief=query.brief, idle_s=_HEARTBEAT_S)
        async with aclosing(batches):
            async for batch in batches:
                yield _event(batch)

    async def alive(self) -> Response:
        """Tell whether the process is alive."""
        return Response("ok\n", media_type="text/plain")

    async def ready(self) -> Response:
        """Tell whether the desk reads the topic and writes to the store."""
        wrong = self.consumer.waits_for
        return Response((wrong or "ok") + "\n", status_code=503 if wrong else 200, media_type="text/plain")

    async def measured(self) -> Response:
        """Return the metrics."""
        self.metrics.ready.set(self.consumer.waits_for is None)
        return Response(generate_latest(self.metrics.registry), media_type="text/plain; version=0.0.4")

    def _names(self, request: Request, role: Role, query: NameQuery) -> Response:
        after = None
        if query.cursor:
            claims, _, key = query.cursor.partition(".")
            after = (int(claims), key)
        found: Names = self.store.names(
            role, part=query.q, after=after, unnamed=query.unnamed, limit=query.limit
        )
        cursor = f"{found.next[0]}.{found.next[1]}" if found.next else None
        return json_answer(request, {"names": [name_item(name) for name in found.rows], "next": cursor})


_STREAM: dict[str, Any] = {
    "description": "Server-sent events.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


def _event(batch: Batch) -> bytes:
    """Return a batch as an event; an empty one tells the position alone, to go on from."""
    head = f"id: {batch.position}\n".encode()
    if not batch.rows:
        return head + b"event: heartbeat\ndata: {}\n\n"
    told = {"claims": [claim_item(row) for row in batch.rows], "more": batch.more}
    return head + b"event: claims\ndata: " + orjson.dumps(told, option=orjson.OPT_UTC_Z) + b"\n\n"


def _table(by: By, counts: Counts, *, without_none: bool = False) -> dict[str, Any]:
    items = [(key, count) for key, count in counts.counts.items() if key or not without_none]
    if by in ("hour", "day"):
        times = sorted((int(key), count) for key, count in items)
        items = [(_hour(key) if by == "hour" else _day(key), count) for key, count in times]
    told = [{"key": key, "claims": count} for key, count in items]
    return {"by": by, "counts": told, "complete": counts.is_complete}


def _hour(hour: int) -> str:
    return datetime.fromtimestamp(hour * HOUR_MS / 1000, UTC).isoformat().replace("+00:00", "Z")


def _day(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _amounts(day: Any) -> dict[str, int]:
    return {"articles": day.articles, "claims": day.claims}


def _next(position: int | None) -> str | None:
    return None if position is None else str(position)


def _not_found(what: str) -> Response:
    return problem(404, "not_found", f"no such {what} is in the store")
