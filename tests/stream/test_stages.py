"""The stages, run without a broker: deliveries in, outcomes out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.envelope import HEADROOM
from pipeline.errors import Refused
from pipeline.extract import Extractor, Reading
from pipeline.kafka import Headers
from pipeline.normalize import Page, read_page
from pipeline.polling.book import FeedBook
from pipeline.stream.delivery import LETTER_FRAME, Delivery, Outcome, Stage, refusal, size_in_letter
from pipeline.stream.register import Register
from pipeline.stream.revisions import Came, Revisions, Seen
from pipeline.stream.stages import Extract, Normalize
from schemas import Article, Attribution, Claim, DeadLetter, EnrichedArticle, Message, RawArticle
from schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, DEAD_LETTERS, ENRICHED, FEEDS, RAW, Topic
from tests.builders import HEADLINE, RECEIVED, URL, a_raw_article, an_article
from tests.polling.world import KeptTable, Wire

TRACE = ("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")


class MemoryTable(dict[bytes, bytes]):
    """What `Revisions` needs of a Faust table."""

    @property
    def data(self) -> dict[bytes, bytes]:
        return self


class InProcessReader:
    """Reads pages here: the child process has tests of its own."""

    async def read(self, html: str, *, url: str | None) -> Page:
        return read_page(html, url=url)


def delivered(
    record: Message | bytes | None, *, topic: str = RAW.name, headers: Sequence[tuple[str, bytes | None]] = ()
) -> Delivery:
    value = record.encode() if isinstance(record, Message) else record
    time_ms = int(RECEIVED.timestamp() * 1000)
    return Delivery(topic, 3, 42, time_ms, b"key", value, list(headers))


def normalizing(table: MemoryTable | None = None, *, partition: int = 3) -> Normalize:
    return Normalize(
        reader=InProcessReader(),
        revisions=Revisions(MemoryTable() if table is None else table),
        partition_of=lambda _: partition,
        max_bytes=10_000,
    )


async def outcome_of(stage: Normalize | Extract, delivery: Delivery) -> Outcome:
    return (await stage.work(delivery))()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


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


async def test_revisions_follow_the_order_in_which_texts_are_concluded() -> None:
    """While a text is on its way to the broker it counts already; the table learns of it once delivered."""
    table = MemoryTable()
    stage = normalizing(table)
    first, second = a_raw_article(), a_raw_article(body="Another text, which the agency said was corrected.")
    published = await outcome_of(stage, delivered(first))
    assert table == {}
    assert (await outcome_of(stage, delivered(first))).label == "unchanged"
    changed = await outcome_of(stage, delivered(second))
    article = Article.decode(changed.messages[0].value or b"")
    assert (article.revision, article.supersedes) == (2, 1)
    published.delivered()
    changed.delivered()
    assert Seen.decode(table[article.article_id.encode()]).revision == 2
    assert (await outcome_of(normalizing(table), delivered(second))).label == "unchanged"
    back = await outcome_of(normalizing(table), delivered(first))
    assert Article.decode(back.messages[0].value or b"").revision == 3


async def test_what_is_done_again_after_a_kill_makes_no_outdated_text_the_newest() -> None:
    """Its worker had done both and acknowledged none: the first has the revision and the bytes it had."""
    table = MemoryTable()
    texts = [a_raw_article(body=body) for body in ("One, the agency said.", "Two, the agency said.")]
    deliveries = [replace(delivered(raw), offset=offset) for offset, raw in enumerate(texts)]
    done = []
    for delivery in deliveries:
        outcome = await outcome_of(normalizing(table), delivery)
        outcome.delivered()
        done.append(outcome.messages)
    before = dict(table)
    again = [await outcome_of(normalizing(table), delivery) for delivery in deliveries]
    assert again[0].messages == done[0]
    assert again[1].label == "unchanged"
    again[0].delivered()
    assert table == before


@pytest.mark.parametrize(("offset", "seconds"), [(2, 0), (0, 1)])
async def test_an_outlet_may_go_back_to_an_earlier_text(offset: int, seconds: int) -> None:
    """It is a new revision: by its offset, or, in a topic that was made anew, by its time."""
    table = MemoryTable()
    texts = [a_raw_article(body=body) for body in ("One, the agency said.", "Two, the agency said.")]
    for number, raw in enumerate(texts):
        (await outcome_of(normalizing(table), replace(delivered(raw), offset=number))).delivered()
    back = delivered(texts[0])
    later = replace(back, offset=offset, timestamp_ms=back.timestamp_ms + 1000 * seconds)
    outcome = await outcome_of(normalizing(table), later)
    assert Article.decode(outcome.messages[0].value or b"").revision == 3


async def test_a_replay_publishes_each_text_under_the_revision_that_it_had() -> None:
    """The same bytes and ids, with the mark; what is remembered does not change."""
    table = MemoryTable()
    bodies = ("One, the agency said.", "Two, the agency said.", "Three, the agency said.")
    raws = [a_raw_article(body=body) for body in bodies]
    live = []
    for raw in raws:
        outcome = await outcome_of(normalizing(table), delivered(raw))
        outcome.delivered()
        live.append(outcome.messages[0])
    before = dict(table)
    mark: Headers = [("claimwire-replay", b"run"), ("claimwire-received-at", RECEIVED.isoformat().encode())]
    for raw, first in zip(raws, live, strict=True):
        later = replace(delivered(raw, headers=mark), timestamp_ms=1_900_000_000_000)
        outcome = await outcome_of(normalizing(table), later)
        outcome.delivered()
        [message] = outcome.messages
        assert (message.key, message.value) == (first.key, first.value)
        assert message.headers == [*first.headers, mark[0]]
    assert table == before


async def test_a_replayed_text_that_is_not_remembered_is_the_next_revision() -> None:
    """As it would be live: the first of an article that is new, one more of an article that is known."""
    table, mark = MemoryTable(), [("claimwire-replay", b"run")]
    for number, body in enumerate(("Two, the agency said.", "One, the agency said."), start=1):
        outcome = await outcome_of(normalizing(table), delivered(a_raw_article(body=body), headers=mark))
        outcome.delivered()
        assert Article.decode(outcome.messages[0].value or b"").revision == number


async def test_a_redrive_does_not_make_an_outdated_text_the_newest() -> None:
    """A text that is known is published under the revision that it had, and nothing is counted up."""
    table = MemoryTable()
    live = []
    for body in ("One, the agency said.", "Two, the agency said."):
        outcome = await outcome_of(normalizing(table), delivered(a_raw_article(body=body)))
        outcome.delivered()
        live.append(outcome.messages)
    before = dict(table)
    headers: Headers = [
        ("claimwire-redrive-of", b"a letter"),
        ("claimwire-received-at", RECEIVED.isoformat().encode()),
    ]
    redriven = delivered(a_raw_article(body="One, the agency said."), headers=headers)
    outcome = await outcome_of(normalizing(table), replace(redriven, timestamp_ms=1_900_000_000_000))
    outcome.delivered()
    assert outcome.messages == live[0]
    assert table == before


def digest_of(number: int) -> str:
    return "sha256:" + sha256(str(number).encode()).hexdigest()


def test_so_many_earlier_texts_are_remembered() -> None:
    seen = Seen(1, "sha256:" + "0" * 64, RECEIVED)
    for number in range(2, 21):
        article = an_article(revision=number).model_copy(update={"text_digest": digest_of(number)})
        seen = Seen.decode(seen.followed_by(article, Came(RECEIVED, number)).encode())
    known = [seen.revision_of(digest_of(number)) for number in range(2, 21)]
    assert known == [None, None, *range(4, 21)]


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


def test_the_key_and_the_headers_of_a_message_are_in_its_size() -> None:
    """All of it is in memory; whether reading it pays a thread is for its value alone to say."""
    small = delivered(b"value")
    large = replace(small, key=b"k" * 1000, headers=[("h", b"x" * 2000), ("", b"")])
    assert large.size - small.size > 3000 - len(b"key")
    assert large.value_size == small.value_size == 5


@pytest.mark.parametrize("topic", [RAW, ARTICLES, FEEDS], ids=lambda topic: topic.name)
async def test_what_is_larger_than_its_topic_takes_is_refused_unread(
    topic: Topic, extractor: Extractor
) -> None:
    """It came compressed; what is read takes many times its bytes."""
    stages: dict[Topic, Stage] = {
        RAW: normalizing(),
        ARTICLES: extracting(extractor),
        FEEDS: Register(FeedBook(KeptTable(), Wire(), changelog="feeds")),
    }
    for more, reason in ((0, "bad_json"), (1, "record_too_large")):
        with pytest.raises(Refused) as refused:
            await stages[topic].work(delivered(b" " * (topic.max_message_bytes + more), topic=topic.name))
        assert refused.value.reason == reason


async def test_what_was_seen_long_ago_is_forgotten() -> None:
    """Only entries older than the limit go."""
    now = datetime(2026, 3, 4, tzinfo=UTC)
    table = MemoryTable(
        {b"old": Seen(1, "d", now - timedelta(days=31)).encode(), b"new": Seen(1, "d", now).encode()}
    )
    await Revisions(table).forget(now=now, after=timedelta(days=30))
    assert set(table) == {b"new"}


async def test_articles_have_their_turn_while_old_ones_are_forgotten() -> None:
    """What they write meanwhile stays: the next text of one that was to go, and one that is new."""
    now = datetime(2026, 3, 4, tzinfo=UTC)
    old, new = Seen(1, "d", now - timedelta(days=31)).encode(), Seen(2, "e", now).encode()
    table = MemoryTable({b"%d" % number: old for number in range(5000)})
    forgetting = asyncio.create_task(Revisions(table).forget(now=now, after=timedelta(days=30)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert 0 < len(table) < 5000
    del table[b"4000"]
    table[b"4999"] = table[b"one more"] = new
    await forgetting
    assert table == {b"4999": new, b"one more": new}


async def test_what_was_backfilled_is_not_forgotten_at_once() -> None:
    """It came months ago, and was seen now; the record says when it came."""
    now, table = datetime(2026, 9, 1, tzinfo=UTC), MemoryTable()
    mark: Headers = [("claimwire-replay", b"run"), ("claimwire-received-at", RECEIVED.isoformat().encode())]
    first = replace(delivered(a_raw_article(), headers=mark), timestamp_ms=int(now.timestamp() * 1000))
    outcome = await outcome_of(normalizing(table), first)
    outcome.delivered()
    assert Article.decode(outcome.messages[0].value or b"").received_at == RECEIVED
    await Revisions(table).forget(now=now, after=timedelta(days=30))
    changed = delivered(a_raw_article(body="Another text, the agency said."))
    outcome = await outcome_of(normalizing(table), changed)
    outcome.delivered()
    article = Article.decode(outcome.messages[0].value or b"")
    assert article.revision == 2
    assert Seen.decode(table[article.article_id.encode()]).at == now, "an older message does not lower it"


def test_what_is_remembered_is_no_longer_on_its_way() -> None:
    """Whatever the times of its messages: the table alone counts then."""
    table = MemoryTable()
    revisions = Revisions(table)
    late = RECEIVED + timedelta(milliseconds=700)
    articles = [an_article(body, revision=number) for number, body in enumerate(("One.", "Two."), start=1)]
    cames = (Came(late, 1), Came(late - timedelta(milliseconds=1), 2))
    for article, came in zip(articles, cames, strict=True):
        revisions.expect(article, came)
    for article, came in zip(articles, cames, strict=True):
        revisions.remember(article, came)
    table.clear()
    assert revisions.known(articles[1]) is None


def test_what_was_forgotten_before_it_was_remembered_is_no_longer_on_its_way() -> None:
    """Or another worker's text, which the table is restored with, would be hidden by it."""
    table = MemoryTable()
    revisions = Revisions(table)
    one, two = (an_article(body, revision=number) for number, body in enumerate(("One.", "Two."), start=1))
    for article, came in ((one, Came(RECEIVED, 1)), (two, Came(RECEIVED, 2))):
        revisions.expect(article, came)
    revisions.remember(one, Came(RECEIVED, 1))
    table.clear()
    revisions.remember(two, Came(RECEIVED, 2))
    table.clear()
    assert revisions.next(two) is not None


def test_an_entry_without_an_offset_is_read() -> None:
    """An earlier version wrote it so; it takes the offset of a new entry for one more beginning."""
    seen = Seen(2, "sha256:" + "0" * 64, RECEIVED, ("sha256:" + "1" * 16,), 7)
    before, _, offset = seen.encode().decode().rpartition(" ")
    assert offset == "@7"
    assert Seen.decode(before.encode()) == replace(seen, offset=-1)
    assert not Seen.decode(before.encode()).is_after(Came(RECEIVED, 0))


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


def letter_of(headers: Headers, value: bytes) -> DeadLetter:
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, b"k", value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", "no " * 5000)).messages
    assert message.topic == DEAD_LETTERS.name
    return DeadLetter.decode(message.value or b"")


def test_a_dead_letter_has_the_whole_message() -> None:
    """Bytes, headers, key and position; a long reason is cut."""
    letter = letter_of([("h", b"\x00\xff")], b"\xff\xfe")
    assert (letter.value, letter.headers[0].value, letter.key) == (b"\xff\xfe", b"\x00\xff", b"k")
    assert (letter.topic, letter.partition, letter.offset, letter.reason) == (RAW.name, 0, 7, "bad_json")
    assert len(letter.detail) <= 2000
    assert letter.complete


@pytest.mark.parametrize(
    ("key", "headers", "value", "kept"),
    [
        (b"k", [("\x01" * 9_000_000, b"")], b"value", (b"k", (), b"value")),
        (b"k" * 26_000_000, [("h", b"h")], b"value", (None, (), b"value")),
        (b"k", [], b"v" * 40_000_000, (None, (), None)),
    ],
    ids=["headers", "key", "value"],
)
def test_a_dead_letter_fits_its_topic_whatever_the_message(
    key: bytes, headers: Headers, value: bytes, kept: tuple[bytes | None, tuple[()], bytes | None]
) -> None:
    """What is too large is left out: headers, then key, then value. The letter says so, and where it is."""
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, key, value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", "no")).messages
    letter = DeadLetter.decode(message.value or b"")
    assert message.size < DEAD_LETTERS.max_message_bytes
    assert (letter.key, letter.headers, letter.value) == kept
    assert not letter.complete
    assert letter.offset == 7


SOME = st.none() | st.binary(max_size=400)


@given(
    key=SOME,
    value=SOME,
    headers=st.lists(st.tuples(st.text(), SOME), max_size=40),
    detail=st.text(max_size=3000),
)
def test_a_dead_letter_is_no_larger_than_it_was_reckoned(
    key: bytes | None, value: bytes | None, headers: Headers, detail: str
) -> None:
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, key, value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", detail)).messages
    assert DeadLetter.decode(message.value or b"").complete
    assert message.size <= size_in_letter(delivery) + LETTER_FRAME


def test_the_longest_detail_and_trace_are_within_what_is_reckoned_for_them() -> None:
    trace: Headers = [TRACE, ("tracestate", b"x" * 512), ("claimwire-replay", b"r" * 64)]
    delivery = Delivery(FEEDS.name, 10**9, 10**18, 1_772_000_000_000, None, None, trace)
    for detail in ("\x01" * 9000, "\U0001f600" * 9000):
        [message] = refusal("normalize", delivery, Refused("unexpected_error", detail)).messages
        assert message.size <= size_in_letter(delivery) + LETTER_FRAME


def test_a_detail_that_is_no_unicode_is_told_all_the_same() -> None:
    """An exception may quote a lone surrogate, which no JSON has."""
    [message] = refusal("normalize", delivered(b"x"), Refused("unexpected_error", "odd: \ud800")).messages
    assert DeadLetter.decode(message.value or b"").detail == "odd: ?"


@pytest.mark.parametrize("more", [0, 3])
def test_a_value_is_kept_as_long_as_it_fits(more: int) -> None:
    room = (DEAD_LETTERS.max_message_bytes - HEADROOM - LETTER_FRAME) // 4 * 3
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, None, b"v" * (room + more), [])
    [message] = refusal("normalize", delivery, Refused("bad_json", "no")).messages
    assert DeadLetter.decode(message.value or b"").complete == (more == 0)


def test_a_revision_counts_from_when_it_is_expected() -> None:
    """One that was refused before that was never there."""
    revisions, article = Revisions(MemoryTable()), an_article()
    first, again = revisions.next(article), revisions.next(article)
    assert first
    assert first == again
    assert first.revision == 1
    revisions.expect(first, Came(RECEIVED, 1))
    assert revisions.next(article) is None
