"""Saved searches: kept in the store, changed with the write token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

import orjson
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from claimwire.desk.answers import json_answer, problem
from claimwire.desk.records import SearchDraft, SearchItem, SearchPage
from claimwire.store import Saved, Store, plan_claims

_MOST = 1_000
_PATH = "/api/searches"
_SearchId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


@dataclass(frozen=True)
class Searches:
    """Answers requests about saved searches."""

    store: Store

    def router(self) -> APIRouter:
        """Return the routes."""
        router, one = APIRouter(), f"{_PATH}/{{search_id}}"
        router.add_api_route(_PATH, self.every, response_model=SearchPage)
        router.add_api_route(_PATH, self.add, methods=["POST"], response_model=SearchItem, status_code=201)
        router.add_api_route(one, self.one, response_model=SearchItem)
        router.add_api_route(one, self.change, methods=["PUT"], response_model=SearchItem)
        router.add_api_route(one, self.remove, methods=["DELETE"], status_code=204, response_class=Response)
        return router

    def every(self, request: Request) -> Response:
        """Return all saved searches."""
        return json_answer(request, {"searches": list(map(_item, self.store.saved()))})

    def one(self, request: Request, search_id: _SearchId) -> Response:
        """Return a saved search."""
        saved = self._saved(search_id)
        return json_answer(request, _item(saved)) if saved else _missing()

    def add(self, draft: SearchDraft) -> Response:
        """Save a search."""
        if len(self.store.saved()) >= _MOST:
            return problem(409, "too_many_searches", f"there are {_MOST:,} already: delete one")
        saved = self._save(str(uuid4()), draft)
        return _told(saved, 201, Location=f"{_PATH}/{saved.id}")

    def change(self, search_id: _SearchId, draft: SearchDraft) -> Response:
        """Save a search anew."""
        return _told(self._save(search_id, draft), 200) if self._saved(search_id) else _missing()

    def remove(self, search_id: _SearchId) -> Response:
        """Delete a saved search."""
        return Response(status_code=204) if self.store.forget(search_id) else _missing()

    def _save(self, search_id: str, draft: SearchDraft) -> Saved:
        plan_claims(draft.search)  # raises for a query that is none
        body = orjson.dumps({"search": draft.search.model_dump(mode="json", exclude_defaults=True)})
        return self.store.save(search_id, draft.name.replace("\0", ""), body.decode())

    def _saved(self, search_id: str) -> Saved | None:
        return next((one for one in self.store.saved() if one.id == search_id), None)


def _item(saved: Saved) -> dict[str, Any]:
    search = orjson.loads(saved.body)["search"]
    fields = {"id": saved.id, "name": saved.name, "search": search}
    return {**fields, "created": saved.created, "updated": saved.updated}


def _told(saved: Saved, status: int, **headers: str) -> Response:
    body = orjson.dumps(_item(saved), option=orjson.OPT_UTC_Z)
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def _missing() -> Response:
    return problem(404, "not_found", "no such search is saved")
