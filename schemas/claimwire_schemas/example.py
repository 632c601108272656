"""One small article and its records, made here so that documents can show them whole and right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from claimwire_schemas.actors import Actor, ActorKind, ActorName, ActorRole
from claimwire_schemas.articles import (
    Article,
    ArticleRef,
    Counts,
    Language,
    Paragraph,
    Publication,
    RawArticle,
)
from claimwire_schemas.attributions import Attribution, Cue
from claimwire_schemas.claim_links import ClaimLink, LinkedClaim, LinkReason
from claimwire_schemas.claims import Claim, Edit, Feature
from claimwire_schemas.clusters import ClaimCluster, ClusterSource, Story
from claimwire_schemas.dead_letters import DeadLetter
from claimwire_schemas.enriched import EnrichedArticle
from claimwire_schemas.entities import Claimant, Entity
from claimwire_schemas.families import Family, Relative
from claimwire_schemas.feedback import Feedback, Label
from claimwire_schemas.feeds import Feed
from claimwire_schemas.ids import (
    actor_id,
    article_id,
    attribution_id,
    claim_id,
    claim_link_id,
    cluster_id,
    dead_letter_id,
    entity_id,
    family_id,
    feedback_id,
    story_id,
)
from claimwire_schemas.message import Message
from claimwire_schemas.spans import Span, text_digest

_URL = "https://saltmere-courier.example/2026/03/bridge"
_REPRINT = "https://saltmere-post.example/wire/bridge"
_FEED = "https://saltmere-courier.example/news.rss"
_OUTLET = "Saltmere Courier"
_HEADLINE = "🌉 Harbour bridge to close"
_BODY = "“The cables are worn through,” said Ama Brandt, the harbour engineer."
TEXT = f"{_HEADLINE}\n\n{_BODY}"
WRITTEN = datetime(2026, 3, 4, 6, 31, 12, tzinfo=UTC)
EXTRACTOR = "example-1"


@dataclass(frozen=True)
class Examples:
    """An example of each record; all but the dead letter and the feed are of one article."""

    raw: RawArticle
    article: Article
    attribution: Attribution
    claim: Claim
    enriched: EnrichedArticle
    dead_letter: DeadLetter
    feed: Feed
    feedback: Feedback
    family: Family
    actor: Actor
    claim_link: ClaimLink
    claim_cluster: ClaimCluster
    story: Story

    def of(self, record: type[Message]) -> Message:
        """Return the example of a record."""
        return next(example for example in vars(self).values() if type(example) is record)


def examples() -> Examples:
    """Return the examples; always the same."""
    article = _article()
    attribution = _attribution(article)
    entity = _entity(article)
    claim = _claim(attribution, entity)
    enriched = EnrichedArticle(
        article=article,
        status="extracted",
        attributions=(attribution,),
        claims=(claim,),
        entities=(entity,),
        extractor=EXTRACTOR,
    )
    feed = Feed(url=_FEED, outlet=_OUTLET)
    return Examples(
        raw=_raw(),
        article=article,
        attribution=attribution,
        claim=claim,
        enriched=enriched,
        dead_letter=_dead_letter(),
        feed=feed,
        feedback=_feedback(claim),
        family=_family(article),
        actor=_actor(),
        claim_link=_claim_link(claim),
        claim_cluster=_claim_cluster(claim),
        story=_story(claim),
    )


def place(words: str) -> Span:
    """Return where some words are in the example's text."""
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def _raw() -> RawArticle:
    return RawArticle(
        body=_BODY,
        url=_URL,
        outlet=_OUTLET,
        headline=_HEADLINE,
        published_at="4 March 2026 06:30 GMT",
        language="en-GB",
    )


def _article() -> Article:
    return Article(
        article_id=article_id(url=_URL, outlet=_OUTLET, body=_BODY),
        revision=1,
        supersedes=None,
        text=TEXT,
        text_digest=text_digest(TEXT),
        headline=place(_HEADLINE),
        paragraphs=(Paragraph(start=TEXT.index(_BODY), end=len(TEXT)),),
        dateline=None,
        byline=None,
        credits=(),
        url=_URL,
        outlet=_OUTLET,
        published=Publication(
            at=datetime(2026, 3, 4, 6, 30, tzinfo=UTC), utc_offset="+00:00", precision="minute", origin="raw"
        ),
        language=Language(tag="en", confidence=0.9968),
        counts=Counts(characters=len(TEXT), words=15, paragraphs=1),
        received_at=WRITTEN,
    )


def _attribution(article: Article) -> Attribution:
    content, cue = (place("“The cables are worn through,”"),), (place("said"),)
    return Attribution(
        attribution_id=attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        article=article.ref(),
        source=place("Ama Brandt, the harbour engineer"),
        cue=Cue(spans=cue, lemma="say"),
        content=content,
        kind="direct",
        nested=False,
        confidence=0.97,
        extractor=EXTRACTOR,
    )


def _entity(article: Article) -> Entity:
    mentions = (place("Ama Brandt"), place("the harbour engineer"))
    return Entity(
        entity_id=entity_id(article.article_id, article.text_digest, mention=mentions[0]),
        name="Ama Brandt",
        kind="person",
        mentions=mentions,
        role="harbour engineer",
        affiliation=None,
    )


def _claimant(entity: Entity) -> Claimant:
    return Claimant(
        entity_id=entity.entity_id,
        name=entity.name,
        kind=entity.kind,
        resolution="name",
        role=entity.role,
        affiliation=entity.affiliation,
        confidence=0.95,
    )


def _claim(attribution: Attribution, entity: Entity) -> Claim:
    return Claim(
        claim_id=claim_id(attribution.attribution_id),
        attribution_id=attribution.attribution_id,
        article=attribution.article,
        text="The cables are worn through.",
        edits=(
            Edit(span=place("“"), text="", reason="mark", entity_id=None, rule="mark"),
            Edit(span=place("through"), text="through.", reason="end", entity_id=None, rule="end"),
            Edit(span=place(",”"), text="", reason="mark", entity_id=None, rule="mark"),
        ),
        content=attribution.content,
        source=attribution.source,
        claimant=_claimant(entity),
        chain=(),
        cue=attribution.cue,
        stance="asserts",
        accused=None,
        medium=None,
        said=None,
        kind=attribution.kind,
        claim_type="event",
        certainty="certain",
        hedges=(),
        negated=False,
        quantities=(),
        times=(),
        entities=(),
        check_worthiness=0.2315,
        features=(Feature(name="base", weight=-1.2),),
        confidence=attribution.confidence,
        extractor=attribution.extractor,
        form="proposition",
        basis=attribution.content,
        standalone=False,
    )


def _feedback(claim: Claim) -> Feedback:
    content, source = claim.content[0], place("Ama Brandt, the harbour engineer")
    said = place("said")
    return Feedback(
        feedback_id=feedback_id(claim.claim_id, "right", int(WRITTEN.timestamp() * 1000)),
        claim_id=claim.claim_id,
        attribution_id=claim.attribution_id,
        article=claim.article,
        verdict="right",
        note=None,
        given_by=None,
        given_at=WRITTEN,
        extractor=claim.extractor,
        labels=(
            Label(start=content.start, end=content.end, label="content"),
            Label(start=said.start, end=said.end, label="cue"),
            Label(start=source.start, end=source.end, label="source"),
        ),
    )


def _family(article: Article) -> Family:
    """Return the family of the article and another outlet's reprint of it."""
    again = article.model_copy(
        update={
            "article_id": article_id(url=_REPRINT, outlet=None, body=""),
            "url": _REPRINT,
            "outlet": "Saltmere Post",
        }
    )
    first, reprint = article.ref(), again.ref()
    return Family(
        family_id=family_id(first.article_id),
        origin=first,
        agency=None,
        evidence=("shared_text", "earliest"),
        articles=2,
        outlets=2,
        first_published=first.published_at,
        first_seen=WRITTEN,
        last_seen=WRITTEN,
        relatives=(_relative(first, like=None), _relative(reprint, like=first.article_id)),
    )


def _relative(article: ArticleRef, *, like: str | None) -> Relative:
    return Relative(
        article=article,
        seen_at=WRITTEN,
        kinship="copy" if like else "first",
        like=like,
        own_share=1.0,
        other_share=1.0,
        agency=None,
    )


def _actor() -> Actor:
    role = ActorRole(
        role="harbour engineer", affiliation=None, first_seen=WRITTEN, last_seen=WRITTEN, articles=1
    )
    return Actor(
        actor_id=actor_id("person", "ama brandt"),
        sort="person",
        name="Ama Brandt",
        kind="person",
        names=(ActorName(name="Ama Brandt", mentions=1),),
        kinds=(ActorKind(kind="person", articles=1),),
        roles=(role,),
        first_seen=WRITTEN,
        last_seen=WRITTEN,
        articles=1,
        mentions=1,
        known=False,
        wikidata=None,
        merged_into=None,
        split_off=(),
    )


def _other(claim: Claim) -> LinkedClaim:
    """Return a claim of another outlet's article."""
    url = "https://wend-post.example/harbour-bridge-safe"
    other_article = article_id(url=url, outlet="Wend Post", body="")
    digest = text_digest("The bridge is safe, the council said.")
    content = (Span(start=0, end=18, exact="The bridge is safe"),)
    cue = (Span(start=32, end=36, exact="said"),)
    article = claim.article.model_copy(
        update={
            "article_id": other_article,
            "text_digest": digest,
            "url": url,
            "outlet": "Wend Post",
            "headline": None,
            "published_at": datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
        }
    )
    claim_of = claim_id(attribution_id(other_article, digest, cue=cue, content=content))
    return LinkedClaim(claim_id=claim_of, article=article)


def _claim_link(claim: Claim) -> ClaimLink:
    other = _other(claim)
    return ClaimLink(
        link_id=claim_link_id((claim.claim_id, other.claim_id), "contradicts"),
        kind="contradicts",
        earlier=LinkedClaim(claim_id=claim.claim_id, article=claim.article),
        later=other,
        score=0.71,
        tier="suggested",
        reasons=(LinkReason(code="antonyms", text="“worn” against “safe”", weight=1.4),),
        model=EXTRACTOR,
    )


def _claim_cluster(claim: Claim) -> ClaimCluster:
    first, other = LinkedClaim(claim_id=claim.claim_id, article=claim.article), _other(claim)
    return ClaimCluster(
        cluster_id=cluster_id(claim.claim_id),
        text=claim.text,
        best=first,
        first=first,
        claims=2,
        articles=2,
        families=2,
        outlets=2,
        sources=(ClusterSource(name="Ama Brandt", actor_id=actor_id("person", "ama brandt"), claims=2),),
        contradicted_by=(),
        first_published=claim.article.published_at,
        first_seen=WRITTEN,
        last_seen=WRITTEN,
        members=(first, other),
    )


def _story(claim: Claim) -> Story:
    return Story(
        story_id=story_id(claim.article.article_id),
        headline=claim.article.headline,
        articles=2,
        families=2,
        outlets=2,
        first_published=claim.article.published_at,
        first_seen=WRITTEN,
        last_seen=WRITTEN,
        members=(claim.article, _other(claim).article),
    )


def _dead_letter() -> DeadLetter:
    topic, milliseconds = "news.articles.raw.v1", int(WRITTEN.timestamp() * 1000)
    return DeadLetter(
        dead_letter_id=dead_letter_id(topic, 3, 41_207, milliseconds),
        stage="normalize",
        reason="bad_json",
        detail="not JSON: unexpected end of data: line 1 column 10 (char 9)",
        topic=topic,
        partition=3,
        offset=41_207,
        timestamp=WRITTEN,
        key=None,
        headers=(),
        value=b'{"body": ',
    )
