"""Claims that say too little alone tell what their article is about; others are left as they are."""

from __future__ import annotations

import pytest

from claimwire.asides import without_context
from claimwire.claims import claims_of
from claimwire.claims.text import Context
from claimwire.claims.text.draft import Draft
from claimwire.claims.text.edits import replayed
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

Nobody else was inside, the owner said. Two workers were missing, according to the police.

“The doors were locked,” said Tom Hale, a driver. The company called the claim “absurd”.
"""
FLOOD = """Storm floods villages in Karvonia

Storm floods have cut off nine villages in Karvonia since Sunday, the interior ministry said.

Karvonia has four boats, minister Ada Vane said.

“Nobody warned us,” said Bo Lindh, a farmer. “We did,” the government of Karvonia said.
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
    return {text: enrich(article_of(text)) for text in (FIRE, FLOOD, PIPELINE, JETS)}


def worded(enriched: EnrichedArticle, part: str) -> Claim:
    [found] = [one for one in enriched.claims if part in " ".join(span.exact for span in one.basis)]
    return found


@pytest.mark.parametrize(
    ("article", "part", "text"),
    [
        (FIRE, "Nobody else", "Nobody else was inside [Ostrava Bay]."),
        (FIRE, "too late", "Mara Lindqvist: “We were too late [Ostrava Bay].”"),
        (FIRE, "absurd", "The company called the claim “absurd” [Ostrava Bay]."),
        (FIRE, "sprinklers", "The grain warehouse in Ostrava Bay had no sprinklers."),
        (FLOOD, "warned", "Bo Lindh: “Nobody warned us [Karvonia].”"),
    ],
)
def test_a_claim_that_says_too_little_tells_what_its_article_is_about(
    articles: dict[str, EnrichedArticle], article: str, part: str, text: str
) -> None:
    found = worded(articles[article], part)
    assert found.text == text
    assert replayed(found.basis, found.edits) == text
    [edit] = [one for one in found.edits if "context" in (one.rule or "")]
    assert edit.antecedent is not None
    assert edit.antecedent.exact in text
    names = {entity.entity_id: entity.name for entity in articles[article].entities}
    assert (edit.entity_id is None) == (part == "sprinklers")
    assert edit.entity_id is None or f"[{names[edit.entity_id]}]" in edit.text


@pytest.mark.parametrize(
    ("article", "part", "text"),
    [
        (
            FIRE,
            "killed two",
            "A fire in a grain warehouse in Ostrava Bay killed two guards on Monday night.",
        ),
        (FLOOD, "four boats", "Karvonia has four boats."),
        (FLOOD, "We did", "The government of Karvonia: “We did.”"),
        (PIPELINE, "asked us", "Mary Otieno: “Nobody asked us.”"),
        (PIPELINE, "billion", "The pipeline will cost $2 billion."),
        (JETS, "hire", "The company would hire 2,000 workers."),
    ],
)
def test_a_claim_is_left_as_it_is_that_names_it_or_is_its_own_or_may_be_of_another(
    articles: dict[str, EnrichedArticle], article: str, part: str, text: str
) -> None:
    assert worded(articles[article], part).text == text


def test_a_text_without_context_is_the_claim_alone(articles: dict[str, EnrichedArticle]) -> None:
    assert without_context(worded(articles[FIRE], "Nobody else")) == "Nobody else was inside."
    assert without_context(worded(articles[FIRE], "too late")) == "Mara Lindqvist: “We were too late.”"
    fuller = worded(articles[FIRE], "sprinklers")
    assert without_context(fuller) == fuller.text


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("it closed", "It closed [Wend]."),
        ("it closed.", "It closed [Wend]."),
        ("did it close?", "Did it close [Wend]?"),
        ("it was “absurd”.", "It was “absurd” [Wend]."),
        ("it was “absurd.”", "It was “absurd [Wend].”"),
        ("it was “absurd,”", "It was “absurd [Wend].”"),
        ("“It closed.”", "“It closed [Wend].”"),
        ("they blame [him]", "They blame [him]."),
    ],
)
def test_an_addition_stands_before_the_stop_and_within_no_quotation_that_the_stop_is_not_in(
    text: str, added: str
) -> None:
    found = [
        Word.of(i, start, end, text[start:end], i - 1, "dep", "NOUN", "NN", 0)
        for i, (start, end) in enumerate(words(text))
    ]
    draft = Draft(Document(text, tuple(found), tuple(find_quotations(text))), [(0, len(text))])
    draft.add("[Wend]", "context", entity_id=None, antecedent=Span.of(text, 0, 2))
    got, edits = draft.finished()
    assert got == added
    assert replayed(draft.basis, edits) == added


def test_the_bar_decides_how_many_claims_get_context() -> None:
    article = article_of(FIRE)
    reading = default_extractor().read(article)
    found = resolve(article, reading.document, reading.attributions)

    def put(sure: float) -> int:
        context = Context(reading.document, found.entities, sure=sure)
        claims = claims_of(
            article, reading.document, reading.attributions, found, extractor="", context=context
        )
        return sum("context" in (edit.rule or "") for claim in claims for edit in claim.edits)

    assert put(float("inf")) == 0
    assert 0 < put(0.0) <= put(-0.5) <= put(float("-inf"))


def test_a_name_that_only_stands_before_a_noun_tells_nothing() -> None:
    told = "The weir failed on Monday. Harbour master Ida Holm accused Mayor Tilda Marrow of hiding a report."
    assert "The weir failed on Monday." in [claim.text for claim in enrich(article_of(told)).claims]
