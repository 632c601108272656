"""Articles for the store: each of some claims, made from who says what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claimwire_schemas import Article, Attribution, Claim, Cue, EnrichedArticle, Entity
from claimwire_schemas.ids import article_id, attribution_id
from tests.builders import a_claim, a_claimant, an_article, span

START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=4)


@dataclass(frozen=True)
class Said:
    """A claim to be: what, by whom, and how."""

    text: str
    speaker: str = "Petra Olund"
    stance: str | None = "asserts"
    accused: str | None = None
    claim_type: str = "event"
    certainty: str = "certain"
    confidence: float = 0.9
    worth: float = 0.5
    standalone: bool | None = None


def enriched(
    number: int,
    *said: Said,
    revision: int = 1,
    seen: datetime | None = None,
    extractor: str = "test-1",
    **changes: object,
) -> EnrichedArticle:
    """Return an article of a number, with these claims; seen a minute after the one before."""
    url = f"https://tarn-valley-echo.example/news/{number}"
    paragraphs = [f"“{one.text},” said {one.speaker} of {one.accused or 'nobody'}." for one in said]
    fields: dict[str, object] = {
        "url": url,
        "article_id": article_id(url=url, outlet=None, body=""),
        "revision": revision,
        "supersedes": revision - 1 or None,
        "received_at": seen or START + timedelta(minutes=number),
        "published": None,
        **changes,
    }
    article = an_article(*(paragraphs or ["Nothing was said."]), title=f"Story {number}", **fields)
    entities = {
        name: _entity(name, article)
        for one in said
        for name in (one.speaker, one.accused)
        if name is not None
    }
    attributions = [_attribution(one, article, extractor) for one in said]
    claims = [_claim(one, attribution) for one, attribution in zip(said, attributions, strict=True)]
    return EnrichedArticle(
        article=article,
        status="extracted",
        attributions=tuple(attributions),
        claims=tuple(claims),
        entities=tuple(entities.values()),
        extractor=extractor,
    )


def _entity(name: str, article: Article) -> Entity:
    mention = span(article, name)
    return Entity(
        entity_id=_id(name), name=name, kind="person", mentions=(mention,), role=None, affiliation=None
    )


def _attribution(one: Said, article: Article, extractor: str) -> Attribution:
    cue, content = (span(article, "said"),), (span(article, f"“{one.text},”"),)
    return Attribution(
        attribution_id=attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        article=article.ref(),
        source=span(article, one.speaker),
        cue=Cue(spans=cue, lemma="say"),
        content=content,
        kind="direct",
        nested=False,
        confidence=one.confidence,
        extractor=extractor,
    )


def _claim(one: Said, attribution: Attribution) -> Claim:
    accused = one.accused and a_claimant(name=one.accused, entity_id=_id(one.accused))
    return a_claim(
        attribution,
        text=one.text,
        claimant=a_claimant(name=one.speaker, entity_id=_id(one.speaker)),
        accused=accused or None,
        stance=one.stance,
        claim_type=one.claim_type,
        certainty=one.certainty,
        check_worthiness=one.worth,
        standalone=one.standalone,
        entities=(_id(one.speaker),),
    )


def _id(name: str) -> str:
    return article_id(url=f"entity:{name}", outlet=None, body="")
