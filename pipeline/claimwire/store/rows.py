"""Rows: what the store keeps of an article and of each of its claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Self

import orjson

from claimwire.store.words import (
    ACCUSED,
    ACCUSED_KEY,
    ALONE,
    CERTAINTY,
    CLAIMANT,
    ENTITY,
    ENTITY_KEY,
    EVERY,
    HOUR_MS,
    ID,
    LANGUAGE,
    MOST_TOKENS,
    OUTLET,
    OUTLET_KEY,
    PUBLISHED_DAY,
    SEEN_HOUR,
    SPEAKER_KEY,
    STANCE,
    TEXT,
    TYPE,
    day_of,
    exact,
    fielded,
    instant,
    key_of,
    milliseconds,
    names,
)
from claimwire_schemas import Article, Claim, EnrichedArticle

Change = Literal["added", "changed", "same"]
"""What a claim is beside the article's revision before: of a first revision, all are added."""
_LONGEST_NAME = 500


@dataclass(frozen=True)
class ClaimRow:
    """A claim as the store has it: the record whole, and beside it what is searched, shown and counted.

    `position` grows with each claim that is stored: it is the cursor, and the id in the stream.
    """

    position: int
    day: int
    claim_id: str
    article_id: str
    revision: int
    ordinal: int
    seen_ms: int
    published_ms: int | None
    headline: str | None
    outlet: str | None
    outlet_key: str | None
    language: str
    claimant: str | None
    claimant_key: str | None
    claimant_kind: str | None
    accused: str | None
    accused_key: str | None
    entities: str
    """The names of the entities in it, as a JSON list."""
    stance: str | None
    claim_type: str
    certainty: str
    confidence: float
    worth: float
    change: Change
    replaces: str | None
    """The id of the claim that this one is a changed or repeated form of, in the revision before."""
    superseded: bool
    """Whether the article has a later revision."""
    record: str

    @cached_property
    def claim(self) -> Claim:
        """The record."""
        return Claim.decode(self.record.encode())

    @cached_property
    def entity_names(self) -> tuple[str, ...]:
        """The names of the entities in it."""
        return tuple(orjson.loads(self.entities))

    @property
    def seen(self) -> datetime:
        """When the raw article came."""
        return instant(self.seen_ms)

    @property
    def published(self) -> datetime | None:
        """When the article was published."""
        return None if self.published_ms is None else instant(self.published_ms)

    @cached_property
    def _fields(self) -> dict[str, Any]:
        """The record's, unchecked."""
        fields: dict[str, Any] = orjson.loads(self.record)
        return fields

    @property
    def text(self) -> str:
        """The claim's text."""
        return str(self._fields["text"])

    @property
    def stands_alone(self) -> bool:
        """Whether its text can likely be understood without the article."""
        return bool(self._fields.get("standalone"))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What it is found by."""
        return tuple(self._tokens())[:MOST_TOKENS]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Its tokens, each once."""
        return frozenset(self.tokens)

    def _tokens(self) -> Iterator[str]:
        yield EVERY
        yield exact(ID, self.claim_id)
        yield from _common(self.published_ms, self.seen_ms, self.language, self.outlet_key)
        for field, value in ((STANCE, self.stance), (TYPE, self.claim_type), (CERTAINTY, self.certainty)):
            if value:
                yield exact(field, value)
        if self.stands_alone:
            yield exact(ALONE, "true")
        for field, key in ((SPEAKER_KEY, self.claimant_key), (ACCUSED_KEY, self.accused_key)):
            if key:
                yield exact(field, key)
        yield from (exact(ENTITY_KEY, key) for key in map(key_of, self.entity_names) if key)
        yield from fielded(CLAIMANT, self.claimant)
        yield from fielded(ACCUSED, self.accused)
        yield from fielded(OUTLET, self.outlet)
        yield from fielded(TEXT, self.text)
        yield from names(ENTITY, self.entity_names)


@dataclass(frozen=True)
class ArticleRow:
    """A revision of an article as the store has it; `record` is the enriched article without its claims."""

    position: int
    day: int
    article_id: str
    revision: int
    text_digest: str
    seen_ms: int
    published_ms: int | None
    headline: str | None
    url: str | None
    outlet: str | None
    outlet_key: str | None
    language: str
    status: str
    claims: int
    """How many; they have the positions just before its own."""
    superseded: bool
    extractor: str
    record: str

    @property
    def seen(self) -> datetime:
        """When the raw article came."""
        return instant(self.seen_ms)

    @property
    def published(self) -> datetime | None:
        """When the article was published."""
        return None if self.published_ms is None else instant(self.published_ms)

    @cached_property
    def article(self) -> Article:
        """The article itself."""
        return Article.model_validate(orjson.loads(self.record)["article"])

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What it is found by."""
        text = orjson.loads(self.record)["article"]["text"]
        some = [EVERY, *_common(self.published_ms, self.seen_ms, self.language, self.outlet_key)]
        return (*some, *fielded(OUTLET, self.outlet), *fielded(TEXT, text))[:MOST_TOKENS]

    @classmethod
    def of(cls, enriched: EnrichedArticle, *, position: int, day: int) -> Self:
        """Return the row of an enriched article."""
        article = enriched.article
        bare = enriched.model_copy(update={"claims": ()})
        return cls(
            position=position,
            day=day,
            article_id=article.article_id,
            revision=article.revision,
            text_digest=article.text_digest,
            seen_ms=milliseconds(article.received_at),
            published_ms=milliseconds(article.published.at) if article.published else None,
            headline=_column(article.headline.exact if article.headline else None),
            url=_column(article.url, most=4096),
            outlet=_column(article.outlet),
            outlet_key=key_of(article.outlet),
            language=article.language.tag[:35].replace("\0", ""),
            status=enriched.status,
            claims=len(enriched.claims),
            superseded=False,
            extractor=_column(enriched.extractor) or "",
            record=bare.encode().decode(),
        )


def claim_rows(enriched: EnrichedArticle, article: ArticleRow) -> list[ClaimRow]:
    """Return the rows of an article's claims, in order of the text.

    Their positions go down, so that newest first shows them in order of the text.
    """
    known = {entity.entity_id: entity.name for entity in enriched.entities}
    return [_claim_row(claim, article, ordinal, known) for ordinal, claim in enumerate(enriched.claims)]


def _claim_row(claim: Claim, article: ArticleRow, ordinal: int, known: dict[str, str]) -> ClaimRow:
    accused = claim.accused.name if claim.accused else None
    mentioned = [known[entity] for entity in claim.entities if entity in known]
    return ClaimRow(
        position=article.position - 1 - ordinal,
        day=article.day,
        claim_id=claim.claim_id,
        article_id=article.article_id,
        revision=article.revision,
        ordinal=ordinal,
        seen_ms=article.seen_ms,
        published_ms=article.published_ms,
        headline=article.headline,
        outlet=article.outlet,
        outlet_key=article.outlet_key,
        language=article.language,
        claimant=_column(claim.claimant.name),
        claimant_key=key_of(claim.claimant.name),
        claimant_kind=claim.claimant.kind,
        accused=_column(accused),
        accused_key=key_of(accused),
        entities=orjson.dumps(mentioned).decode(),
        stance=claim.stance,
        claim_type=claim.claim_type,
        certainty=claim.certainty,
        confidence=claim.confidence,
        worth=claim.check_worthiness,
        change="added",
        replaces=None,
        superseded=False,
        record=claim.encode().decode(),
    )


def _common(published_ms: int | None, seen_ms: int, language: str, outlet_key: str | None) -> Iterator[str]:
    yield f"{SEEN_HOUR}{seen_ms // HOUR_MS}"
    if published_ms is not None:
        yield f"{PUBLISHED_DAY}{day_of(published_ms)}"
    yield exact(LANGUAGE, language)
    if outlet_key:
        yield exact(OUTLET_KEY, outlet_key)


def _column(text: str | None, *, most: int = _LONGEST_NAME) -> str | None:
    """Return a text as a column of it is kept; PostgreSQL takes no NUL."""
    return None if text is None else text.replace("\0", "")[:most]
