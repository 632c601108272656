"""What is shown of an article: every character once, in the roles that the claims give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.cli.extract.cards import card_of
from claimwire.cli.extract.passages import ROLES, passages_of
from claimwire.cli.rows import harmless
from claimwire_schemas import Article, Claim, Cue, Edit, EnrichedArticle, Span, Time
from tests.builders import a_claim, a_claimant, an_article, span
from tests.cli.extract.shown import an_article_of_claims

TEXT = "The harbour is shut, the mayor said, and the ferry waits."


def with_claims(article: Article, *claims: Claim) -> EnrichedArticle:
    return EnrichedArticle(
        article=article, status="extracted", attributions=(), claims=claims, entities=(), extractor="test-1"
    )


def spans_in(text: str) -> st.SearchStrategy[Span]:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return places.filter(lambda one: one[0] < one[1]).map(lambda one: Span.of(text, *one))


@st.composite
def claims_anywhere(draw: st.DrawFn) -> EnrichedArticle:
    """Draw an article with claims whose spans may stand anywhere, in and over each other."""
    article = an_article(TEXT, "It is cold.", title=draw(st.sampled_from(["Shut", None])))
    span_in = spans_in(article.text)
    claims = []
    for _ in range(draw(st.integers(0, 5))):
        changes: dict[str, object] = {"content": (draw(span_in), *draw(st.lists(span_in, max_size=2)))}
        changes |= {"source": draw(st.none() | span_in), "text": "It is shut."}
        changes["cue"] = draw(st.none() | span_in.map(lambda one: Cue(spans=(one,), lemma="say")))
        if draw(st.booleans()):
            changes["attribution_id"] = None
        claims.append(a_claim(None, **changes))
    return with_claims(article, *claims)


def roles_at(claims: tuple[Claim, ...], place: int) -> set[str]:
    """Return the roles of a character, found one by one."""
    spans = []
    for claim in claims:
        spans += [(one, "content" if claim.attribution_id else "statement") for one in claim.content]
        spans += [(one, "cue") for one in (claim.cue.spans if claim.cue else ())]
        spans += [(claim.source, "source")] if claim.source else []
    return {role for one, role in spans if one.start <= place < one.end}


@given(claims_anywhere())
def test_every_character_is_shown_once_in_its_roles(enriched: EnrichedArticle) -> None:
    article, passages = enriched.article, passages_of(enriched)
    headline = article.headline
    places = [(headline.start, headline.end)] if headline else []
    places += [(one.start, one.end) for one in article.paragraphs]
    assert len(passages) == len(places)
    for passage, (start, end) in zip(passages, places, strict=True):
        assert "".join(piece.text for piece in passage.pieces) == article.text[start:end]
        shown = [piece.roles for piece in passage.pieces for _ in piece.text]
        assert [set(roles) for roles in shown] == [
            roles_at(enriched.claims, place) for place in range(start, end)
        ]
        assert all(list(roles) == [role for role in ROLES if role in roles] for roles in shown)


@given(claims_anywhere())
def test_every_claim_has_a_card_and_a_number_in_one_passage(enriched: EnrichedArticle) -> None:
    numbers = set(range(1, len(enriched.claims) + 1))
    seen = []
    for passage in passages_of(enriched):
        noted = [number for piece in passage.pieces for number in piece.numbers]
        assert sorted(noted) == sorted(card.number for card in passage.cards)
        seen += noted
    assert (set(seen), len(seen)) == (numbers, len(numbers))


def test_work_grows_with_the_claims_and_not_with_their_depth() -> None:
    """Content within content within content costs a cut at each end, and no more."""
    article = an_article("x" * 6_000, title=None)
    nested = [a_claim(None, content=(Span.of(article.text, i, 6_000),), cue=None) for i in range(3_000)]
    [passage] = passages_of(with_claims(article, *nested))
    assert len(passage.pieces) == 3_000


def test_cards_say_who_how_and_what() -> None:
    cards = [card for passage in passages_of(an_article_of_claims()) for card in passage.cards]
    assert [(card.who, card.how) for card in cards] == [
        ("Korvan Front", "claimed responsibility"),
        ("Korvan Front", "asserted"),
        ("Interior Ministry", "accused"),
        ("Interior Ministry", "asserted"),
        ("Officials", "predicted"),
        ("Tarn Valley Echo", "stated"),
    ]
    ambush, pronoun, blame, _, officials, own = [dict(card.facts) for card in cards]
    assert ambush["numbers"] == "31 Tellish customs officers"
    assert ambush["times"] == "last week = 23 Feb 2026 to 1 Mar 2026"
    assert [tuple(reason) for reason in cards[0].reasons] == [
        ("quantity", "+1.25"),
        ("named_entity", "+0.40"),
    ]
    assert pronoun["source"] == "“it”, a pronoun (0.90)"
    assert (pronoun["how"], pronoun["type"]) == ("in a statement posted online", "event, direct")
    assert (blame["for"], blame["accused"]) == ("Orst", "Tellish armed groups")
    assert officials["through"] == "Northwire → Officials"
    assert officials["certainty"] == "possible (“may”)"
    assert officials["times"] == "by Friday = until 6 Mar 2026"
    assert own["type"] == "event, the outlet's own"
    assert "source" not in own


def test_what_was_put_into_a_claim_is_told_from_its_own_words() -> None:
    _, claim, *_ = an_article_of_claims().claims
    card = card_of(claim, 2)
    assert "".join(words.text for words in card.words).strip() == claim.text
    assert [tuple(words) for words in card.words if words.instead_of] == [("The Korvan Front’s", "Our")]
    assert dict(card.facts)["replaced"] == "“Our” as “The Korvan Front’s”"


def test_a_text_that_its_edits_do_not_make_is_shown_whole() -> None:
    article = an_article()
    wrong = Edit(span=span(article, "Nobody"), text="Somebody", reason="subject", entity_id=None)
    card = card_of(a_claim(text="Nobody was inside", edits=(wrong,)), 1)
    assert [tuple(words) for words in card.words] == [("Nobody was inside", None)]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-03-04", "2026-03-04", "on Monday = 4 Mar 2026"),
        ("2025-12-29", "2026-01-04", "on Monday = 29 Dec 2025 to 4 Jan 2026"),
        ("2026-03-04", None, "on Monday = from 4 Mar 2026"),
        (None, "2026-03-04", "on Monday = until 4 Mar 2026"),
        (None, None, "on Monday"),
        ("2026-02-30", "2026-02-30", "on Monday = 2026-02-30"),
    ],
)
def test_times_are_days_where_they_are_known(first: str | None, last: str | None, shown: str) -> None:
    article = an_article("It shut on Monday.")
    said = Time(span=span(article, "on Monday"), first_day=first, last_day=last)
    assert dict(card_of(a_claim(said=said), 1).facts)["said"] == shown


def test_nobody_is_a_dash_though_a_source_is_mentioned() -> None:
    nobody = a_claimant(
        name=None, kind=None, entity_id=None, resolution="unresolved", confidence=0.3, role=None
    )
    mentioned = card_of(a_claim(claimant=nobody), 1)
    unmentioned = card_of(a_claim(claimant=nobody, source=None, stance=None), 2)
    assert mentioned.who == "–"
    assert dict(mentioned.facts)["source"] == "“Petra Olund, the chief fire officer”, not resolved"
    assert (unmentioned.who, unmentioned.how) == ("–", "said")


@given(st.text(min_size=1))
def test_nothing_on_a_card_is_obeyed(text: str) -> None:
    claimant = a_claimant(name=text, role=text, affiliation=text)
    card = card_of(a_claim(text=text, claimant=claimant, accused=claimant, chain=(claimant, claimant)), 1)
    shown = [card.who, *(words.text for words in card.words), *(value for _, value in card.facts)]
    assert all(harmless(one) == one for one in shown)
