"""Filters: which records a subscriber wants, by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Filter:
    """What a record must have to be wanted; case does not matter, and what is None is not asked.

    `source`, `outlet` and `text` are parts of the source's mention, the outlet and what is said (of articles:
    the text; of dead letters: the detail). `cue` is the cue's lemma or words of it. `claimant` is a part of
    the name of who stands behind a claim, `check_worthiness` the least that it must have.

    >>> Filter(claimant="ministry", stance="denies", check_worthiness=0.5)(claim)
    """

    source: str | None = None
    cue: str | None = None
    stance: Stance | None = None
    outlet: str | None = None
    text: str | None = None
    claimant: str | None = None
    claim_type: ClaimType | None = None
    check_worthiness: float | None = None

    def __call__(self, record: Message) -> bool:
        """Tell whether a record is wanted. An enriched article is when one of its records is."""
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
        """Whether something is asked that only attributions and claims have."""
        return self.asks_claim or (self.source, self.cue) != (None, None)

    @property
    def asks_claim(self) -> bool:
        """Whether something is asked that only claims have."""
        asked = (self.stance, self.claimant, self.claim_type, self.check_worthiness)
        return asked != (None, None, None, None)

    def _claimed(self, record: Claim) -> bool:
        return (
            self.stance in (None, record.stance)
            and _has(self.claimant, _texts(record.claimant.name))
            and self.claim_type in (None, record.claim_type)
            and record.check_worthiness >= (self.check_worthiness or 0)
        )

    def _attributed(self, record: Claim | Attribution, said: Iterable[str]) -> bool:
        return (
            _has(self.source, _exact(record.source))
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


def _has(wanted: str | None, texts: Iterable[str]) -> bool:
    return wanted is None or any(wanted.casefold() in text.casefold() for text in texts)


def _has_cue(wanted: str | None, cue: Cue | None) -> bool:
    if wanted is None or cue is None:
        return wanted is None
    words, lemma = _words(wanted), _words(cue.lemma)
    found = _words(" ".join(span.exact for span in cue.spans))
    return words == lemma or f" {words} " in f" {found} "


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _exact(span: Span | None) -> Iterable[str]:
    return (span.exact,) if span else ()


def _texts(text: str | None) -> Iterable[str]:
    return (text,) if text else ()
