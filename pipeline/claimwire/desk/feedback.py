"""Feedback: what readers say of a claim, by the buttons of its page and by the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from claimwire.desk.answers import problem
from claimwire.desk.forms import Form, then
from claimwire.desk.queries import RecordId
from claimwire.desk.records import FeedbackDraft
from claimwire.desk.sessions import Session
from claimwire.errors import InputError
from claimwire.store import ClaimRow, Store
from claimwire.store.words import milliseconds
from claimwire_schemas import Claim, Feedback, Label, Span
from claimwire_schemas.ids import feedback_id


@dataclass(frozen=True)
class FeedbackForms:
    """Answers requests that say something of a claim."""

    store: Store

    def router(self) -> APIRouter:
        """Return the routes."""
        router, path = APIRouter(), "/claims/{claim_id}/feedback"
        router.add_api_route(
            f"/api{path}", self.give, methods=["POST"], response_model=Feedback, status_code=201
        )
        router.add_api_route(
            path, self.press, methods=["POST"], response_class=Response, include_in_schema=False
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
            given = {name: form.get(name).strip() or None for name in ("note", "given_by")}
            fields = {"verdict": form.get("verdict"), **given}
            self._kept(request, row, FeedbackDraft.model_validate(fields))
        except ValidationError as error:
            raise InputError(error.errors(include_url=False)[0]["msg"]) from None
        return then(f"/claims/{claim_id}#feedback")

    def _kept(self, request: Request, row: ClaimRow, draft: FeedbackDraft) -> Feedback:
        session: Session | None = request.scope.get("session")
        given_by = (session.name if session else None) or draft.given_by
        record = feedback_of(row.claim, draft, given_by=given_by, at=datetime.now(UTC))
        self.store.feedback.add(record)
        return record


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
