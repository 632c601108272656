"""Of any article: spans hold, edits replay to the text, no word in it is made up, and bytes are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.claims import claims_of
from claimwire.claims.labels import told
from claimwire.claims.text.edits import replayed
from claimwire.claims.text.words import FUNCTION_WORDS
from claimwire.english.document import Document
from claimwire.english.inflection import base, inflect
from claimwire.extract.lemma import lemma_of
from claimwire.resolve import resolve
from claimwire_schemas import Article, Attribution, Claim, Cue, Entity, Kind, Span
from claimwire_schemas.ids import attribution_id
from tests.builders import EXTRACTOR, an_article
from tests.claims.trees import documents
from tests.strategies import examples

MANY = examples(150)


@pytest.fixture(scope="module", autouse=True)
def _claims_of_all() -> Iterator[None]:
    """Make a claim of each attribution: made-up ones tell little."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(told, "LIKELY", 0.0)
        yield


TOKEN = re.compile(r"[’']s\b|[^\W_]+", re.IGNORECASE)
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
        "he’s",
        "she’d",
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


Given = tuple[Article, Document, tuple[Attribution, ...]]


@st.composite
def attributed(draw: st.DrawFn) -> Given:
    """Return an article of such words with any tree, and attributions in it, apart or one in the other."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=60))
    text = " ".join(words)
    article = an_article(text if text.strip() else "Rain.", title=None)
    places = [match.span() for match in re.finditer(r"\S+(?: \S+){0,4}", article.text)]
    found, at = [], 0
    while at + 3 <= len(places):
        parts = [Span.of(article.text, *place) for place in places[at : at + 4]]
        found.append(_attribution(article, parts, draw(st.sampled_from(("direct", "indirect", "mixed")))))
        at += draw(st.integers(3, 6))
    return article, draw(documents(article.text)), tuple(found)


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


def made(given: Given) -> tuple[tuple[Entity, ...], tuple[Claim, ...]]:
    article, document, found = given
    means = resolve(article, document, found)
    return means.entities, claims_of(article, document, found, means, extractor=EXTRACTOR)


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
    """Return words and what they are as verbs of the past."""
    return words | {inflect(base(word, "VBG"), "VBD") for word in words}


@MANY
@given(attributed())
def test_every_span_holds(given: Given) -> None:
    entities, claims = made(given)
    records = [json.loads(claim.encode()) for claim in claims] + [
        one.model_dump(mode="json") for one in entities
    ]
    for span in spans_in(records):
        assert given[0].text[span["start"] : span["end"]] == span["exact"]


@MANY
@given(attributed())
def test_no_word_of_a_text_is_from_elsewhere_than_its_basis_and_names(given: Given) -> None:
    entities, claims = made(given)
    names = {one.entity_id: one.name for one in entities}
    for claim in claims:
        assert replayed(claim.basis, claim.edits) == claim.text
        named = [names[edit.entity_id] for edit in claim.edits if edit.entity_id]
        named += [edit.antecedent.exact for edit in claim.edits if edit.antecedent]
        named += [claim.source.exact] if claim.source and claim.form == "quotation" else []
        basis = " ".join(span.exact for span in claim.basis)
        assert tokens(claim.text) <= forms(tokens(basis)) | tokens(" ".join(named)) | FUNCTION_WORDS


@MANY
@given(attributed())
def test_the_same_article_gives_the_same_bytes(given: Given) -> None:
    first, second = made(given), made(given)
    assert [one.encode() for one in first[1]] == [one.encode() for one in second[1]]
    assert [one.model_dump_json() for one in first[0]] == [one.model_dump_json() for one in second[0]]


@MANY
@given(attributed())
def test_each_claim_is_of_an_attribution_and_every_entity_named_is_the_articles(given: Given) -> None:
    entities, claims = made(given)
    known = {one.entity_id for one in entities}
    assert len({claim.claim_id for claim in claims}) == len(claims)
    assert {one.attribution_id for one in claims} <= {None, *(one.attribution_id for one in given[2])}
    for claim in claims:
        whose = [claim.claimant, *claim.chain, *([claim.accused] if claim.accused else [])]
        assert {one.entity_id for one in whose if one.entity_id} | set(claim.entities) <= known
        assert 0 <= claim.check_worthiness <= 1
        assert not (claim.standalone and claim.open)
