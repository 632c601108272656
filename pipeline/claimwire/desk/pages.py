"""Pages: the wire, a claim, an article, speakers and outlets, made on the server from the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimwire.desk.asked import Asked
from claimwire.desk.consumer import Consumer
from claimwire.desk.feeds import Health
from claimwire.desk.filters import Filters, api_url
from claimwire.desk.html import asset, page
from claimwire.desk.letters import Letters
from claimwire.desk.matches import Matches
from claimwire.desk.passages import blocks, compared, context
from claimwire.desk.people import actors_named, speaker_keys
from claimwire.desk.plots import Plot, by_day, by_hour
from claimwire.desk.queries import NameKey, RecordId, position_of
from claimwire.desk.wording import edits, facts, through, words
from claimwire.errors import InputError, TooBroad
from claimwire.store import ArticleRow, ClaimRow, Names, Page, Search, Store
from claimwire.store.ranking import MOST_RANKED
from claimwire.store.tallies import Role
from claimwire.store.words import HOUR_MS, milliseconds
from claimwire_schemas import Article

_LISTED = 50
_COUNTED = 10
_PLOTTED = {"hour": timedelta(hours=48), "day": timedelta(days=30)}


@dataclass(frozen=True)
class Pages:
    """Answers browsers. What asks the store is no coroutine, so FastAPI calls it in a thread."""

    store: Store
    consumer: Consumer
    feeds: Asked[Health]
    letters: Asked[Letters]

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        for path, answer in (
            ("/", self.wire),
            ("/new", self.new),
            ("/claims/{claim_id}", self.claim),
            ("/articles", self.articles),
            ("/articles/{article_id}", self.article),
            ("/speakers", self.speakers),
            ("/speakers/{key}", self.speaker),
            ("/outlets", self.outlets),
            ("/outlets/{key}", self.outlet),
            ("/state", self.state),
            ("/static/{name}", self.static),
        ):
            router.add_api_route(path, answer, response_class=Response)
        return router

    def wire(self, request: Request) -> Response:
        """Show the newest matching claims, or those that match best."""
        filters = Filters.of(request.query_params)
        try:
            told, status = self._wire(filters), 200
        except InputError as error:
            status = 503 if isinstance(error, TooBroad) else 422
            told = {
                "error": str(error),
                "claims": (),
                "older": None,
                "plot": None,
                "ranked": None,
                "stream": None,
            }
        told |= {"filters": filters, "most_ranked": MOST_RANKED, "waits": self.consumer.waits_for}
        return page(request, "wire.html", told, status=status)

    def _wire(self, filters: Filters) -> dict[str, Any]:
        query = filters.on_wire().query()
        if not query.q:  # the choice waits for words
            query = query.model_copy(update={"order": "newest"})
        search, after = query.search(), self.store.last_position()
        found = query.page(self.store)
        # The server renders what arrives: a script needs to know only how many.
        stream = api_url("/api/stream", search, after=str(after), brief="true", limit="1")
        return {
            "error": None,
            "claims": found.rows,
            "older": _older(filters, "/", found),
            "plot": self._plot(filters.query().search(), "hour"),  # of all: those are counted already
            "ranked": found.ranked,
            "stream": None if query.cursor or found.ranked is not None else stream,
        }

    def new(self, request: Request, after: int) -> Response:
        """Show claims that arrived after a position, as a part of the wire."""
        filters = Filters(tuple(one for one in Filters.of(request.query_params).given if one[0] != "after"))
        found = self.store.claims(filters.on_wire().query().search(), limit=_LISTED)
        rows = [row for row in found.rows if row.position > after and row.change != "same"]
        return page(request, "new.html", {"claims": rows, "is_cut": len(rows) == _LISTED})

    def claim(self, request: Request, claim_id: RecordId) -> Response:
        """Show a claim: its words in the article, its edits, its chain of sources."""
        row = self.store.claim(claim_id)
        if row is None:
            raise HTTPException(404, "There is no such claim.")
        article = self._article_of(row)
        told = {"row": row, "claim": row.claim, "facts": facts(row.claim), "edits": edits(row.claim)}
        told |= {"through": through(row.claim), "context": context(article, row) if article else []}
        said = self.store.feedback.of_claim(claim_id)
        told["feedback"] = [one for one in said if one.link_id is None]
        matches = Matches(self.store)
        told |= {"matches": matches.of_claim(row), "have_run": matches.have_run()}
        return page(request, "claim.html", told)

    def _article_of(self, row: ClaimRow) -> Article | None:
        digest = row.claim.article.text_digest
        revisions = self.store.revisions(row.article_id)
        return next((one.article.article for one in revisions if one.article.text_digest == digest), None)

    def articles(self, request: Request) -> Response:
        """List articles, newest first, in all or some languages."""
        asked = Filters.of(request.query_params)
        query = asked.query()
        search = Search(language=query.language, outlet_key=query.outlet_key)
        found = self.store.articles(search, before=position_of(query.cursor), limit=_LISTED)
        told = {"articles": found.rows, "asked": asked, "older": _older(asked, "/articles", found)}
        return page(request, "articles.html", told)

    def article(self, request: Request, article_id: RecordId) -> Response:
        """Show an article beside its claims, and compare its revisions."""
        revisions = self.store.revisions(article_id)
        if not revisions:
            raise HTTPException(404, "There is no such article.")
        current = revisions[0]
        told = {"row": current.article, "article": current.article.article, "blocks": blocks(current)}
        told |= {"revisions": compared(revisions), "matches": Matches(self.store).of_article(article_id)}
        return page(request, "article.html", told)

    def speakers(self, request: Request) -> Response:
        """List speakers, most claims first."""
        return self._names(request, "speaker")

    def outlets(self, request: Request) -> Response:
        """List outlets, most claims first."""
        return self._names(request, "outlet")

    def _names(self, request: Request, role: Role) -> Response:
        asked = Filters.of(request.query_params)
        found = self.store.names(
            role, part=asked.get("q")[:200] or None, after=_after(asked.get("cursor")), limit=_LISTED
        )
        more = _names_after(asked, request.url.path, found)
        told = {"role": role, "asked": asked, "names": found.rows, "more": more}
        return page(request, "names.html", told)

    def speaker(self, request: Request, key: NameKey) -> Response:
        """Show a speaker: claims, stances, whom they accuse or criticize, and by whom they are."""
        name = self.store.name("speaker", key)
        if name is None:
            raise HTTPException(404, "There is no such speaker.")
        said, about = Search(speaker=name.key), Search(accused_key=name.key)
        tables = {
            "stances": _stances(self.store.counts(said, "stance").counts),
            "accuses": self._named(self.store.counts(said, "accused", limit=_COUNTED + 1).counts),
            "accused_by": self._named(self.store.counts(about, "speaker", limit=_COUNTED + 1).counts),
        }
        actors = actors_named(self.store, name.name)
        keys = {name.key, *(key for one in actors[:1] for key in speaker_keys(one))}
        told = self._claims_of(request, said)
        pairs = Matches(self.store).of_speaker(told["claims"], keys)
        told |= {"name": name, "field": "speaker", "actors": actors, "pairs": pairs}
        return page(request, "speaker.html", told | tables)

    def outlet(self, request: Request, key: NameKey) -> Response:
        """Show an outlet: its claims and its speakers."""
        name = self.store.name("outlet", key)
        if name is None:
            raise HTTPException(404, "There is no such outlet.")
        search = Search(outlet_key=name.key)
        speakers = self._named(self.store.counts(search, "speaker", limit=_COUNTED + 1).counts)
        told = {"name": name, "field": "outlet_key", "speakers": speakers}
        return page(request, "outlet.html", self._claims_of(request, search) | told)

    def _claims_of(self, request: Request, search: Search) -> dict[str, Any]:
        """Return a page of claims, its next page, and how many there were each day."""
        asked = Filters.of(request.query_params)
        found = self.store.claims(search, before=position_of(asked.get("cursor") or None), limit=_LISTED)
        older = _older(asked, request.url.path, found)
        return {"claims": found.rows, "older": older, "plot": self._plot(search, "day")}

    def _named(self, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
        """Return keys with their names and counts."""
        found = [(key, count) for key, count in counts.items() if key][:_COUNTED]
        known = {key: self.store.name("speaker", key) for key, _ in found}
        return [(key, one.name if (one := known[key]) else key, count) for key, count in found]

    def _plot(self, search: Search, by: str) -> Plot | None:
        """Return claims by hour or day; None where counting takes too long, or times are asked."""
        if search.seen_from or search.seen_until:
            return None
        now = datetime.now(UTC)
        # From a whole hour, for which counts are kept.
        start = datetime.fromtimestamp(milliseconds(now - _PLOTTED[by]) // HOUR_MS * HOUR_MS / 1000, UTC)
        asked = search.model_copy(update={"seen_from": start})
        try:
            if by == "hour":
                return by_hour(self.store.counts(asked, "hour").counts, now=now)
            return by_day(self.store.counts(asked, "day").counts, now=now)
        except TooBroad:
            return None

    async def state(self, request: Request) -> Response:
        """Show the store's contents, the backlog and the feeds' status."""
        days = await asyncio.to_thread(self.store.days)
        languages = await asyncio.to_thread(self.store.languages)
        told = {
            "days": days,
            "languages": languages,
            "waits": self.consumer.waits_for,
            "lag": sum(self.consumer.lag.values()),
        }
        feeds, letters = await asyncio.gather(self.feeds.answer(), self.letters.answer())
        return page(request, "state.html", {**told, "feeds": feeds, "letters": letters})

    async def static(self, request: Request, name: str) -> Response:
        """Return a static file of the pages."""
        found = asset(request, name)
        if found is None:
            raise HTTPException(404, "There is no such file.")
        return found


def _stances(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return stances with their words and counts."""
    return [(key, words(key), count) for key, count in counts.items() if key]


def _older(filters: Filters, path: str, found: Page[ClaimRow] | Page[ArticleRow]) -> str | None:
    return None if found.next is None else filters.url(path, cursor=str(found.next))


def _names_after(asked: Filters, path: str, found: Names) -> str | None:
    return asked.url(path, cursor=f"{found.next[0]}.{found.next[1]}") if found.next else None


def _after(cursor: str) -> tuple[int, str] | None:
    """Return where a list of names goes on; raises `InputError` for what is no cursor of it."""
    claims, _, key = cursor.partition(".")
    position = position_of(claims) if cursor else None
    return None if position is None else (position, key)
