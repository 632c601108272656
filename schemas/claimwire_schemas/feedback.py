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
    """A place in the article's text and what the extractor took it for; without its words."""

    start: int = Field(ge=0, description="First code point, counted from 0.")
    end: int = Field(ge=0, description="One past the last code point.")
    label: Literal["source", "cue", "content"] = Field(description="What the extractor took it for.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"label {self.start}:{self.end} ends before it starts")
        return self


class Feedback(Message):
    """What a reader says of a claim, or of a link between two."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    feedback_id: RecordId = Field(description="UUIDv5 of the claim or link, the verdict and the time.")
    claim_id: RecordId = Field(description="The claim; of a link, the later one.")
    link_id: RecordId | None = Field(default=None, description="The link; null if it is about a claim.")
    attribution_id: RecordId | None = Field(
        description="The claim's attribution; null where it has none, and for a link."
    )
    article: ArticleRef = Field(description="The article and the revision that the claim stands in.")
    verdict: Verdict = Field(
        description="`right`: speaker and text are; `wrong_speaker`: somebody else says it; `wrong_text`: it "
        "is not what they say; `not_a_claim`: nobody claims anything there. `link_right`, `link_wrong`: the "
        "claims are, or are not, to each other what the link says; `link_undone`: neither is said any more."
    )
    note: Note | None = Field(description="What the reader adds; null where nothing.")
    given_by: Line | None = Field(
        description="Who says so; null where nobody gave a name. Nothing proves it."
    )
    given_at: Timestamp = Field(description="When.")
    extractor: str = Field(
        description="Name, version and model digest of the claim's extractor; of a link, its model."
    )
    labels: Annotated[
        tuple[Label, ...],
        Field(strict=False, description="What the extractor found, in the text's order."),
    ]
