"""Filters select records by their content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from claimwire.words import words_of
from claimwire_schemas import (
    Article,
    Attribution,
    Claim,
    ClaimType,
    Cue,
    DeadLetter,
    EnrichedArticle,
    Message,
    Span,
    Stance,
)

T = TypeVar("T")
OneOf: TypeAlias = T | tuple[T, ...] | None


@dataclass(frozen=True)
class Filter:
    """Conditions on a record. None means no condition; of several values, one must match.

    `source`, `outlet` and `text` are whole words, in any order, of the source's mention, the outlet and what
    is said (of articles: the text; of dead letters: the detail); case and accents do not matter. `cue` is the
    cue's lemma, or words of it in their order. `claimant` and `accused` are words of the name of who stands
    behind a claim and of who is accused or criticized. `check_worthiness` and `confidence` are minimums.

    >>> Filter(claimant="ministry", stance=("denies", "doubts"), check_worthiness=0.5)(claim)
    """

    source: OneOf[str] = None
    cue: OneOf[str] = None
    stance: OneOf[Stance] = None
    outlet: OneOf[str] = None
    text: OneOf[str] = None
    claimant: OneOf[str] = None
    accused: OneOf[str] = None
    claim_type: OneOf[ClaimType] = None
    check_worthiness: float | None = None
    confidence: float | None = None

    def __call__(self, record: Message) -> bool:
        """Tell whether a record matches. An enriched article matches if one of its records does."""
        match record:
            case Claim():
                return self._claimed(record) and self._attributed(record, (record.text,))
            case Attribution():
                said = (span.exact for span in record.content)
                return not self.asks_claim and self._attributed(record, said)
            case EnrichedArticle():
                return self._enriched(record)
            case Article():
                return not self.asks_who and self._article(record)
            case DeadLetter():
                return not self.asks_who and self.outlet is None and _has(self.text, (record.detail,))
        return self == Filter()

    @property
    def asks_who(self) -> bool:
        """Whether a condition is on a field that only attributions and claims have."""
        return self.asks_claim or (self.source, self.cue, self.confidence) != (None, None, None)

    @property
    def asks_claim(self) -> bool:
        """Whether a condition is on a field that only claims have."""
        asked = (self.stance, self.claimant, self.accused, self.claim_type, self.check_worthiness)
        return any(one is not None for one in asked)

    def _claimed(self, record: Claim) -> bool:
        return (
            _is_one(self.stance, record.stance)
            and _has(self.claimant, _texts(record.claimant.name))
            and _has(self.accused, _texts(record.accused.name if record.accused else None))
            and _is_one(self.claim_type, record.claim_type)
            and record.check_worthiness >= (self.check_worthiness or 0)
        )

    def _attributed(self, record: Claim | Attribution, said: Iterable[str]) -> bool:
        return (
            record.confidence >= (self.confidence or 0)
            and _has(self.source, _exact(record.source))
            and _has_cue(self.cue, record.cue)
            and _has(self.outlet, _texts(record.article.outlet))
            and _has(self.text, said)
        )

    def _enriched(self, record: EnrichedArticle) -> bool:
        if not self.asks_who:
            return self._article(record.article)
        return any(map(self, (*record.claims, *record.attributions)))

    def _article(self, record: Article) -> bool:
        return _has(self.outlet, _texts(record.outlet)) and _has(self.text, (record.text,))


def _several(wanted: OneOf[T]) -> tuple[T, ...]:
    return wanted if isinstance(wanted, tuple) else () if wanted is None else (wanted,)


def _is_one(wanted: OneOf[T], found: T | None) -> bool:
    return wanted is None or found in _several(wanted)


def _has(wanted: OneOf[str], texts: Iterable[str]) -> bool:
    return wanted is None or any(_has_words(one, text) for text in texts for one in _several(wanted))


def _has_cue(wanted: OneOf[str], cue: Cue | None) -> bool:
    if wanted is None or cue is None:
        return wanted is None
    found = " ".join(span.exact for span in cue.spans)
    return any(_words(one) == _words(cue.lemma) or _stands_in(one, found) for one in _several(wanted))


def _has_words(wanted: str, text: str) -> bool:
    """Tell whether a text has all of the words; no text has all of none."""
    return bool(words := set(words_of(wanted))) and words <= set(words_of(text))


def _stands_in(wanted: str, text: str) -> bool:
    """Tell whether words stand in a text one after the other."""
    return bool(words := _words(wanted)) and f" {words} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(words_of(text))


def _exact(span: Span | None) -> Iterable[str]:
    return (span.exact,) if span else ()


def _texts(text: str | None) -> Iterable[str]:
    return (text,) if text else ()
