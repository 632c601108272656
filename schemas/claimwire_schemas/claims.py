"""Claims: propositions, who stands behind them, how, and what is in them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from claimwire_schemas.articles import ArticleRef
from claimwire_schemas.attributions import Cue, Kind, RecordId, Spans
from claimwire_schemas.entities import Claimant, EntityId
from claimwire_schemas.message import Message, Value
from claimwire_schemas.spans import Span

Stance = Literal[
    "asserts",
    "denies",
    "confirms",
    "accuses",
    "claims_responsibility",
    "announces",
    "promises",
    "threatens",
    "warns",
    "demands",
    "predicts",
    "believes",
    "doubts",
    "asks",
    "praises",
    "criticizes",
]
STANCES: tuple[Stance, ...] = get_args(Stance)
EditReason = Literal["pronoun", "description", "conjunction", "mark", "capital", "end", "subject"]
Form = Literal["proposition", "quotation", "report"]
ClaimType = Literal["event", "statistic", "prediction", "opinion", "position", "question"]
CLAIM_TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
Certainty = Literal["certain", "probable", "possible", "conditional", "unknown"]
Bound = Literal["exactly", "about", "at_least", "at_most", "more_than", "less_than"]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Quantity(Value):
    """A number in a claim: `48 Syrian soldiers`, `tens of thousands`, `$2.1bn`, `3.4 per cent`."""

    span: Span = Field(description="The number with its unit and the words that bound it.")
    low: float = Field(description="Lower bound; the number itself if it is exact.")
    high: float = Field(description="Upper bound; equal to `low` except for ranges and round phrases.")
    bound: Bound = Field(description="Relation to the number, by the words before it: `more than`, `about`.")
    unit: str | None = Field(
        description="`percent`, `percentage_point`, an ISO 4217 code or a unit's singular (`kilometre`); "
        "null for a count."
    )
    counted: Span | None = Field(description="The counted thing; null if there is none.")


class Time(Value):
    """A time in a claim, resolved against the article's publication."""

    span: Span = Field(description="The words: `last week`, `on Monday`.")
    first_day: Day | None = Field(description="The first day that it covers; null if unknown.")
    last_day: Day | None = Field(
        description="The last day; equal to `first_day` for one day; null if unknown."
    )


class Edit(Value):
    """One difference between a claim's text and the article's words.

    Each edit of a span of the claim's `basis` done, and the spans joined by a space, gives the claim's text;
    white space counts as one space, and none at the ends.
    """

    span: Span = Field(description="The words that were replaced or left out.")
    text: str = Field(description="Their replacement; empty if they were left out.")
    reason: EditReason = Field(description="Reason for the edit.")
    entity_id: EntityId | None = Field(description="The entity that the new words name, if any.")
    antecedent: Span | None = Field(
        default=None, description="The new words' place in the article, if they name no entity."
    )
    rule: str | None = Field(
        default=None, description="The rule that made it, `+` between several: `adjunct`, `name+capital`."
    )


class Feature(Value):
    """One reason for a claim's check-worthiness."""

    name: str = Field(
        description="The feature: `numbers=2`, `word=killed`, `vectors` for the network's states, `others`."
    )
    weight: float = Field(description="Its contribution to the score's log odds.")


class Claim(Message):
    """A proposition with its claimant, a source or the outlet itself, and its stance."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    claim_id: RecordId = Field(
        description="UUIDv5 of the attribution, and of the statement's number from the second on; of "
        "article, text digest and spans where it has none."
    )
    attribution_id: RecordId | None = Field(
        description="The attribution behind it; null if it is the outlet's own."
    )
    article: ArticleRef = Field(description="Its article and revision.")
    text: str = Field(min_length=1, description="The claim as a sentence, in the form given by `form`.")
    edits: Annotated[
        tuple[Edit, ...], Field(strict=False, description="Every difference of `text` from `basis`.")
    ]
    content: Spans = Field(description="The attribution's content, verbatim, or the outlet's sentence.")
    source: Span | None = Field(description="The claimant as mentioned; null if the text names nobody.")
    claimant: Claimant = Field(description="The claimant: an entity or the outlet.")
    chain: Annotated[
        tuple[Claimant, ...],
        Field(
            strict=False,
            description="Sources that pass it on, outermost first, and the claimant last; else empty.",
        ),
    ]
    cue: Cue | None = Field(description="The attribution's cue.")
    stance: Stance | None = Field(
        description="What the speaker does with these words; null for withheld speech and the outlet's own."
    )
    accused: Claimant | None = Field(
        description="The person or body that is accused, blamed or criticized; null if that is not likely."
    )
    medium: Span | None = Field(description="The channel: `in a statement posted online`; null if unknown.")
    said: Time | None = Field(description="When it was said; null if unknown.")
    kind: Kind = Field(description="Quoted, reported, or both.")
    claim_type: ClaimType = Field(description="Type of proposition.")
    certainty: Certainty = Field(description="Certainty of the wording.")
    hedges: Annotated[tuple[Span, ...], Field(strict=False, description="The words that weaken it.")]
    negated: bool = Field(description="Whether the proposition itself is negated.")
    quantities: Annotated[tuple[Quantity, ...], Field(strict=False, description="Numbers in it.")]
    times: Annotated[tuple[Time, ...], Field(strict=False, description="Dates and times in it.")]
    entities: Annotated[
        tuple[EntityId, ...], Field(strict=False, description="Entities mentioned in it, in order.")
    ]
    check_worthiness: float = Field(ge=0, le=1, description="How much it needs a fact-check, 0 to 1.")
    features: Annotated[
        tuple[Feature, ...],
        Field(
            strict=False,
            description="Features behind `check_worthiness`; their weights add up to its log odds.",
        ),
    ]
    confidence: float = Field(
        ge=0, le=1, description="Probability that claimant and text are both right, calibrated."
    )
    extractor: str = Field(description="Name, version and model digest of the extractor.")
    form: Form | None = Field(
        default=None,
        description="`proposition`: the claim itself; `quotation`: the claimant's name and words; "
        "`report`: a short sentence on who claims it.",
    )
    basis: Annotated[
        tuple[Span, ...],
        Field(
            strict=False,
            description="The article's words that `edits` turn into `text`, in the text's order; empty if "
            "they are `content`.",
        ),
    ] = ()
    standalone: bool | None = Field(
        default=None,
        description="Whether `text` is likely understood without the article: nothing is `open`, and readers "
        "needed it for fewer than half of such claims.",
    )
    open: Annotated[
        tuple[Span, ...],
        Field(
            strict=False, description="Pronouns and descriptions in `text` that only the article explains."
        ),
    ] = ()
