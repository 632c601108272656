"""The wire contract of Claimwire: every record, closed, frozen and versioned."""

from claimwire_schemas.actors import Actor, ActorKind, ActorName, ActorRole, ActorSort
from claimwire_schemas.articles import (
    Article,
    ArticleRef,
    Counts,
    Credit,
    Dateline,
    Language,
    Paragraph,
    ParagraphKind,
    Publication,
    RawArticle,
    Role,
    Speaker,
)
from claimwire_schemas.attributions import Attribution, Cue, Kind
from claimwire_schemas.claim_links import LINK_KINDS, ClaimLink, LinkedClaim, LinkKind, LinkReason, LinkTier
from claimwire_schemas.claims import (
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
from claimwire_schemas.clusters import ClaimCluster, ClusterSource, Story
from claimwire_schemas.dead_letters import DeadLetter, Header
from claimwire_schemas.enriched import EnrichedArticle
from claimwire_schemas.entities import Claimant, Entity, EntityKind, Resolution
from claimwire_schemas.families import Family, Kinship, Relative
from claimwire_schemas.feedback import VERDICTS, Feedback, Label, Verdict
from claimwire_schemas.feeds import Feed
from claimwire_schemas.message import DecodeError, Message
from claimwire_schemas.spans import Span, text_digest

__all__ = [
    "CLAIM_TYPES",
    "LINK_KINDS",
    "STANCES",
    "VERDICTS",
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorRole",
    "ActorSort",
    "Article",
    "ArticleRef",
    "Attribution",
    "Bound",
    "Certainty",
    "Claim",
    "ClaimCluster",
    "ClaimLink",
    "ClaimType",
    "Claimant",
    "ClusterSource",
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
    "Family",
    "Feature",
    "Feed",
    "Feedback",
    "Header",
    "Kind",
    "Kinship",
    "Label",
    "Language",
    "LinkKind",
    "LinkReason",
    "LinkTier",
    "LinkedClaim",
    "Message",
    "Paragraph",
    "ParagraphKind",
    "Publication",
    "Quantity",
    "RawArticle",
    "Relative",
    "Resolution",
    "Role",
    "Span",
    "Speaker",
    "Stance",
    "Story",
    "Time",
    "Verdict",
    "text_digest",
]
