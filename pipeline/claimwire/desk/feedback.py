"""Feedback: what readers say of claims and links, by the buttons of a claim's page and by the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimwire.desk.answers import problem
from claimwire.desk.filters import Filters
from claimwire.desk.forms import Form, then
from claimwire.desk.queries import RecordId
from claimwire.desk.records import FeedbackDraft, LinkFeedbackDraft
from claimwire.desk.sessions import Session
from claimwire.errors import InputError
from claimwire.match.settling import settle_link
from claimwire.store import ClaimRow, LinkState, MatchAlert, Store
from claimwire.store.words import milliseconds
from claimwire_schemas import Claim, ClaimLink, Feedback, Label, LinkVerdict, Span
from claimwire_schemas.ids import feedback_id

_STATES: dict[LinkVerdict, LinkState] = {"link_right": "right", "link_wrong": "wrong", "link_undone": ""}


@dataclass(frozen=True)
class FeedbackForms:
    """Answers requests that say something of a claim or a link."""

    store: Store
    alert: MatchAlert | None = None

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        answers: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("/claims/{claim_id}/feedback", self.give),
            ("/links/{link_id}/feedback", self.settle),
        )
        for path, answer in answers:
            router.add_api_route(
                f"/api{path}", answer, methods=["POST"], response_model=Feedback, status_code=201
            )
        buttons: tuple[tuple[str, Callable[..., Response]], ...] = (
            ("/claims/{claim_id}/feedback", self.press),
            ("/claims/{claim_id}/links/{link_id}", self.press_link),
        )
        for path, answer in buttons:
            router.add_api_route(
                path, answer, methods=["POST"], response_class=Response, include_in_schema=False
            )
        return router

    def give(self, request: Request, claim_id: RecordId, draft: FeedbackDraft) -> Response:
        """Give feedback on a claim; it is published on `news.feedback.v1`."""
        row = self.store.claim(claim_id)
        if row is None:
            return problem(404, "not_found", "no such claim")
        record = self._kept(request, row, draft)
        return Response(record.encode(), status_code=201, media_type="application/json")

    def press(self, request: Request, claim_id: RecordId, form: Form) -> Response:
        """Save feedback from a claim's page, and show the page again."""
        row = self.store.claim(claim_id)
        if row is None:
            raise HTTPException(404, "There is no such claim.")
        try:
            self._kept(request, row, FeedbackDraft.model_validate(_fields(form)))
        except ValidationError as error:
            raise InputError(error.errors(include_url=False)[0]["msg"]) from None
        return then(f"/claims/{claim_id}#feedback")

    def settle(self, request: Request, link_id: RecordId, draft: LinkFeedbackDraft) -> Response:
        """Say whether a link is right; clusters follow, and it is published on `news.feedback.v1`."""
        record = self._settled(request, link_id, draft)
        if record is None:
            return problem(404, "not_found", "no such link")
        return Response(record.encode(), status_code=201, media_type="application/json")

    def press_link(self, request: Request, claim_id: RecordId, link_id: RecordId, form: Form) -> Response:
        """Take a button beside a link of a claim's page, and show the page again."""
        try:
            draft = LinkFeedbackDraft.model_validate(_fields(form))
        except ValidationError as error:
            raise InputError(error.errors(include_url=False)[0]["msg"]) from None
        if self._settled(request, link_id, draft) is None:
            raise HTTPException(404, "There is no such link.")
        return then(f"/claims/{claim_id}#links")

    def _settled(self, request: Request, link_id: str, draft: LinkFeedbackDraft) -> Feedback | None:
        given_by, at = _name_of(request) or draft.given_by, datetime.now(UTC)
        with self.store.matching() as matching:
            link = settle_link(matching, link_id, _STATES[draft.verdict], alert=self.alert)
            if link is None:
                return None
            record = feedback_of_link(link, draft, given_by=given_by, at=at)
            matching.add_feedback(record)
        return record

    def _kept(self, request: Request, row: ClaimRow, draft: FeedbackDraft) -> Feedback:
        given_by = _name_of(request) or draft.given_by
        record = feedback_of(row.claim, draft, given_by=given_by, at=datetime.now(UTC))
        self.store.feedback.add(record)
        return record


def _name_of(request: Request) -> str | None:
    session: Session | None = request.scope.get("session")
    return session.name if session else None


def _fields(form: Filters) -> dict[str, str | None]:
    given = {name: form.get(name).strip() or None for name in ("note", "given_by")}
    return {"verdict": form.get("verdict"), **given}


def feedback_of_link(
    link: ClaimLink, draft: LinkFeedbackDraft, *, given_by: str | None, at: datetime
) -> Feedback:
    """Return what is said of a link, at its later claim."""
    return Feedback(
        feedback_id=feedback_id(link.link_id, draft.verdict, milliseconds(at)),
        claim_id=link.later.claim_id,
        link_id=link.link_id,
        attribution_id=None,
        article=link.later.article,
        verdict=draft.verdict,
        note=draft.note,
        given_by=given_by,
        given_at=at,
        extractor=link.model,
        labels=(),
    )


def feedback_of(claim: Claim, draft: FeedbackDraft, *, given_by: str | None, at: datetime) -> Feedback:
    """Return what is said of a claim, with what the extractor took for source, cue and content."""
    return Feedback(
        feedback_id=feedback_id(claim.claim_id, draft.verdict, milliseconds(at)),
        claim_id=claim.claim_id,
        attribution_id=claim.attribution_id,
        article=claim.article,
        verdict=draft.verdict,
        note=draft.note,
        given_by=given_by,
        given_at=at,
        extractor=claim.extractor,
        labels=_labels(claim),
    )


def _labels(claim: Claim) -> tuple[Label, ...]:
    spans: dict[str, tuple[Span, ...]] = {
        "content": claim.content,
        "cue": claim.cue.spans if claim.cue else (),
        "source": (claim.source,) if claim.source else (),
    }
    found = [(one.start, one.end, label) for label, some in spans.items() for one in some]
    return tuple(
        Label.model_validate({"start": start, "end": end, "label": label})
        for start, end, label in sorted(found)
    )
