"""Records for tests: plain ones to change a field of, and hypothesis strategies for odd ones.

an_article()                          a small article whose spans hold
an_article("One.", "Two.", url=None)  with these paragraphs and this field changed
articles()                            strategy: any article whose spans hold
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import accumulate

from claimwire_schemas import (
    Article,
    Attribution,
    Claim,
    Claimant,
    Counts,
    Cue,
    DeadLetter,
    EnrichedArticle,
    Entity,
    Header,
    Language,
    Paragraph,
    Publication,
    RawArticle,
    Span,
    text_digest,
)
from claimwire_schemas.ids import article_id, attribution_id, claim_id, dead_letter_id, entity_id

URL = "https://tarn-valley-echo.example/news/mill-fire"
OUTLET = "Tarn Valley Echo"
HEADLINE = "Fire damages Ashby mill"
QUOTE = "“Nobody was inside,” said Petra Olund, the chief fire officer."
DENIAL = "The owner denied that the alarms had been switched off."
RECEIVED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EXTRACTOR = "test-1"


def a_raw_article(**changes: object) -> RawArticle:
    """Return a raw article, with some fields changed."""
    fields: dict[str, object] = {
        "body": f"{QUOTE}\n\n{DENIAL}",
        "url": URL,
        "outlet": OUTLET,
        "headline": HEADLINE,
        "published_at": "2026-03-04T09:30:00+01:00",
    }
    return RawArticle.model_validate(fields | changes)


def an_article(*paragraphs: str, title: str | None = HEADLINE, **changes: object) -> Article:
    """Return an article of some paragraphs under a headline, with some other fields changed."""
    bodies = paragraphs or (QUOTE, DENIAL)
    blocks = bodies if title is None else (title, *bodies)
    text = "\n\n".join(blocks)
    places = _places(blocks)
    fields: dict[str, object] = {
        "article_id": article_id(url=URL, outlet=OUTLET, body=text),
        "revision": 1,
        "supersedes": None,
        "text": text,
        "text_digest": text_digest(text),
        "headline": None if title is None else Span.of(text, 0, len(title)),
        "paragraphs": places[-len(bodies) :],
        "dateline": None,
        "byline": None,
        "credits": (),
        "url": URL,
        "outlet": OUTLET,
        "published": Publication(
            at=datetime(2026, 3, 4, 8, 30, tzinfo=UTC), utc_offset="+01:00", precision="second", origin="raw"
        ),
        "language": Language(tag="en", confidence=0.99),
        "counts": Counts(characters=len(text), words=len(text.split()), paragraphs=len(bodies)),
        "received_at": RECEIVED,
    }
    return Article.model_validate(fields | changes)


def span(article: Article, words: str) -> Span:
    """Return where some words first are in an article's text."""
    start = article.text.index(words)
    return Span.of(article.text, start, start + len(words))


def an_attribution(article: Article | None = None, **changes: object) -> Attribution:
    """Return who said what in an article (`an_article()`'s quotation), with some fields changed."""
    article = article or an_article()
    content, cue = (span(article, "“Nobody was inside,”"),), (span(article, "said"),)
    fields: dict[str, object] = {
        "attribution_id": attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        "article": article.ref(),
        "source": span(article, "Petra Olund, the chief fire officer"),
        "cue": Cue(spans=cue, lemma="say"),
        "content": content,
        "kind": "direct",
        "nested": False,
        "confidence": 0.9,
        "extractor": EXTRACTOR,
    }
    return Attribution.model_validate(fields | changes)


def a_claim(attribution: Attribution | None = None, **changes: object) -> Claim:
    """Return an attribution's claim, with some fields changed."""
    attribution = attribution or an_attribution()
    fields: dict[str, object] = {
        "claim_id": claim_id(attribution.attribution_id),
        "attribution_id": attribution.attribution_id,
        "article": attribution.article,
        "text": " ".join(part.exact.strip("“”,") for part in attribution.content),
        "edits": (),
        "content": attribution.content,
        "source": attribution.source,
        "claimant": a_claimant(),
        "chain": (),
        "cue": attribution.cue,
        "stance": "asserts",
        "accused": None,
        "medium": None,
        "said": None,
        "kind": attribution.kind,
        "claim_type": "event",
        "certainty": "certain",
        "hedges": (),
        "negated": False,
        "quantities": (),
        "times": (),
        "entities": (),
        "check_worthiness": 0.5,
        "features": (),
        "confidence": attribution.confidence,
        "extractor": attribution.extractor,
    }
    return Claim.model_validate(fields | changes)


def a_claimant(**changes: object) -> Claimant:
    """Return who stands behind `a_claim()`, with some fields changed."""
    article = an_article()
    mention = span(article, "Petra Olund")
    fields: dict[str, object] = {
        "entity_id": entity_id(article.article_id, article.text_digest, mention=mention),
        "name": "Petra Olund",
        "kind": "person",
        "resolution": "name",
        "role": "chief fire officer",
        "affiliation": None,
        "confidence": 0.9,
    }
    return Claimant.model_validate(fields | changes)


def an_entity(article: Article | None = None, **changes: object) -> Entity:
    """Return somebody in an article (`an_article()`'s speaker), with some fields changed."""
    article = article or an_article()
    mention = span(article, "Petra Olund")
    fields: dict[str, object] = {
        "entity_id": entity_id(article.article_id, article.text_digest, mention=mention),
        "name": "Petra Olund",
        "kind": "person",
        "mentions": (mention,),
        "role": "chief fire officer",
        "affiliation": None,
    }
    return Entity.model_validate(fields | changes)


def an_enriched_article(article: Article | None = None, **changes: object) -> EnrichedArticle:
    """Return an article with one attribution and one claim, with some fields changed."""
    article = article or an_article()
    attribution = an_attribution(article)
    fields: dict[str, object] = {
        "article": article,
        "status": "extracted",
        "attributions": (attribution,),
        "claims": (a_claim(attribution),),
        "entities": (an_entity(article),),
        "extractor": EXTRACTOR,
    }
    return EnrichedArticle.model_validate(fields | changes)


def a_dead_letter(**changes: object) -> DeadLetter:
    """Return a refused message, with some fields changed."""
    topic, partition, offset = "news.articles.raw.v1", 2, 17
    fields: dict[str, object] = {
        "dead_letter_id": dead_letter_id(topic, partition, offset, int(RECEIVED.timestamp() * 1000)),
        "stage": "normalize",
        "reason": "bad_json",
        "detail": "not JSON: unexpected end of data: line 1 column 2 (char 1)",
        "topic": topic,
        "partition": partition,
        "offset": offset,
        "timestamp": RECEIVED,
        "key": b"key",
        "headers": (Header(name="traceparent", value=b"00-0af7-01"),),
        "value": b"{",
    }
    return DeadLetter.model_validate(fields | changes)


def _places(blocks: tuple[str, ...]) -> tuple[Paragraph, ...]:
    ends = accumulate(blocks, lambda end, block: end + 2 + len(block), initial=-2)
    return tuple(
        Paragraph(start=end - len(block), end=end) for block, end in zip(blocks, list(ends)[1:], strict=True)
    )
