"""Feedback: what readers say of claims and links, with the places that they speak of, to train models on."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from claimwire_schemas.articles import ArticleRef, Line
from claimwire_schemas.attributions import RecordId
from claimwire_schemas.message import Message, Timestamp, Value

ClaimVerdict = Literal["right", "wrong_speaker", "wrong_text", "not_a_claim"]
LinkVerdict = Literal["link_right", "link_wrong", "link_undone"]
Verdict = Literal[ClaimVerdict, LinkVerdict]
LINK_VERDICTS: tuple[LinkVerdict, ...] = get_args(LinkVerdict)
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
    """A reader's verdict on a claim, or on a link between two."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    feedback_id: RecordId = Field(description="UUIDv5 of the claim or link, the verdict and the time.")
    claim_id: RecordId = Field(description="The claim; for a link, the later one.")
    link_id: RecordId | None = Field(default=None, description="The link; null for a claim.")
    attribution_id: RecordId | None = Field(description="The claim's attribution; null for none or a link.")
    article: ArticleRef = Field(description="The claim's article and revision.")
    verdict: Verdict = Field(
        description="`right`: speaker and text are right; `wrong_speaker`: somebody else says it; "
        "`wrong_text`: they say something else; `not_a_claim`: it is not a claim. `link_right`, "
        "`link_wrong`: the link holds or does not; `link_undone`: the verdict is taken back."
    )
    note: Note | None = Field(description="The reader's comment; null if there is none.")
    given_by: Line | None = Field(description="The reader's name, unverified; null if not given.")
    given_at: Timestamp = Field(description="Time of the verdict.")
    extractor: str = Field(description="The claim's extractor, with its model's digest; or the link's model.")
    labels: Annotated[
        tuple[Label, ...],
        Field(strict=False, description="The extractor's labels, in the text's order."),
    ]
