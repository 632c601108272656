"""Filters: which records a subscriber wants, by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas import Article, Attribution, Claim, Cue, DeadLetter, EnrichedArticle, Message, Span, Stance


@dataclass(frozen=True)
class Filter:
    """What a record must have to be wanted; case does not matter, and what is None is not asked.

    `source`, `outlet` and `text` are parts of the source's mention, the outlet and what is said (of articles:
    the text; of dead letters: the detail). `cue` is the cue's lemma or words of it.

    >>> Filter(source="ministry", stance="denies")(claim)
    """

    source: str | None = None
    cue: str | None = None
    stance: Stance | None = None
    outlet: str | None = None
    text: str | None = None

    def __call__(self, record: Message) -> bool:
        """Tell whether a record is wanted. An enriched article is when one of its records is."""
        match record:
            case Claim():
                return self._attributed(record, record.stance, (record.text,))
            case Attribution():
                return self._attributed(record, None, (span.exact for span in record.content))
            case EnrichedArticle():
                return self._enriched(record)
            case Article():
                return not self.asks_who and self._article(record)
            case DeadLetter():
                return not self.asks_who and self.outlet is None and _has(self.text, (record.detail,))
        return self == Filter()

    @property
    def asks_who(self) -> bool:
        """Whether source, cue or stance is asked, which only attributions and claims have."""
        return (self.source, self.cue, self.stance) != (None, None, None)

    def _attributed(self, record: Claim | Attribution, stance: Stance | None, said: Iterable[str]) -> bool:
        return (
            _has(self.source, _exact(record.source))
            and _has_cue(self.cue, record.cue)
            and self.stance in (None, stance)
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
