"""The stages, run without a broker: deliveries in, outcomes out."""

from __future__ import annotations

from typing import Any

import pytest

from claimwire.errors import Refused
from claimwire.extract import Extractor, Reading
from claimwire.extract.extractor import default_extractor
from claimwire.polling.states import FeedStates
from claimwire.stream.delivery import Stage
from claimwire.stream.register import Register
from claimwire.stream.stages import Extract
from claimwire_schemas import Article, Attribution, Claim, EnrichedArticle, RawArticle
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED, FEEDS, RAW, Topic
from tests.builders import HEADLINE, RECEIVED, URL, a_raw_article, an_article
from tests.polling.world import KeptTable, Wire
from tests.stream.staged import TRACE, delivered, normalizing, outcome_of


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return default_extractor()


def extracting(extractor: Extractor) -> Extract:
    async def extract(article: Article) -> Reading:
        return extractor.read(article)

    return Extract(extract=extract, extractor=extractor.name, max_characters=1000)


async def test_a_raw_article_becomes_an_article_under_its_id() -> None:
    """The article goes to its topic, keyed by its id, received when Kafka says, with the trace that came."""
    outcome = await outcome_of(normalizing(), delivered(a_raw_article(), headers=[TRACE, ("other", b"x")]))
    [message] = outcome.messages
    article = Article.decode(message.value or b"")
    assert outcome.label == "published"
    assert (message.topic, message.key) == (ARTICLES.name, article.article_id.encode())
    assert (article.revision, article.supersedes, article.received_at) == (1, None, RECEIVED)
    digits = article.text_digest.removeprefix("sha256:")[:12]
    assert dict(message.headers)["ce_id"] == f"{article.article_id}.1.{digits}".encode()
    assert dict(message.headers)["ce_type"] == b"dev.claimwire.Article.v1"
    assert TRACE in message.headers
    assert "other" not in dict(message.headers)


async def test_two_texts_never_share_a_record_id() -> None:
    """Also where the table was lost in between, and the second counts as revision 1 once more."""
    ids = set()
    for body in ("The bridge is safe, Ida Holm said.", "The bridge is closed, Ida Holm said."):
        raw = a_raw_article().model_copy(update={"body": body})
        [message] = (await outcome_of(normalizing(), delivered(raw))).messages
        assert Article.decode(message.value or b"").revision == 1
        ids.add(dict(message.headers)["ce_id"])
    assert len(ids) == 2


async def test_a_page_is_read_before_it_is_normalized() -> None:
    """HTML is told from text by the content type alone."""
    html = (
        "<html><body><article><p>"
        + "The mayor said the bridge is safe. " * 20
        + "</p></article></body></html>"
    )
    outcome = await outcome_of(normalizing(), delivered(a_raw_article(body=html, content_type="text/html")))
    assert "<p>" not in Article.decode(outcome.messages[0].value or b"").text


async def test_an_article_on_a_foreign_partition_is_sent_to_its_own_once() -> None:
    """It keeps its bytes, headers and time; one that was moved before is taken where it is."""
    stage = normalizing(partition=1)
    delivery = delivered(a_raw_article(), headers=[TRACE])
    outcome = await outcome_of(stage, delivery)
    [message] = outcome.messages
    assert outcome.label == "rekeyed"
    assert (message.topic, message.value, message.timestamp_ms) == (
        RAW.name,
        delivery.value,
        delivery.timestamp_ms,
    )
    moved = delivered(message.value, headers=message.headers)
    assert (await outcome_of(stage, moved)).label == "published"


async def test_an_article_that_cannot_be_sent_on_is_refused() -> None:
    """The copy has a header more; small headers fill a batch, and a broker's no would stop the worker."""
    filling = [*[("h", b"")] * 3000, ("p", b"x" * (RAW.max_message_bytes - 20_000))]
    with pytest.raises(Refused) as refused:
        await outcome_of(normalizing(partition=1), delivered(a_raw_article(), headers=filling))
    assert refused.value.reason == "record_too_large"


@pytest.mark.parametrize("topic", [RAW, ARTICLES, FEEDS], ids=lambda topic: topic.name)
async def test_what_is_larger_than_its_topic_takes_is_refused_unread(
    topic: Topic, extractor: Extractor
) -> None:
    """It came compressed; what is read takes many times its bytes."""
    stages: dict[Topic, Stage[Any]] = {
        RAW: normalizing(),
        ARTICLES: extracting(extractor),
        FEEDS: Register(FeedStates(KeptTable(), Wire(), changelog="feeds")),
    }
    for more, reason in ((0, "bad_json"), (1, "record_too_large")):
        with pytest.raises(Refused) as refused:
            await stages[topic].work(delivered(b" " * (topic.max_message_bytes + more), topic=topic.name))
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no_value"),
        (b"\xff", "not_utf8"),
        (b"[", "bad_json"),
        (b'{"schema_version": 2, "body": "x"}', "unsupported_schema_version"),
        (b'{"text": "x"}', "invalid_record"),
        (b'{"body": "  "}', "empty_body"),
        (b'{"body": "%s"}' % (b"word " * 3000), "body_too_large"),
        (b'{"body": "%s", "content_type": "text/html"}' % (b"<b>" * 3000), "page_too_complex"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_its_reason(value: bytes | None, reason: str) -> None:
    """The reason is a code that the field dictionary explains."""
    with pytest.raises(Refused) as refused:
        await normalizing().work(delivered(value))
    assert refused.value.reason == reason


async def test_a_page_without_a_main_text_leaves_the_feeds_summary() -> None:
    """A page of scripts, or of a wall: what the feed itself said is not lost, and said to be a summary."""
    raw = RawArticle(
        body="<html><body><nav><a href='/'>Home</a></nav><script>show()</script></body></html>",
        content_type="text/html",
        url=URL,
        headline=HEADLINE,
        summary="<p>Petra Olund said nobody was inside.</p>",
    )
    [message] = (await outcome_of(normalizing(), delivered(raw))).messages
    article = Article.decode(message.value or b"")
    assert article.text == f"{HEADLINE}\n\nPetra Olund said nobody was inside."
    assert article.extent == "summary"
    with pytest.raises(Refused, match="no main text"):
        await normalizing().work(delivered(raw.model_copy(update={"summary": None})))


async def test_an_article_leads_to_all_its_records_the_whole_one_last(extractor: Extractor) -> None:
    """Attributions, claims, then the enriched article, all under one key; the same bytes each time."""
    stage, delivery = extracting(extractor), delivered(an_article(), topic=ARTICLES.name, headers=[TRACE])
    outcome = await outcome_of(stage, delivery)
    topics = [message.topic for message in outcome.messages]
    attributions = [m for m in outcome.messages if m.topic == ATTRIBUTIONS.name]
    claims = [m for m in outcome.messages if m.topic == CLAIMS.name]
    whole = EnrichedArticle.decode(outcome.messages[-1].value or b"")
    assert topics == [ATTRIBUTIONS.name] * len(attributions) + [CLAIMS.name] * len(claims) + [ENRICHED.name]
    assert len(attributions) == len(claims) == 2
    assert tuple(Attribution.decode(m.value or b"") for m in attributions) == whole.attributions
    assert tuple(Claim.decode(m.value or b"") for m in claims) == whole.claims
    assert {message.key for message in outcome.messages} == {whole.article.article_id.encode()}
    assert all(TRACE in message.headers for message in outcome.messages)
    assert outcome.received_at == RECEIVED
    assert (await outcome_of(stage, delivery)).messages == outcome.messages


async def test_a_text_too_long_to_extract_is_refused(extractor: Extractor) -> None:
    """It stays a normalized article; its records are refused before minutes go into them."""
    article = an_article("The mayor said that it was so. " * 40)
    with pytest.raises(Refused) as refused:
        await extracting(extractor).work(delivered(article, topic=ARTICLES.name))
    assert refused.value.reason == "text_too_long"


async def test_an_article_in_another_language_passes_and_says_so(extractor: Extractor) -> None:
    """Nothing is extracted from it; its enriched record has the status."""
    article = an_article(
        "Der Bürgermeister sagte, die Brücke sei sicher.", language={"tag": "de", "confidence": 1.0}
    )
    outcome = await outcome_of(extracting(extractor), delivered(article, topic=ARTICLES.name))
    [message] = outcome.messages
    whole = EnrichedArticle.decode(message.value or b"")
    assert (whole.status, whole.attributions, whole.claims) == ("language_not_supported", (), ())
