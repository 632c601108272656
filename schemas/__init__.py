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
from schemas.attributions import STANCES, Attribution, Claim, Cue, EnrichedArticle, Kind, Stance
from schemas.dead_letters import DeadLetter, Header
from schemas.message import DecodeError, Message
from schemas.spans import Range, Span, text_digest

__all__ = [
    "STANCES",
    "Article",
    "ArticleRef",
    "Attribution",
    "Claim",
    "Counts",
    "Credit",
    "Cue",
    "Dateline",
    "DeadLetter",
    "DecodeError",
    "EnrichedArticle",
    "Header",
    "Kind",
    "Language",
    "Message",
    "Publication",
    "Range",
    "RawArticle",
    "Span",
    "Stance",
    "text_digest",
]
