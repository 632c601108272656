"""Saved searches and what they send: kept in the store, changed with the write token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from claimwire.alerts.saved import SavedSearch, SearchDraft, every_search, one_search, save
from claimwire.alerts.trying import put_trial
from claimwire.desk.answers import json_answer, problem
from claimwire.desk.queries import DeliveryQuery, RecordId
from claimwire.desk.records import (
    DeliveryPage,
    SavedItem,
    SearchItem,
    SearchPage,
    claim_item,
    delivery_item,
    search_item,
)
from claimwire.settings import Settings
from claimwire.store import Store
from claimwire.store.words import now_ms

_PATH = "/api/searches"


@dataclass(frozen=True)
class Searches:
    """Answers requests about saved searches."""

    store: Store
    settings: Settings

    def router(self) -> APIRouter:
        """Return the routes."""
        router, one = APIRouter(), f"{_PATH}/{{search_id}}"
        nothing: dict[str, Any] = {"response_class": Response}
        router.add_api_route(_PATH, self.every, response_model=SearchPage)
        router.add_api_route(_PATH, self.add, methods=["POST"], response_model=SavedItem, status_code=201)
        router.add_api_route(one, self.one, response_model=SearchItem)
        router.add_api_route(one, self.change, methods=["PUT"], response_model=SavedItem)
        router.add_api_route(one, self.remove, methods=["DELETE"], status_code=204, **nothing)
        router.add_api_route(f"{one}/test", self.test, methods=["POST"], status_code=202, **nothing)
        router.add_api_route("/api/deliveries", self.deliveries, response_model=DeliveryPage)
        again = "/api/deliveries/{delivery_id}/again"
        router.add_api_route(again, self.again, methods=["POST"], status_code=202, **nothing)
        return router

    def every(self, request: Request) -> Response:
        """Return all saved searches."""
        return json_answer(request, {"searches": list(map(search_item, every_search(self.store)))})

    def one(self, request: Request, search_id: RecordId) -> Response:
        """Return a saved search."""
        saved = one_search(self.store, search_id)
        return json_answer(request, search_item(saved)) if saved else _missing()

    def add(self, draft: SearchDraft) -> Response:
        """Save a search. Only this answer has the secret of its webhook."""
        saved = save(self.store, draft, self.settings)
        return _told(saved, 201, Location=f"{_PATH}/{saved.id}")

    def change(self, search_id: RecordId, draft: SearchDraft) -> Response:
        """Replace a saved search."""
        before = one_search(self.store, search_id)
        return _told(save(self.store, draft, self.settings, before=before), 200) if before else _missing()

    def remove(self, search_id: RecordId) -> Response:
        """Delete a saved search and its waiting messages."""
        return Response(status_code=204) if self.store.forget(search_id) else _missing()

    def test(self, search_id: RecordId) -> Response:
        """Send a saved search's newest match to all its receivers."""
        saved = one_search(self.store, search_id)
        if saved is None:
            return _missing()
        put_trial(self.store, saved, claim_item)
        return Response(status_code=202)

    def deliveries(self, request: Request, query: Annotated[DeliveryQuery, Query()]) -> Response:
        """Return messages of saved searches, newest first."""
        found = self.store.deliveries.listed(search_id=query.search_id, state=query.state, limit=query.limit)
        return json_answer(request, {"deliveries": list(map(delivery_item, found))})

    def again(self, delivery_id: RecordId) -> Response:
        """Send a dead message again, under its id."""
        if self.store.deliveries.again(delivery_id, now_ms=now_ms()):
            return Response(status_code=202)
        return problem(404, "not_found", "no such message is dead")


def _told(saved: SavedSearch, status: int, **headers: str) -> Response:
    hook = saved.delivery.webhook
    item = {**search_item(saved), "secret": hook.secret if hook else None}
    body = orjson.dumps(item, option=orjson.OPT_UTC_Z)
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _missing() -> Response:
    return problem(404, "not_found", "no such search is saved")
