"""Claims that say too little alone tell what their article is about; others are left as they are."""

from __future__ import annotations

import pytest

from claimwire.asides import without_context
from claimwire.claims import claims_of
from claimwire.claims.text import Context
from claimwire.claims.text.draft import Draft
from claimwire.claims.text.edits import replayed
from claimwire.claims.text.phrases import MENTIONS, Phrases
from claimwire.english.document import Document, Word
from claimwire.english.quotations import find_quotations
from claimwire.english.words import words
from claimwire.enrich import enrich
from claimwire.extract import default_extractor
from claimwire.resolve import resolve
from claimwire_schemas import Claim, EnrichedArticle, Span
from tests.eval.articles import article_of

FIRE = """Fire destroys grain warehouse in Ostrava Bay

A fire in a grain warehouse in Ostrava Bay killed two guards on Monday night, officials said.

The warehouse had no sprinklers, fire chief Mara Lindqvist told reporters. “We were too late,” she said.

Two workers were missing, according to the police. The fire started in a lift, the owner said.

“The doors were locked,” said Tom Hale, a driver. The company called the claim “absurd”.
"""
CAUSE = """Fire destroys grain warehouse in Ostrava Bay

A fire in a grain warehouse in Ostrava Bay killed two guards on Monday night, officials said.

The fire’s cause was unknown, the owner said. The fire was “a warning to the fire brigade”, Mara Lee said.
"""
EXPLOSION = """Explosion at military base in Khalpur, Wendia

An explosion at a military base in Khalpur, Wendia, killed 12 soldiers on Monday, officials said.

The explosion was heard at sea, witnesses said. A lorry was found in 2019, the police said.
"""
PIPELINE = """Gas pipeline of Ostland and Wendia to start in May

A gas pipeline between Ostland and Wendia will open in May, officials said on Monday.

“Nobody asked us,” said Mary Otieno, a farmer. The pipeline will cost $2 billion, according to the ministry.
"""
JETS = """Airlux wins order as Skyways waits

Airlux won an order for 200 jets on Tuesday, beating its rival Skyways.

The company would hire 2,000 workers, Skyways chief executive Dana Holt said.
"""


@pytest.fixture(scope="module")
def articles() -> dict[str, EnrichedArticle]:
    return {text: enrich(article_of(text)) for text in (FIRE, CAUSE, EXPLOSION, PIPELINE, JETS)}


def worded(enriched: EnrichedArticle, part: str) -> Claim:
    [found] = [one for one in enriched.claims if part in " ".join(span.exact for span in one.basis)]
    return found


@pytest.mark.parametrize(
    ("article", "part", "text", "told"),
    [
        (
            FIRE,
            "in a lift",
            "The fire in a grain warehouse in Ostrava Bay started in a lift.",
            "in a grain warehouse in Ostrava Bay",
        ),
        (
            CAUSE,
            "brigade",
            "The fire in Ostrava Bay was “a warning to the fire brigade”.",
            "in Ostrava Bay",
        ),
        (
            EXPLOSION,
            "at sea",
            "The explosion at a military base in Khalpur, Wendia, was heard at sea.",
            "at a military base in Khalpur, Wendia",
        ),
    ],
)
def test_a_claim_that_says_too_little_gets_a_phrase_of_the_article(
    articles: dict[str, EnrichedArticle], article: str, part: str, text: str, told: str
) -> None:
    found = worded(articles[article], part)
    assert found.text == text
    assert replayed(found.basis, found.edits) == text
    [edit] = [one for one in found.edits if "context" in (one.rule or "")]
    assert edit.antecedent is not None
    assert edit.antecedent.exact == told


@pytest.mark.parametrize(
    ("article", "part", "text"),
    [
        (
            FIRE,
            "killed two",
            "A fire in a grain warehouse in Ostrava Bay killed two guards on Monday night.",
        ),
        (FIRE, "missing", "Two workers were missing."),
        (FIRE, "sprinklers", "The warehouse had no sprinklers."),
        (CAUSE, "cause", "The fire’s cause was unknown."),
        (FIRE, "too late", "Mara Lindqvist: “We were too late.”"),
        (PIPELINE, "asked us", "Mary Otieno: “Nobody asked us.”"),
        (JETS, "hire", "The company would hire 2,000 workers."),
    ],
)
def test_a_claim_is_left_as_it_is_that_tells_it_or_is_a_quotation(
    articles: dict[str, EnrichedArticle], article: str, part: str, text: str
) -> None:
    assert worded(articles[article], part).text == text


def test_a_text_without_context_is_the_claim_alone(articles: dict[str, EnrichedArticle]) -> None:
    assert without_context(worded(articles[FIRE], "in a lift")) == "The fire started in a lift."
    assert without_context(worded(articles[EXPLOSION], "at sea")) == "The explosion was heard at sea."
    untold = worded(articles[FIRE], "killed two")
    assert without_context(untold) == untold.text


@pytest.mark.parametrize(
    ("text", "behind", "added"),
    [
        ("it closed", "closed", "It closed in Wend."),
        ("it closed.", "closed", "It closed in Wend."),
        ("the pier was shut", "pier", "The pier in Wend was shut."),
    ],
)
def test_an_addition_stands_behind_its_word_and_before_the_stop(text: str, behind: str, added: str) -> None:
    found = [
        Word.of(i, start, end, text[start:end], i - 1, "dep", "NOUN", "NN", 0)
        for i, (start, end) in enumerate(words(text))
    ]
    draft = Draft(Document(text, tuple(found), tuple(find_quotations(text))), [(0, len(text))])
    [at] = [word for word in found if word.text == behind]
    draft.append(at, " in Wend", "context", antecedent=Span.of(text, 0, 2))
    got, edits = draft.finished()
    assert got == added
    assert replayed(draft.basis, edits) == got


def worded_from(least: float) -> tuple[Claim, ...]:
    article = article_of(FIRE)
    reading = default_extractor().read(article)
    found = resolve(article, reading.document, reading.attributions)
    context = Context(reading.document, least=least)
    return claims_of(article, reading.document, reading.attributions, found, extractor="", context=context)


def test_the_bar_decides_how_many_claims_get_context() -> None:
    def put(least: float) -> int:
        return sum("context" in (edit.rule or "") for claim in worded_from(least) for edit in claim.edits)

    assert put(float("inf")) == 0
    assert 0 < put(0.06) <= put(0.0) <= put(float("-inf"))


def test_a_place_stands_in_brackets_where_no_phrase_fits() -> None:
    [found] = [one for one in worded_from(-0.1) if "missing" in one.text]
    assert found.text == "Two workers were missing [Ostrava Bay]."
    assert without_context(found) == "Two workers were missing."


def test_what_is_told_of_somebodys_thing_is_not_told_of_the_thing() -> None:
    document = default_extractor().read(article_of("Ann Lee said that her own party had lost.")).document
    assert list(Phrases(document).of("party")) == []


def test_what_is_tried_on_a_claim_does_not_grow_with_the_article() -> None:
    text = FIRE + "\n".join(
        f"A fire at mill {i} in Wend hurt {i} people, officials said.\n" for i in range(2, 90)
    )
    document = default_extractor().read(article_of(text)).document
    assert 1 < len({one.head for one in Phrases(document).of("fire")}) <= MENTIONS
