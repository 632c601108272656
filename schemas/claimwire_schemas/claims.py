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
    low: float = Field(description="The least that it says; the number itself where it is one.")
    high: float = Field(description="The most; equal to `low` but for ranges and round phrases.")
    bound: Bound = Field(description="What the words before it make of it: `more than`, `about`.")
    unit: str | None = Field(
        description="`percent`, `percentage_point`, an ISO 4217 code or a unit's singular (`kilometre`); "
        "null for a count."
    )
    counted: Span | None = Field(description="What is counted; null where nothing is.")


class Time(Value):
    """A time in a claim, resolved against the article's publication."""

    span: Span = Field(description="The words: `last week`, `on Monday`.")
    first_day: Day | None = Field(description="The first day that it covers; null where it cannot be told.")
    last_day: Day | None = Field(description="The last; equal to `first_day` for one day, null as above.")


class Edit(Value):
    """One way in which a claim's text differs from the article's words.

    Each edit of a span of the claim's `basis` done, and the spans joined by a space, gives the claim's text;
    white space counts as one space, and none at the ends.
    """

    span: Span = Field(description="The words that were replaced or left out.")
    text: str = Field(description="What stands there instead; empty where they were left out.")
    reason: EditReason = Field(description="Why.")
    entity_id: EntityId | None = Field(description="The entity that the new words name, if they do.")
    antecedent: Span | None = Field(
        default=None, description="The article's words that they are, where they name no entity."
    )
    rule: str | None = Field(
        default=None, description="The rule that made it, `+` between several: `adjunct`, `name+capital`."
    )


class Feature(Value):
    """One reason for a claim's check-worthiness."""

    name: str = Field(
        description="What was seen: `numbers=2`, `word=killed`, `vectors` for the network's states, `others`."
    )
    weight: float = Field(description="What it adds to the score's log odds.")


class Claim(Message):
    """A proposition, who stands behind it and how: a source, or the outlet itself."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    claim_id: RecordId = Field(
        description="UUIDv5 of the attribution, and of the statement's number from the second on; of "
        "article, text digest and spans where it has none."
    )
    attribution_id: RecordId | None = Field(
        description="The attribution that it was taken from; null where the outlet itself says it."
    )
    article: ArticleRef = Field(description="The article and the revision that it stands in.")
    text: str = Field(
        min_length=1, description="What is claimed, as a sentence, in the form that `form` says."
    )
    edits: Annotated[
        tuple[Edit, ...], Field(strict=False, description="Every way in which `text` departs from `basis`.")
    ]
    content: Spans = Field(description="The attribution's content, verbatim, or the outlet's sentence.")
    source: Span | None = Field(description="The claimant as mentioned; null where the text names nobody.")
    claimant: Claimant = Field(description="Who stands behind it: an entity or the outlet.")
    chain: Annotated[
        tuple[Claimant, ...],
        Field(
            strict=False,
            description="Who passes it on, outermost first, and the claimant last; empty where nobody does.",
        ),
    ]
    cue: Cue | None = Field(description="The attribution's cue.")
    stance: Stance | None = Field(
        description="What the speaker does with these words; null for speech withheld and the outlet's own."
    )
    accused: Claimant | None = Field(
        description="Whom the claimant accuses, blames or criticizes; null for other stances."
    )
    medium: Span | None = Field(
        description="How it was said: `in a statement posted online`; null where not told."
    )
    said: Time | None = Field(description="When it was said; null where not told.")
    kind: Kind = Field(description="Quoted throughout, nowhere or in part.")
    claim_type: ClaimType = Field(description="What sort of proposition it is.")
    certainty: Certainty = Field(description="How sure the wording is.")
    hedges: Annotated[
        tuple[Span, ...], Field(strict=False, description="The words that made it less than certain.")
    ]
    negated: bool = Field(description="Whether the proposition itself is negated.")
    quantities: Annotated[tuple[Quantity, ...], Field(strict=False, description="Numbers in it.")]
    times: Annotated[tuple[Time, ...], Field(strict=False, description="Dates and times in it.")]
    entities: Annotated[
        tuple[EntityId, ...], Field(strict=False, description="Entities mentioned in it, in order.")
    ]
    check_worthiness: float = Field(ge=0, le=1, description="How much it calls for checking.")
    features: Annotated[
        tuple[Feature, ...],
        Field(
            strict=False, description="What `check_worthiness` was made from; weights add up to its log odds."
        ),
    ]
    confidence: float = Field(
        ge=0, le=1, description="Probability that claimant and text are both right, calibrated."
    )
    extractor: str = Field(description="Name, version and model digest of the extractor.")
    form: Form | None = Field(
        default=None,
        description="`proposition`: what is claimed, as a sentence; `quotation`: the claimant's name and "
        "words; `report`: who claims what, as a short sentence.",
    )
    basis: Annotated[
        tuple[Span, ...],
        Field(
            strict=False,
            description="The article's words that `edits` make `text` of, in the text's order; empty where "
            "they are `content`.",
        ),
    ] = ()
    standalone: bool | None = Field(
        default=None, description="Whether `text` can be read without the article: nothing in it is `open`."
    )
    open: Annotated[
        tuple[Span, ...],
        Field(
            strict=False, description="Pronouns and descriptions in `text` that only the article explains."
        ),
    ] = ()
