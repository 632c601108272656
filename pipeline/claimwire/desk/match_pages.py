"""Pages of matches: the front page, a cluster, a story and an actor."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimwire.desk.front import PERIODS, front, since_of
from claimwire.desk.html import page
from claimwire.desk.matches import Matches
from claimwire.desk.people import actor_of, merged_root, speakers_of
from claimwire.desk.queries import Period, RecordId
from claimwire.store import Store
from claimwire_schemas import ClaimCluster, Story


@dataclass(frozen=True)
class MatchPages:
    """Answers browsers. What asks the store is no coroutine, so FastAPI calls it in a thread."""

    store: Store

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        for path, answer in (
            ("/front", self.front),
            ("/clusters/{cluster_id}", self.cluster),
            ("/stories/{story_id}", self.story),
            ("/actors/{actor_id}", self.actor),
        ):
            router.add_api_route(path, answer, response_class=Response)
        return router

    def front(self, request: Request, period: Period = "24h") -> Response:
        """Show what changed: contested, repeated, newly accused, updated, and the stories."""
        told = {"front": front(self.store, since_ms=since_of(period)), "periods": PERIODS, "period": period}
        return page(request, "front.html", told | {"have_run": Matches(self.store).have_run()})

    def cluster(self, request: Request, cluster_id: RecordId) -> Response:
        """Show a cluster: who makes the claim, when, and who contradicts it."""
        body = self.store.groups.cluster(cluster_id)
        if body is None:
            raise HTTPException(404, "There is no such cluster.")
        cluster = ClaimCluster.decode(body.encode())
        matches = Matches(self.store).of_cluster(cluster)
        return page(request, "cluster.html", {"cluster": cluster, "matches": matches})

    def story(self, request: Request, story_id: RecordId) -> Response:
        """Show a story: its articles, oldest first."""
        body = self.store.groups.story(story_id)
        if body is None:
            raise HTTPException(404, "There is no such story.")
        story = Story.decode(body.encode())
        families = self.store.groups.families_with([one.article_id for one in story.members])
        return page(request, "story.html", {"story": story, "families": families})

    def actor(self, request: Request, actor_id: RecordId) -> Response:
        """Show an actor: its names and roles, what was merged, and what it said."""
        actor = actor_of(self.store, actor_id)
        if actor is None:
            raise HTTPException(404, "There is no such actor.")
        root = merged_root(self.store, actor) if actor.merged_into else None
        told = {"actor": actor, "root": root, "speakers": speakers_of(self.store, actor)}
        return page(request, "actor.html", told)
