"""An article with claims of every sort, for what is shown to people: nothing in it was extracted."""

from __future__ import annotations

from claimwire_schemas import Article, Claim, Cue, Edit, EnrichedArticle, Feature, Quantity, Span, Time
from claimwire_schemas.ids import attribution_id
from tests.builders import a_claim, a_claimant, an_article, span

HEADLINE = "Front claims ambush at Korva pass"
AMBUSH = (
    "The Korvan Front has claimed responsibility for killing 31 Tellish customs officers last week. "
    "“Our men laid ambushes on the road,” it said in a statement posted online."
)
BLAME = (
    "Orst’s Interior Ministry has blamed the attack, which also killed seven guards, on Tellish armed groups "
    "it said had crossed the river."
)
NUMBERS = "Officials said more than 20,000 people may leave by Friday, Northwire reports."
CLOSED = "The pass has been closed since December. It is beautiful <b>in spring</b> & cold."

FRONT = a_claimant(name="Korvan Front", kind="armed_or_political_group", role=None)
MINISTRY = a_claimant(name="Interior Ministry", kind="government", role=None, affiliation="Orst")
GROUPS = a_claimant(name="Tellish armed groups", kind="armed_or_political_group", role=None)
OFFICIALS = a_claimant(name="Officials", kind="unnamed", role=None, resolution="unnamed", entity_id=None)
WIRE = a_claimant(name="Northwire", kind="outlet", role=None)
OUTLET = a_claimant(name="Tarn Valley Echo", kind="outlet", role=None, resolution="outlet", entity_id=None)


def an_article_of_claims() -> EnrichedArticle:
    """Return the article with its six claims."""
    article = an_article(AMBUSH, BLAME, NUMBERS, CLOSED, title=HEADLINE)
    claims = (*_of_the_front(article), *_of_the_ministry(article), _of_officials(article), _own(article))
    return EnrichedArticle(
        article=article, status="extracted", attributions=(), claims=claims, entities=(), extractor="test-1"
    )


def said_in(
    article: Article, content: tuple[str, ...], cue: tuple[str, ...], source: str | None, **changes: object
) -> Claim:
    """Return a claim made of words of an article; of `it > said` it takes the `said` after `it`."""
    spans = tuple(span(article, words) for words in content)
    cues = tuple(_within(article, *words.rpartition(" > ")[::2]) for words in cue)
    fields: dict[str, object] = {
        "article": article.ref(),
        "attribution_id": attribution_id(article.article_id, article.text_digest, cue=cues, content=spans),
        "content": spans,
        "cue": Cue(spans=cues, lemma=cues[0].exact),
        "source": None if source is None else _within(article, *source.rpartition(" > ")[::2]),
        "text": " ".join(one.exact for one in spans),
        "claimant": FRONT,
        "kind": "indirect",
    }
    return a_claim(None, **fields | changes)


def _within(article: Article, before: str, word: str) -> Span:
    """Return the span of a word that stands after others."""
    whole = span(article, f"{before} {word}" if before else word)
    return Span.of(article.text, whole.end - len(word), whole.end)


def _time(article: Article, words: str, first: str | None, last: str | None) -> Time:
    return Time(span=span(article, words), first_day=first, last_day=last)


def _of_the_front(article: Article) -> tuple[Claim, ...]:
    number = Quantity(
        span=span(article, "31"),
        low=31,
        high=31,
        bound="exactly",
        unit=None,
        counted=span(article, "Tellish customs officers"),
    )
    quoted = "“Our men laid ambushes on the road,”"
    edits = (
        Edit(span=span(article, "“"), text="", reason="mark", entity_id=None),
        Edit(
            span=span(article, "Our"), text="The Korvan Front’s", reason="pronoun", entity_id=FRONT.entity_id
        ),
        Edit(span=span(article, ",”"), text=".", reason="end", entity_id=None),
    )
    return (
        said_in(
            article,
            ("killing 31 Tellish customs officers last week",),
            ("has claimed responsibility",),
            "The Korvan Front",
            stance="claims_responsibility",
            quantities=(number,),
            times=(_time(article, "last week", "2026-02-23", "2026-03-01"),),
            check_worthiness=0.91,
            features=(Feature(name="quantity", weight=1.25), Feature(name="named_entity", weight=0.4)),
        ),
        said_in(
            article,
            (quoted,),
            ("it > said",),
            "road,” > it",
            text="The Korvan Front’s men laid ambushes on the road.",
            edits=edits,
            kind="direct",
            medium=span(article, "in a statement posted online"),
            claimant=FRONT.model_copy(update={"resolution": "pronoun"}),
        ),
    )


def _of_the_ministry(article: Article) -> tuple[Claim, ...]:
    pronoun = MINISTRY.model_copy(update={"resolution": "pronoun"})
    return (
        said_in(
            article,
            ("the attack", "Tellish armed groups it said had crossed the river"),
            ("has blamed", "guards, > on"),
            "Orst’s Interior Ministry",
            claimant=MINISTRY,
            stance="accuses",
            accused=GROUPS,
        ),
        said_in(article, ("had crossed the river",), ("groups it > said",), "groups > it", claimant=pronoun),
    )


def _of_officials(article: Article) -> Claim:
    people = Quantity(
        span=span(article, "more than 20,000"),
        low=20_000,
        high=20_000,
        bound="more_than",
        unit=None,
        counted=span(article, "people"),
    )
    return said_in(
        article,
        ("more than 20,000 people may leave by Friday",),
        ("Officials > said",),
        "Officials",
        claimant=OFFICIALS,
        chain=(WIRE, OFFICIALS),
        stance="predicts",
        claim_type="prediction",
        certainty="possible",
        hedges=(span(article, "may"),),
        quantities=(people,),
        times=(_time(article, "by Friday", None, "2026-03-06"),),
    )


def _own(article: Article) -> Claim:
    content = span(article, "The pass has been closed since December.")
    return a_claim(
        article=article.ref(),
        attribution_id=None,
        content=(content,),
        text=content.exact,
        source=None,
        cue=None,
        stance=None,
        claimant=OUTLET,
        kind="indirect",
        times=(_time(article, "since December", "2025-12-01", "2026-03-04"),),
    )
