"""Feedback: what readers say of claims, with the places that they speak of, to train an extractor on."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from claimwire_schemas.articles import ArticleRef, Line
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.message import Message, Timestamp, Value

Verdict = Literal["right", "wrong_speaker", "wrong_text", "not_a_claim"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Note = Annotated[str, Field(min_length=1, max_length=2000)]


class Label(Value):
    """A place in the article's text with the extractor's label, without its words."""

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(ge=0, description="One past the last code point.")
    label: Literal["source", "cue", "content"] = Field(description="The extractor's label.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"label {self.start}:{self.end} ends before it starts")
        return self


class Feedback(Message):
    """A reader's verdict on a claim."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    feedback_id: RecordId = Field(description="UUIDv5 of the claim, the verdict and the time.")
    claim_id: RecordId = Field(description="The claim.")
    attribution_id: RecordId | None = Field(description="The claim's attribution; null if it has none.")
    article: ArticleRef = Field(description="The claim's article and revision.")
    verdict: Verdict = Field(
        description="`right`: speaker and text are right; `wrong_speaker`: somebody else says it; "
        "`wrong_text`: they say something else; `not_a_claim`: it is not a claim."
    )
    note: Note | None = Field(description="The reader's comment; null if there is none.")
    given_by: Line | None = Field(description="The reader's name, unverified; null if not given.")
    given_at: Timestamp = Field(description="Time of the verdict.")
    extractor: str = Field(description="Name, version and model digest of the claim's extractor.")
    labels: Annotated[
        tuple[Label, ...],
        Field(strict=False, description="The extractor's labels, in the text's order."),
    ]
