"""`enrich` gives what the stream publishes, for articles and for raw ones."""

from __future__ import annotations

import asyncio

import pytest

from claimwire.enrich import article_from, enrich
from claimwire.errors import Refused
from claimwire.extract import Extractor, Reading
from claimwire.stream.stages import Extract
from claimwire_schemas import Article, Attribution, Claim, EnrichedArticle, Paragraph, RawArticle
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED
from tests.builders import HEADLINE, RECEIVED, URL, a_raw_article, an_article
from tests.eval.articles import article_of
from tests.eval.corpus import read_gold
from tests.stream.staged import delivered, normalizing, outcome_of

PARAGRAPHS = "<p>The mayor said the bridge is safe.</p>" * 20
RAWS = {
    "text": a_raw_article(),
    "page": a_raw_article(body=f"<html><body>{PARAGRAPHS}</body></html>", content_type="text/html"),
    "page without a main text": RawArticle(
        body="<html><body><nav><a href='/'>Home</a></nav></body></html>",
        content_type="text/html",
        url=URL,
        headline=HEADLINE,
        summary="<p>Petra Olund said nobody was inside.</p>",
    ),
}
GERMAN = an_article(
    "Der Bürgermeister sagte, die Brücke sei sicher.", language={"tag": "de", "confidence": 1.0}
)


@pytest.fixture(scope="module")
def stage() -> Extract:
    extractor = Extractor.load()

    async def extract(article: Article) -> Reading:
        [reading] = await asyncio.to_thread(extractor.read_batch, [article])
        return reading

    return Extract(extract=extract, extractor=extractor.name, max_characters=100_000)


GOLD = {article.name: article_of(article.text) for article in read_gold().articles[::4]}


@pytest.mark.parametrize("article", [*GOLD.values(), GERMAN], ids=[*GOLD, "German"])
async def test_the_extract_stage_publishes_the_same_records(article: Article, stage: Extract) -> None:
    """Scores of `enrich` are the stream's: every record that comes off the wire is equal."""
    messages = (await outcome_of(stage, delivered(article, topic=ARTICLES.name))).messages
    published = {
        topic: tuple(message.value or b"" for message in messages if message.topic == topic.name)
        for topic in (ATTRIBUTIONS, CLAIMS, ENRICHED)
    }
    whole = enrich(article)
    assert [EnrichedArticle.decode(value) for value in published[ENRICHED]] == [whole]
    assert tuple(map(Attribution.decode, published[ATTRIBUTIONS])) == whole.attributions
    assert tuple(map(Claim.decode, published[CLAIMS])) == whole.claims


@pytest.mark.parametrize("raw", RAWS.values(), ids=RAWS)
async def test_the_normalize_stage_publishes_the_same_article(raw: RawArticle) -> None:
    """Its pages are read in a process of their own, these in ours."""
    [message] = (await outcome_of(normalizing(), delivered(raw))).messages
    assert Article.decode(message.value or b"") == article_from(raw, received_at=RECEIVED)


@pytest.mark.parametrize("raw", RAWS.values(), ids=RAWS)
def test_a_raw_article_is_normalized_first(raw: RawArticle) -> None:
    whole = enrich(raw)
    article = article_from(raw, received_at=whole.article.received_at)
    assert whole == enrich(article)
    assert len(whole.claims) > 0


def test_a_page_without_main_text_or_summary_is_refused() -> None:
    raw = RAWS["page without a main text"].model_copy(update={"summary": None})
    with pytest.raises(Refused) as refused:
        enrich(raw)
    assert refused.value.reason == "no_main_text"


def test_a_caller_may_put_another_extractor_in_place() -> None:
    """Its attributions are taken, under its name, for articles whose language is extracted."""

    class Silent:
        name = "silent-1"
        read_articles = 0

        def read(self, article: Article) -> Reading:
            self.read_articles += 1
            return Reading()

    silent = Silent()
    whole = enrich(an_article(), extractor=silent)
    assert (whole.status, whole.attributions, whole.extractor) == ("extracted", (), "silent-1")
    assert enrich(GERMAN, extractor=silent).status == "language_not_supported"
    assert silent.read_articles == 1


def test_nothing_is_extracted_from_a_paragraph_in_another_language() -> None:
    english = [
        "The bridge will be closed for nine weeks, the county said on Tuesday.",
        "The repair is expected to cost four million, Petra Olund told the council.",
    ]
    german = (
        "„The bridge is safe“, sagte der Bürgermeister. Der Ingenieur sagte, dass die Pfeiler seit Jahren "
        "Risse hätten. Die Brücke wurde am Montag gesperrt."
    )
    raw = RawArticle(body="\n\n".join(["Bridge to close", english[0], german, english[1]]), language="en")
    whole = enrich(raw)
    [foreign] = [one for one in whole.article.paragraphs if one.language]
    assert foreign.language == "de"
    assert len(whole.attributions) >= 2
    assert _starts_within(foreign, whole) == []
    same = {
        "paragraphs": tuple(one.model_copy(update={"language": None}) for one in whole.article.paragraphs)
    }
    assert _starts_within(foreign, enrich(whole.article.model_copy(update=same))) != []


def _starts_within(place: Paragraph, whole: EnrichedArticle) -> list[int]:
    """Return where what is said begins, of attributions and claims, in a paragraph."""
    contents = [one.content for one in whole.attributions] + [one.content for one in whole.claims]
    return [span.start for said in contents for span in said if place.start <= span.start < place.end]
