"""Nouns that only the article's readers would understand get what it calls them elsewhere; others stay."""

from __future__ import annotations

import pytest

from claimwire.asides import without_context
from claimwire.claims import claims_of
from claimwire.claims.text import Context
from claimwire.claims.text.context import MENTIONS, Modified
from claimwire.claims.text.edits import replayed
from claimwire.english.document import Word
from claimwire.enrich import enrich
from claimwire.extract import default_extractor
from claimwire.resolve import resolve
from claimwire_schemas import Claim, EnrichedArticle
from tests.eval.articles import article_of

BILL = """Wend senate passes Orland bill

The senate of Wend passed the Orland bill on Monday. The Orland bill would move the border by nine miles.

The bill was debated for 40 hours, the speaker, Ada Vane, said. Farmers opposed the bill, she said.

“We never read the bill,” said Mary Otieno, a farmer. A bill is no law, said the clerk.

The party was “sure of the bill”, its whip said. The Orland bill is short, said Bo Lind.
"""
LATER = """Wend senate meets

The bill was debated for 40 hours, the speaker, Ada Vane, said on Monday.

The senate of Wend would vote on the Orland bill in May, she said. The Orland bill is short.
"""


@pytest.fixture(scope="module")
def articles() -> dict[str, EnrichedArticle]:
    return {text: enrich(article_of(text)) for text in (BILL, LATER)}


def worded(enriched: EnrichedArticle, part: str) -> Claim:
    [found] = [one for one in enriched.claims if part in " ".join(span.exact for span in one.basis)]
    return found


@pytest.mark.parametrize(
    ("part", "text", "alone"),
    [
        ("debated", "The Orland bill was debated for 40 hours.", "The bill was debated for 40 hours."),
        ("opposed", "Farmers opposed the Orland bill.", "Farmers opposed the bill."),
    ],
)
def test_a_bare_noun_gets_its_modifier(
    articles: dict[str, EnrichedArticle], part: str, text: str, alone: str
) -> None:
    found = worded(articles[BILL], part)
    assert found.text == text
    assert replayed(found.basis, found.edits) == text
    [edit] = [one for one in found.edits if "context" in (one.rule or "")]
    assert edit.antecedent is not None
    assert edit.antecedent.exact == "Orland"
    assert without_context(found) == alone


@pytest.mark.parametrize(
    ("article", "part", "text"),
    [
        (BILL, "never read", "Mary Otieno: “We never read the bill.”"),
        (BILL, "no law", "A bill is no law."),
        (BILL, "sure of", "The party was “sure of the bill”."),
        (BILL, "is short", "The Orland bill is short."),
        (LATER, "debated", "The bill was debated for 40 hours."),
    ],
)
def test_a_claim_stays_as_it_is(
    articles: dict[str, EnrichedArticle], article: str, part: str, text: str
) -> None:
    """If it is quoted or indefinite, has a modifier, or stands before what the article calls so."""
    found = worded(articles[article], part)
    assert found.text == text
    assert without_context(found) == text


def test_the_bar_decides_how_many_claims_get_context() -> None:
    article = article_of(BILL)
    reading = default_extractor().read(article)
    found = resolve(article, reading.document, reading.attributions)

    def put(sure: float) -> int:
        context = Context(reading.document, sure=sure)
        claims = claims_of(
            article, reading.document, reading.attributions, found, extractor="", context=context
        )
        return sum("context" in (edit.rule or "") for claim in claims for edit in claim.edits)

    assert put(1.01) == 0
    assert 0 < put(0.5) <= put(0.0)


def test_what_is_told_of_somebodys_thing_is_not_told_of_the_thing() -> None:
    document = default_extractor().read(article_of("Ann Lee said that her own party had lost.")).document
    [party] = [word for word in document.words if word.text == "party"]
    assert Context(document).modified(party) is None


def test_what_is_tried_on_a_claim_does_not_grow_with_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = list[str]()
    text = "The old mill burned.\n" + "\n".join(f"The new mill {i} in Wend burned.\n" for i in range(2, 40))

    def likely(self: Context, word: Word, one: Modified) -> float:
        tried.append(one.text)
        return 0.0

    monkeypatch.setattr(Context, "likely", likely)
    enrich(article_of(f"{text}\nThe mill was shut, officials said.\n"))
    assert 0 < len(tried) <= MENTIONS
