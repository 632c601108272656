"""Hypothesis strategies for records: any record that the models allow, with spans that hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from string import ascii_lowercase
from typing import get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from claimwire_schemas import (
    CLAIM_TYPES,
    LINK_KINDS,
    LINK_VERDICTS,
    STANCES,
    VERDICTS,
    Actor,
    ActorKind,
    ActorName,
    ActorRole,
    ActorSort,
    Article,
    Attribution,
    Claim,
    Claimant,
    ClaimCluster,
    ClaimLink,
    ClusterSource,
    Cue,
    DeadLetter,
    EnrichedArticle,
    Entity,
    EntityKind,
    Family,
    Feed,
    Feedback,
    Header,
    Kinship,
    Label,
    Language,
    LinkedClaim,
    LinkReason,
    Message,
    Publication,
    Quantity,
    RawArticle,
    Relative,
    Resolution,
    Span,
    Stance,
    Story,
)
from claimwire_schemas.families import Evidence
from claimwire_schemas.ids import attribution_id
from tests.builders import a_claim, an_article


def examples(count: int) -> settings:
    """Return the settings of a property with so many examples in CI, and with a share of them elsewhere."""
    of_a_hundred = settings().max_examples
    return settings(max_examples=max(count * of_a_hundred // 100, 10))


FEW = settings(examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""For tests that draw whole records, which takes a while."""

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001 # hypothesis adds the zone
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
    timezones=OFFSETS,
)
LINES = st.text(min_size=1, max_size=40)
TEXTS = st.text(min_size=1, max_size=200)
UUIDS = st.uuids().map(str)
PROBABILITIES = st.floats(0, 1)
STANCE: st.SearchStrategy[Stance | None] = st.none() | st.sampled_from(STANCES)
KINDS: st.SearchStrategy[EntityKind] = st.sampled_from(get_args(EntityKind))
CLAIMANTS = st.builds(
    Claimant,
    entity_id=st.none() | UUIDS,
    name=st.none() | LINES,
    kind=st.none() | KINDS,
    resolution=st.sampled_from(get_args(Resolution)),
    role=st.none() | LINES,
    affiliation=st.none() | LINES,
    confidence=PROBABILITIES,
)


def raw_articles() -> st.SearchStrategy[RawArticle]:
    """Return raw articles with any fields given or not."""
    return st.builds(
        RawArticle,
        body=st.text(max_size=400),
        content_type=st.sampled_from(("text/plain", "text/html")),
        url=st.none() | LINES,
        outlet=st.none() | LINES,
        headline=st.none() | LINES,
        byline=st.none() | LINES,
        published_at=st.none() | LINES,
        language=st.none() | LINES,
        feed=st.none() | LINES,
        guid=st.none() | LINES,
        file=st.none() | LINES,
        retrieved_at=st.none() | INSTANTS,
    )


def publications() -> st.SearchStrategy[Publication]:
    """Return times of publication."""
    return st.builds(
        Publication,
        at=INSTANTS,
        utc_offset=st.none() | st.from_regex(r"[+-][0-9]{2}:[0-9]{2}", fullmatch=True),
        precision=st.sampled_from(("second", "minute", "day")),
        origin=st.sampled_from(("raw", "page", "url", "dateline")),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Return articles of any text; headline and paragraphs are where they say."""
    revision = draw(st.integers(1, 2**31))
    return an_article(
        *draw(st.lists(TEXTS, min_size=1, max_size=5)),
        title=draw(st.none() | LINES),
        revision=revision,
        supersedes=revision - 1 or None,
        byline=draw(st.none() | LINES),
        url=draw(st.none() | LINES),
        outlet=draw(st.none() | LINES),
        published=draw(st.none() | publications()),
        language=draw(
            st.builds(Language, tag=st.text(ascii_lowercase, max_size=3), confidence=PROBABILITIES)
        ),
        received_at=draw(INSTANTS),
    )


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Return any places in a text."""
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def cues(draw: st.DrawFn, text: str) -> Cue:
    """Return any cues in a text."""
    return Cue(spans=draw(_places(text)), lemma=draw(LINES))


@st.composite
def attributions(draw: st.DrawFn, article: Article | None = None) -> Attribution:
    """Return attributions anywhere in an article, with the ids that they must have."""
    article = article or draw(articles())
    cue = draw(st.none() | cues(article.text))
    content = draw(_places(article.text))
    digest, cue_spans = article.text_digest, cue.spans if cue else ()
    return Attribution(
        attribution_id=attribution_id(article.article_id, digest, cue=cue_spans, content=content),
        article=article.ref(),
        source=draw(st.none() | spans(article.text)),
        cue=cue,
        content=content,
        kind=draw(st.sampled_from(("direct", "indirect", "mixed"))),
        nested=draw(st.booleans()),
        confidence=draw(PROBABILITIES),
        extractor=draw(LINES),
    )


@st.composite
def claims(draw: st.DrawFn, attribution: Attribution | None = None) -> Claim:
    """Return claims of attributions."""
    found = attribution or draw(attributions())
    exact = found.content[0].exact
    return a_claim(
        found,
        text=draw(TEXTS),
        stance=draw(STANCE),
        claimant=draw(CLAIMANTS),
        claim_type=draw(st.sampled_from(CLAIM_TYPES)),
        hedges=tuple(draw(st.lists(spans(exact), max_size=2))),
        quantities=tuple(draw(st.lists(quantities(exact), max_size=2))),
        check_worthiness=draw(PROBABILITIES),
    )


def quantities(text: str) -> st.SearchStrategy[Quantity]:
    """Return any quantities in a text."""
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    return st.builds(
        Quantity,
        span=spans(text),
        low=numbers,
        high=numbers,
        bound=st.sampled_from(("exactly", "about", "more_than")),
        unit=st.none() | LINES,
        counted=st.none() | spans(text),
    )


def entities(text: str) -> st.SearchStrategy[Entity]:
    """Return any entities in a text."""
    return st.builds(
        Entity,
        entity_id=UUIDS,
        name=LINES,
        kind=KINDS,
        mentions=_places(text),
        role=st.none() | LINES,
        affiliation=st.none() | LINES,
    )


@st.composite
def enriched_articles(draw: st.DrawFn) -> EnrichedArticle:
    """Return articles with attributions and their claims."""
    article = draw(articles())
    found = draw(st.lists(attributions(article), max_size=3))
    return EnrichedArticle(
        article=article,
        status=draw(st.sampled_from(("extracted", "language_not_supported"))),
        attributions=tuple(found),
        claims=tuple(draw(claims(attribution)) for attribution in found),
        entities=tuple(draw(st.lists(entities(article.text), max_size=2))),
        extractor=draw(LINES),
    )


def dead_letters() -> st.SearchStrategy[DeadLetter]:
    """Return dead letters with any bytes in them."""
    blobs = st.none() | st.binary(max_size=200)
    return st.builds(
        DeadLetter,
        dead_letter_id=UUIDS,
        stage=st.sampled_from(("normalize", "extract", "register")),
        reason=st.from_regex(r"[a-z0-9_]+", fullmatch=True),
        detail=st.text(max_size=80),
        topic=LINES,
        partition=st.integers(0, 2**31 - 1),
        offset=st.integers(0, 2**63 - 1),
        timestamp=INSTANTS.map(lambda at: at.astimezone(UTC)),
        key=blobs,
        headers=st.lists(st.builds(Header, name=LINES, value=blobs), max_size=3).map(tuple),
        value=blobs,
    )


def feeds() -> st.SearchStrategy[Feed]:
    """Return feeds with any fields given or not."""
    seconds = st.none() | st.integers(1, 366 * 24 * 3600)
    return st.builds(
        Feed,
        url=st.from_regex(r"https?://[a-z.]{1,20}(/[a-z?=]{0,20})?", fullmatch=True),
        title=st.none() | LINES,
        outlet=st.none() | LINES,
        language=st.none() | LINES,
        full_text=st.sampled_from(("auto", "always", "never")),
        min_interval_s=seconds,
        max_interval_s=seconds,
    )


@st.composite
def labels(draw: st.DrawFn) -> Label:
    """Return places without words."""
    start = draw(st.integers(0, 10_000))
    end = draw(st.integers(start + 1, 20_000))
    return Label(start=start, end=end, label=draw(st.sampled_from(("source", "cue", "content"))))


def feedback() -> st.SearchStrategy[Feedback]:
    """Return what readers may say of a claim or a link."""
    of_claims = sorted(set(VERDICTS) - set(LINK_VERDICTS))
    return _feedback(of_claims, st.none()) | _feedback(LINK_VERDICTS, UUIDS)


def _feedback(verdicts: Sequence[str], links: st.SearchStrategy[str | None]) -> st.SearchStrategy[Feedback]:
    return st.builds(
        Feedback,
        feedback_id=UUIDS,
        claim_id=UUIDS,
        link_id=links,
        attribution_id=st.none() | UUIDS,
        article=articles().map(Article.ref),
        verdict=st.sampled_from(verdicts),
        note=st.none() | TEXTS,
        given_by=st.none() | LINES,
        given_at=INSTANTS,
        extractor=LINES,
        labels=st.lists(labels(), max_size=4).map(tuple),
    )


def relatives() -> st.SearchStrategy[Relative]:
    """Return articles of a family."""
    share = st.floats(0, 1)
    return st.builds(
        Relative,
        article=articles().map(Article.ref),
        seen_at=INSTANTS,
        kinship=st.sampled_from(get_args(Kinship)),
        like=st.none() | UUIDS,
        own_share=share,
        other_share=share,
        agency=st.none() | LINES,
    )


def families() -> st.SearchStrategy[Family]:
    """Return families of one article, which no program writes, or a few."""
    return st.builds(
        Family,
        family_id=UUIDS,
        origin=articles().map(Article.ref),
        agency=st.none() | LINES,
        evidence=st.lists(st.sampled_from(get_args(Evidence)), max_size=3).map(tuple),
        articles=st.integers(2, 10_000),
        outlets=st.integers(0, 10_000),
        first_published=st.none() | INSTANTS,
        first_seen=INSTANTS,
        last_seen=INSTANTS,
        relatives=st.lists(relatives(), max_size=2).map(tuple),
    )


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    """Return people and bodies, seen or only listed."""
    first, last = sorted((draw(INSTANTS), draw(INSTANTS)))
    counts = st.integers(1, 10_000)
    kinds = st.sampled_from(get_args(EntityKind))
    role = st.builds(
        ActorRole,
        role=LINES,
        affiliation=st.none() | LINES,
        first_seen=st.just(first),
        last_seen=st.just(last),
        articles=counts,
    )
    names = st.builds(ActorName, name=LINES, mentions=st.integers(0, 10_000))
    return Actor(
        actor_id=draw(UUIDS),
        sort=draw(st.sampled_from(get_args(ActorSort))),
        name=draw(LINES),
        kind=draw(kinds),
        names=draw(st.lists(names, min_size=1, max_size=4).map(tuple)),
        kinds=draw(st.lists(st.builds(ActorKind, kind=kinds, articles=counts), max_size=3).map(tuple)),
        roles=draw(st.lists(role, max_size=3).map(tuple)),
        first_seen=first,
        last_seen=last,
        articles=draw(st.integers(0, 10_000)),
        mentions=draw(st.integers(0, 10_000)),
        known=draw(st.booleans()),
        wikidata=draw(st.none() | st.integers(1, 10**9).map("Q{}".format)),
        merged_into=draw(st.none() | UUIDS),
        split_off=draw(st.lists(LINES, max_size=3).map(tuple)),
    )


def linked_claims() -> st.SearchStrategy[LinkedClaim]:
    """Return claims with the article that they stand in."""
    return st.builds(LinkedClaim, claim_id=UUIDS, article=articles().map(Article.ref))


def claim_clusters() -> st.SearchStrategy[ClaimCluster]:
    """Return clusters of any claims."""
    sources = st.builds(
        ClusterSource, name=st.none() | LINES, actor_id=st.none() | UUIDS, claims=st.integers(1, 10_000)
    )
    return st.builds(
        ClaimCluster,
        cluster_id=UUIDS,
        text=TEXTS,
        best=linked_claims(),
        first=linked_claims(),
        claims=st.integers(2, 10_000),
        articles=st.integers(2, 10_000),
        families=st.integers(1, 10_000),
        outlets=st.integers(0, 10_000),
        sources=st.lists(sources, max_size=3).map(tuple),
        contradicted_by=st.lists(UUIDS, max_size=3).map(tuple),
        first_published=st.none() | INSTANTS,
        first_seen=INSTANTS,
        last_seen=INSTANTS,
        members=st.lists(linked_claims(), max_size=2).map(tuple),
    )


def stories() -> st.SearchStrategy[Story]:
    """Return stories of any articles."""
    return st.builds(
        Story,
        story_id=UUIDS,
        headline=st.none() | LINES,
        articles=st.integers(2, 10_000),
        families=st.integers(1, 10_000),
        outlets=st.integers(0, 10_000),
        first_published=st.none() | INSTANTS,
        first_seen=INSTANTS,
        last_seen=INSTANTS,
        members=st.lists(articles().map(Article.ref), max_size=2).map(tuple),
    )


def claim_links() -> st.SearchStrategy[ClaimLink]:
    """Return links between any claims of any articles."""
    reasons = st.builds(LinkReason, code=LINES, text=TEXTS, weight=st.floats(-20, 20))
    return st.builds(
        ClaimLink,
        link_id=UUIDS,
        kind=st.sampled_from(LINK_KINDS),
        earlier=linked_claims(),
        later=linked_claims(),
        score=PROBABILITIES,
        tier=st.sampled_from(("confirmed", "suggested")),
        reasons=st.lists(reasons, max_size=4).map(tuple),
        model=LINES,
        withdrawn=st.booleans(),
    )


RECORDS: dict[type[Message], st.SearchStrategy[Message]] = {
    RawArticle: raw_articles(),
    Article: articles(),
    Attribution: attributions(),
    Claim: claims(),
    EnrichedArticle: enriched_articles(),
    DeadLetter: dead_letters(),
    Feed: feeds(),
    Feedback: feedback(),
    Family: families(),
    Actor: actors(),
    ClaimLink: claim_links(),
    ClaimCluster: claim_clusters(),
    Story: stories(),
}
"""A strategy for each record."""


def _places(text: str) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans(text), min_size=1, max_size=3).map(tuple)
