"""The wire contract of Claimwire: every record, closed, frozen and versioned."""

from schemas.articles import (
    Article,
    ArticleRef,
    Counts,
    Credit,
    Dateline,
    Language,
    Publication,
    RawArticle,
)
from schemas.attributions import Attribution, Cue, Kind
from schemas.claims import (
    CLAIM_TYPES,
    STANCES,
    Bound,
    Certainty,
    Claim,
    ClaimType,
    Edit,
    EditReason,
    Feature,
    Quantity,
    Stance,
    Time,
)
from schemas.dead_letters import DeadLetter, Header
from schemas.enriched import EnrichedArticle
from schemas.entities import Claimant, Entity, EntityKind, Resolution
from schemas.feeds import Feed
from schemas.message import DecodeError, Message
from schemas.spans import Range, Span, text_digest

__all__ = [
    "CLAIM_TYPES",
    "STANCES",
    "Article",
    "ArticleRef",
    "Attribution",
    "Bound",
    "Certainty",
    "Claim",
    "ClaimType",
    "Claimant",
    "Counts",
    "Credit",
    "Cue",
    "Dateline",
    "DeadLetter",
    "DecodeError",
    "Edit",
    "EditReason",
    "EnrichedArticle",
    "Entity",
    "EntityKind",
    "Feature",
    "Feed",
    "Header",
    "Kind",
    "Language",
    "Message",
    "Publication",
    "Quantity",
    "Range",
    "RawArticle",
    "Resolution",
    "Span",
    "Stance",
    "Time",
    "text_digest",
]
