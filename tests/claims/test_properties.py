"""Of any article: spans hold, edits replay to the text, no word in it is made up, and bytes are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims import claims_of
from claimwire.claims.edits import replayed
from claimwire.claims.verbs import third_person
from claimwire.claims.words import FUNCTION_WORDS
from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Article, Attribution, Claim, Cue, Entity, Kind, Span
from claimwire_schemas.ids import attribution_id
from tests.builders import EXTRACTOR, an_article
from tests.claims.marked import document_of, resolved
from tests.strategies import examples

MANY = examples(150)
TOKEN = re.compile(r"[’']s\b|[^\W_]+")
WORDS = [
    *(
        "she",
        "He",
        "it",
        "they",
        "I",
        "We",
        "my",
        "her",
        "his",
        "Ama Brandt",
        "Odo Lund",
        "the council",
        "The ministry",
    ),
    *(
        "said",
        "told",
        "accused",
        "blamed",
        "denied",
        "promised",
        "claimed",
        "that",
        "to go",
        "of lying",
        "on",
        "for",
    ),
    *(
        "nine boats",
        "48 soldiers",
        "3.4 per cent",
        "$2.1bn",
        "last week",
        "on Monday",
        "in 2003",
        "may",
        "not",
        "if",
    ),
    *(
        "a police spokesman",
        "officials",
        "the group",
        "Ostby (OHB)",
        "OHB",
        "was closed",
        "attack",
        "’s",
        "’",
    ),
    *("“", "”", '"', "‘", "’", ",", ".", "?", "!", ":", "—", "(", ")", "\n\n", "ﬁ", "🌉", "ß"),
]


@st.composite
def attributed(draw: st.DrawFn) -> tuple[Article, tuple[Attribution, ...]]:
    """Return an article of such words and attributions in it, apart from each other or one in the other."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=60))
    text = " ".join(words)
    article = an_article(text if text.strip() else "Rain.", title=None)
    places = [match.span() for match in re.finditer(r"\S+(?: \S+){0,4}", article.text)]
    found, at = [], 0
    while at + 3 <= len(places):
        parts = [Span.of(article.text, *place) for place in places[at : at + 4]]
        found.append(_attribution(article, parts, draw(st.sampled_from(("direct", "indirect", "mixed")))))
        at += draw(st.integers(3, 6))
    return article, tuple(found)


def _attribution(article: Article, parts: list[Span], kind: Kind) -> Attribution:
    source, cue, content = parts[0], parts[1:2], tuple(parts[2:])
    return Attribution(
        attribution_id=attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        article=article.ref(),
        source=source,
        cue=Cue(spans=tuple(cue), lemma=lemma_of(span.exact for span in cue) or "say"),
        content=content,
        kind=kind,
        nested=False,
        confidence=0.5,
        extractor=EXTRACTOR,
    )


def made(article: Article, found: tuple[Attribution, ...]) -> tuple[tuple[Entity, ...], tuple[Claim, ...]]:
    means = resolved(article, found)
    return means.entities, claims_of(article, document_of(article), found, means, extractor=EXTRACTOR)


def spans_in(value: Any) -> Iterator[dict[str, Any]]:
    """Give every span of a record as JSON."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "exact"}:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from spans_in(part)


def tokens(text: str) -> set[str]:
    return {match[0].casefold() for match in TOKEN.finditer(text)}


def forms(words: set[str]) -> set[str]:
    """Return words and what they are as verbs of the third person."""
    return words | {third_person(word) for word in words}


@MANY
@given(attributed())
def test_every_span_holds(given: tuple[Article, tuple[Attribution, ...]]) -> None:
    article, found = given
    entities, claims = made(article, found)
    records = [json.loads(claim.encode()) for claim in claims] + [
        one.model_dump(mode="json") for one in entities
    ]
    for span in spans_in(records):
        assert article.text[span["start"] : span["end"]] == span["exact"]


@MANY
@given(attributed())
def test_no_word_of_a_text_is_from_elsewhere_than_content_and_names(
    given: tuple[Article, tuple[Attribution, ...]],
) -> None:
    article, found = given
    entities, claims = made(article, found)
    names = {one.entity_id: one.name for one in entities}
    for claim in claims:
        assert replayed(claim.content, claim.edits) == claim.text
        named = " ".join(names[edit.entity_id] for edit in claim.edits if edit.entity_id)
        named += " ".join(edit.antecedent.exact for edit in claim.edits if edit.antecedent)
        content = " ".join(span.exact for span in claim.content)
        assert tokens(claim.text) <= forms(tokens(content)) | tokens(named) | FUNCTION_WORDS


@MANY
@given(attributed())
def test_the_same_article_gives_the_same_bytes(given: tuple[Article, tuple[Attribution, ...]]) -> None:
    article, found = given
    first, second = made(article, found), made(article, found)
    assert [one.encode() for one in first[1]] == [one.encode() for one in second[1]]
    assert [one.model_dump_json() for one in first[0]] == [one.model_dump_json() for one in second[0]]


@MANY
@given(attributed())
def test_each_attribution_has_one_claim_and_every_entity_named_is_the_articles(
    given: tuple[Article, tuple[Attribution, ...]],
) -> None:
    article, found = given
    entities, claims = made(article, found)
    known = {one.entity_id for one in entities}
    assert sorted(one.attribution_id for one in claims if one.attribution_id) == sorted(
        {one.attribution_id for one in found}
    )
    for claim in claims:
        whose = [claim.claimant, *claim.chain, *([claim.accused] if claim.accused else [])]
        assert {one.entity_id for one in whose if one.entity_id} | set(claim.entities) <= known
        assert 0 <= claim.check_worthiness <= 1
