"""Revisions: what an article's texts are numbered by, live, replayed and after a kill."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from claimwire.kafka import Headers
from claimwire.stream.revisions import Came, Revisions, Seen
from claimwire_schemas import Article
from tests.builders import RECEIVED, a_raw_article, an_article
from tests.stream.staged import MemoryTable, delivered, normalizing, outcome_of


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


def test_a_revision_counts_from_when_it_is_expected() -> None:
    """One that was refused before that was never there."""
    revisions, article = Revisions(MemoryTable()), an_article()
    first, again = revisions.next(article), revisions.next(article)
    assert first
    assert first == again
    assert first.revision == 1
    revisions.expect(first, Came(RECEIVED, 1))
    assert revisions.next(article) is None


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
