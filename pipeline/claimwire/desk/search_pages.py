"""Pages of saved searches: a list, one with what it sends, and the forms that save, change and remove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimwire.alerts.atom import atom
from claimwire.alerts.hits import newest
from claimwire.alerts.saved import (
    SavedSearch,
    SearchDraft,
    every_search,
    one_search,
    redrafted,
    save,
)
from claimwire.alerts.trying import put_trial
from claimwire.desk.filters import Filters, api_url
from claimwire.desk.forms import Form, then
from claimwire.desk.html import page, tagged
from claimwire.desk.queries import RecordId
from claimwire.desk.records import claim_item
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.store import Search, Store
from claimwire.store.words import now_ms

_LISTED = 50
_DEAD = 20
_PATH = "/searches"


@dataclass(frozen=True)
class SearchPages:
    """Answers browsers about saved searches."""

    store: Store
    settings: Settings

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        for method, path, answer in (
            ("GET", "", self.every),
            ("GET", "/new", self.new),
            ("POST", "", self.add),
            ("GET", "/{search_id}", self.one),
            ("POST", "/{search_id}", self.change),
            ("POST", "/{search_id}/test", self.test),
            ("POST", "/{search_id}/remove", self.remove),
            ("GET", "/{search_id}/feed.atom", self.feed),
        ):
            router.add_api_route(_PATH + path, answer, methods=[method], response_class=Response)
        router.add_api_route(
            "/deliveries/{delivery_id}/again", self.again, methods=["POST"], response_class=Response
        )
        return router

    def every(self, request: Request) -> Response:
        """List saved searches and failed deliveries."""
        found = every_search(self.store)
        names = {one.id: one.name for one in found}
        dead = self.store.deliveries.listed(state="dead", limit=_DEAD)
        told = {"searches": [(one, _filters(one.search)) for one in found], "dead": dead, "names": names}
        return page(request, "searches.html", told)

    def new(self, request: Request) -> Response:
        """Show the form that saves the wire's filters."""
        filters = Filters.of(request.query_params)
        search = filters.on_wire().query().search()
        told = {"saved": None, "filters": _filters(search), "others": every_search(self.store)}
        return page(request, "search.html", {**told, **self._form(), "deliveries": ()})

    def one(self, request: Request, search_id: RecordId) -> Response:
        """Show a saved search: its matches, receivers and deliveries."""
        return self._shown(request, self._saved(search_id))

    def _shown(self, request: Request, saved: SavedSearch, *, secret: str | None = None) -> Response:
        deliveries = self.store.deliveries.listed(search_id=saved.id, limit=_LISTED)
        told = {"saved": saved, "filters": _filters(saved.search), "others": (), "deliveries": deliveries}
        return page(request, "search.html", {**told, **self._form(secret)})

    def add(self, request: Request, form: Form) -> Response:
        """Save a search, or new filters of a known one."""
        draft = _draft(form)
        if not form.get("id"):
            return self._kept(request, draft, None)
        before = self._saved(form.get("id"))
        return self._kept(request, redrafted(before).model_copy(update={"search": draft.search}), before)

    def change(self, request: Request, search_id: RecordId, form: Form) -> Response:
        """Replace a saved search."""
        return self._kept(request, _draft(form), self._saved(search_id))

    def _kept(self, request: Request, draft: SearchDraft, before: SavedSearch | None) -> Response:
        """Save a search and go to its page; a secret that was made is shown there, this once."""
        saved = save(self.store, draft, self.settings, before=before)
        hook, earlier = saved.delivery.webhook, before.delivery.webhook if before else None
        known = {draft.delivery.webhook.secret if draft.delivery.webhook else None}
        known |= {earlier.secret} if earlier else set()
        if hook and hook.format == "standard" and hook.secret not in known:
            return self._shown(request, saved, secret=hook.secret)
        return then(f"{_PATH}/{saved.id}")

    def test(self, search_id: RecordId) -> Response:
        """Send a saved search's newest match to all its receivers."""
        put_trial(self.store, self._saved(search_id), claim_item)
        return then(f"{_PATH}/{search_id}")

    def remove(self, search_id: RecordId) -> Response:
        """Remove a saved search."""
        self.store.forget(self._saved(search_id).id)
        return then(_PATH)

    def again(self, delivery_id: RecordId) -> Response:
        """Send a dead message again."""
        row = self.store.deliveries.one(delivery_id)
        if row is None or not self.store.deliveries.again(delivery_id, now_ms=now_ms()):
            raise HTTPException(404, "There is no such dead message.")
        return then(f"{_PATH}/{row.search_id}")

    def feed(self, request: Request, search_id: RecordId) -> Response:
        """Return a search's matches as an Atom feed."""
        saved = self._saved(search_id)
        hits = newest(self.store, saved, limit=_LISTED)
        body = atom(saved, hits, desk=self.settings.desk_url or str(request.base_url))
        return tagged(request, body, media_type="application/atom+xml; charset=utf-8")

    def _saved(self, search_id: str) -> SavedSearch:
        saved = one_search(self.store, search_id)
        if saved is None:
            raise HTTPException(404, "There is no such saved search.")
        return saved

    def _form(self, secret: str | None = None) -> dict[str, Any]:
        return {"can_mail": self.settings.smtp_host is not None, "secret": secret}


def _filters(search: Search) -> Filters:
    """Return a search as the wire's address has it: doubtful claims too, if it asks for no confidence."""
    asked = search if search.min_confidence is not None else search.model_copy(update={"min_confidence": 0.0})
    return Filters(tuple(parse_qsl(api_url("", asked).removeprefix("?"))))


def _draft(form: Filters) -> SearchDraft:
    """Return the search that a form is to save; raises `InputError` that says what is wrong with it."""
    hook: dict[str, Any] | None = None
    if form.get("to") == "webhook":
        hook = {name: form.get(name) or None for name in ("url", "secret")}
        hook["format"] = form.get("format") or "standard"
    emails = tuple(form.get("emails").replace(",", " ").split())
    delivery = {"webhook": hook, "emails": emails, "every": form.get("every") or "at_once"}
    search = Filters(tuple(parse_qsl(form.get("filters")))).query().search()
    fields = {"name": form.get("name") or "Search", "search": search, "delivery": delivery}
    asked = {name: form.get(name) for name in ("when", "sources", "suggested") if form.get(name)}
    try:
        return SearchDraft.model_validate(fields | asked, strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = next(one for one in first["loc"] if one != "delivery")
        raise InputError(f"{where}: {first['msg']}") from None
