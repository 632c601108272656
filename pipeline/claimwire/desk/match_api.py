"""The API of matches: links, clusters, stories, families, actors, and the front page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from claimwire.desk.answers import json_answer, problem
from claimwire.desk.front import Front, front, since_of
from claimwire.desk.match_records import (
    ActorPage,
    ClusterPage,
    FamilyPage,
    FrontItem,
    LinkPage,
    StoryPage,
    link_item,
    pair_item,
    records,
)
from claimwire.desk.matches import Matches, Pair
from claimwire.desk.queries import ActorQuery, ClusterQuery, Limit, PeriodQuery, RecordId
from claimwire.desk.records import claim_item, name_item
from claimwire.store import Store
from claimwire_schemas import Actor, ClaimCluster, Story


@dataclass(frozen=True)
class MatchApi:
    """Answers requests. What asks the store is no coroutine, so FastAPI calls it in a thread."""

    store: Store

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        answers: tuple[tuple[str, Callable[..., Response], type], ...] = (
            ("/claims/{claim_id}/links", self.links, LinkPage),
            ("/clusters", self.clusters, ClusterPage),
            ("/clusters/{cluster_id}", self.cluster, ClaimCluster),
            ("/stories", self.stories, StoryPage),
            ("/stories/{story_id}", self.story, Story),
            ("/articles/{article_id}/families", self.families, FamilyPage),
            ("/actors", self.actors, ActorPage),
            ("/actors/{actor_id}", self.actor, Actor),
            ("/front", self.front, FrontItem),
        )
        for path, answer, record in answers:
            router.add_api_route(f"/api{path}", answer, response_model=record)
        return router

    def links(self, request: Request, claim_id: RecordId, limit: Limit = 50) -> Response:
        """Return what a claim has to do with others: links, the latest first."""
        if self.store.claim(claim_id) is None:
            return _not_found("claim")
        rows = self.store.links.of_claims([claim_id], limit=limit)
        known = {one.link.row.link_id: one.claim for one in Matches(self.store).relations(claim_id, rows)}
        cluster = self.store.groups.cluster_of(claim_id)
        links = [link_item(row, known.get(row.link_id)) for row in rows]
        cluster_id = orjson.loads(cluster)["cluster_id"] if cluster else None
        return json_answer(request, {"cluster_id": cluster_id, "links": links})

    def clusters(self, request: Request, query: Annotated[ClusterQuery, Query()]) -> Response:
        """Return clusters that something came to lately: those of most families, or contested ones."""
        since_ms, shelf = since_of(query.period), self.store.groups
        if query.contested:
            found = shelf.contested(since_ms=since_ms, limit=query.limit)
        else:
            found = shelf.clusters(since_ms=since_ms, families=query.families, limit=query.limit)
        return json_answer(request, {"clusters": list(map(orjson.Fragment, found))})

    def cluster(self, request: Request, cluster_id: RecordId) -> Response:
        """Return a cluster: claims of different articles that say the same."""
        return _record(request, self.store.groups.cluster(cluster_id), "cluster")

    def stories(self, request: Request, query: Annotated[PeriodQuery, Query()]) -> Response:
        """Return stories that something came to lately, those of most families first."""
        found = self.store.groups.stories(since_ms=since_of(query.period), limit=query.limit)
        return json_answer(request, {"stories": list(map(orjson.Fragment, found))})

    def story(self, request: Request, story_id: RecordId) -> Response:
        """Return a story: articles about one event."""
        return _record(request, self.store.groups.story(story_id), "story")

    def families(self, request: Request, article_id: RecordId) -> Response:
        """Return the families of an article, which are made from one text, and its story."""
        families, story = self.store.groups.family_of(article_id), self.store.groups.story_of(article_id)
        if not families and story is None and not self.store.revisions(article_id):
            return _not_found("article")
        told = {"families": list(map(orjson.Fragment, families))}
        return json_answer(request, told | {"story": orjson.Fragment(story) if story else None})

    def actors(self, request: Request, query: Annotated[ActorQuery, Query()]) -> Response:
        """Return people and bodies with a part in a name, those in most articles first."""
        found = self.store.actors.find(query.part, limit=query.limit)
        return json_answer(request, {"actors": list(map(orjson.Fragment, found))})

    def actor(self, request: Request, actor_id: RecordId) -> Response:
        """Return a person or a body across articles."""
        return _record(request, self.store.actors.get(actor_id), "actor")

    def front(self, request: Request, query: Annotated[PeriodQuery, Query()]) -> Response:
        """Return what changed in a period: contested, repeated, newly accused, updated, and stories."""
        found = front(self.store, since_ms=since_of(query.period), limit=query.limit)
        return json_answer(request, _front_item(found))


def _front_item(found: Front) -> dict[str, object]:
    accused = [{"name": name_item(one.name), "claim": claim_item(one.claim)} for one in found.accused]
    return {
        "contested": _pairs(found.contested),
        "disputed": records(tuple(one.cluster for one in found.disputed)),
        "repeated": records(found.repeated),
        "accused": accused,
        "moved": _pairs(found.moved),
        "stories": records(found.stories),
    }


def _pairs(found: tuple[Pair, ...]) -> list[dict[str, object]]:
    return [pair_item(one.link.row, one.earlier, one.later, more=one.more) for one in found]


def _record(request: Request, body: str | None, what: str) -> Response:
    return json_answer(request, orjson.loads(body)) if body else _not_found(what)


def _not_found(what: str) -> Response:
    return problem(404, "not_found", f"no such {what} is in the store")
