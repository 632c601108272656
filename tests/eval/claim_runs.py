"""Gold articles enriched, with the attributions found and with those annotated."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from claimwire.english.quotations import find_quotations
from claimwire.enrich import enrich
from claimwire.extract import Extractor, Reading
from claimwire.extract.kinds import Quoted
from claimwire.extract.lemma import lemma_of
from claimwire.normalize import normalize
from claimwire_schemas import Article, Attribution, Cue, EnrichedArticle, RawArticle, Span
from claimwire_schemas.ids import attribution_id
from tests.eval.gold_claims import GoldArticle, GoldClaims

RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)
Mode = Literal["given", "found"]
"""Whether the attributions are those annotated or those that the extractor finds."""

MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class Made:
    """A gold article and its enriched record."""

    gold: GoldArticle
    enriched: EnrichedArticle


class Given:
    """In an extractor's place: the annotated attributions, and the names that the extractor finds."""

    def __init__(self, gold: GoldArticle, extractor: Extractor) -> None:
        self._gold, self._extractor = gold, extractor
        self.name = extractor.name

    def read(self, article: Article) -> Reading:
        annotated = [one.attribution for one in self._gold.claims]
        found = attributions_of(article, annotated, extractor=self.name)
        return Reading(found, self._extractor.read(article).document)


def made_of(gold: GoldClaims, mode: Mode) -> tuple[Made, ...]:
    """Return each gold article, enriched."""
    extractor = Extractor.load()
    return tuple(Made(one, _enriched(one, extractor, mode)) for one in gold.articles)


def _enriched(gold: GoldArticle, extractor: Extractor, mode: Mode) -> EnrichedArticle:
    return enrich(gold_article(gold), extractor=Given(gold, extractor) if mode == "given" else extractor)


def gold_article(gold: GoldArticle) -> Article:
    """Return the article that is made of a gold text; raises `ValueError` where that changes the text."""
    headline, body = gold.text.split("\n\n", 1)
    raw = RawArticle(
        body=body, headline=headline, published_at=gold.notes.published.isoformat(), language="en"
    )
    article = normalize(raw, page=None, received_at=RECEIVED, max_bytes=sys.maxsize)
    if article.text != gold.text:
        raise ValueError(f"{gold.name}: normalizing changes the text")
    return article


def attributions_of(
    article: Article, annotated: Iterable[dict[str, Any]], *, extractor: str
) -> tuple[Attribution, ...]:
    """Return annotations as an extractor's records, sure of all of them, in the order of the text."""
    quoted = Quoted(article.text, find_quotations(article.text))
    records = [_attribution(article, one, quoted, extractor) for one in annotated]
    return tuple(sorted((_within(one, records) for one in records), key=_place))


def _attribution(article: Article, one: dict[str, Any], quoted: Quoted, extractor: str) -> Attribution:
    ref = article.ref()
    source, cue, content = (
        tuple(Span.of(article.text, *place) for place in one[role]) for role in ("source", "cue", "content")
    )
    return Attribution(
        attribution_id=attribution_id(ref.article_id, ref.text_digest, cue=cue, content=content),
        article=ref,
        source=source[0] if source else None,
        cue=Cue(spans=cue, lemma=lemma_of(span.exact for span in cue)) if cue else None,
        content=content,
        kind=quoted.kind(content),
        nested=bool(one.get("nested")),
        confidence=1.0,
        extractor=extractor,
    )


def _within(one: Attribution, records: list[Attribution]) -> Attribution:
    """Return an attribution with the smallest one named that it is nested in."""
    around = [other for other in records if one.nested and other is not one and _holds(other, one)]
    if not around:
        return one
    smallest = min(around, key=lambda other: sum(len(span.exact) for span in other.content))
    return one.model_copy(update={"within": smallest.attribution_id})


def _holds(outer: Attribution, one: Attribution) -> bool:
    places = [*one.content, *(one.cue.spans if one.cue else ())]
    return outer.content != one.content and all(
        any(span.start <= place.start and place.end <= span.end for span in outer.content) for place in places
    )


def _place(one: Attribution) -> tuple[int, bool, int]:
    spans = [*one.content, *(one.cue.spans if one.cue else ()), *((one.source,) if one.source else ())]
    return min(span.start for span in spans), one.nested, one.content[0].start
