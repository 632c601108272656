"""What comes is told once, in the transaction that stores it: on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from claimwire.alerts.alerting import due
from claimwire.alerts.saved import SearchDraft, redrafted, save
from claimwire.store import Offset, Store
from claimwire.store.alerting import Notice
from tests.alerts.world import HOOK, NOW, SETTINGS, World, all_texts, story, texts
from tests.store.articles import Said, enriched


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def test_what_matches_is_told_to_all_receivers_in_one_message_each(world: World) -> None:
    hook = {"url": "http://127.0.0.1:1/hook"}
    world.save("mill", delivery={"webhook": hook, "emails": ["ada@desk.example", "bo@desk.example"]})
    world.save("ferry", delivery={})
    world.come(story(1, "The mill closes", "The ferry sails"), story(2, "A mill burned"))
    rows = world.store.deliveries.listed()
    assert [(row.channel, row.target, row.state) for row in sorted(rows, key=lambda row: row.target)] == [
        ("webhook", "", "waiting"),
        ("email", "ada@desk.example", "waiting"),
        ("email", "bo@desk.example", "waiting"),
    ]
    assert {tuple(sorted(texts(row.body))) for row in rows} == {("A mill burned", "The mill closes")}


def test_what_is_read_again_is_not_told_again(world: World) -> None:
    """Neither the same message, nor a store that is made anew from the topic."""
    world.save("mill")
    world.come(story(1, "The mill closes"))
    world.come(story(1, "The mill closes"))
    world.store.clear()
    world.come(story(1, "The mill closes"), story(2, "The mill opens"))
    assert all_texts(world.waiting()) == ["The mill closes", "The mill opens"]


def test_what_came_before_the_search_was_saved_is_not_told(world: World) -> None:
    """A desk that reads a month of its topic is silent about it."""
    world.save("mill")
    world.come(story(1, "The old mill", seen=NOW - timedelta(hours=2)), story(2, "The new mill"))
    assert all_texts(world.waiting()) == ["The new mill"]


def test_what_a_revision_repeats_is_not_told_but_what_it_changes_is(world: World) -> None:
    world.save("mill")
    world.come(story(1, "The mill is safe", "Ten men left the mill"))
    world.come(story(1, "The mill is safe", "Twelve men left the mill", revision=2))
    world.come(story(1, "An older text about the mill", revision=1, seen=NOW - timedelta(minutes=9)))
    assert all_texts(world.waiting()) == [
        "Ten men left the mill",
        "The mill is safe",
        "Twelve men left the mill",
    ]


def test_what_others_change_counts_from_the_next_batch_on(world: World, store: Store) -> None:
    """The command line, or another desk: nobody tells this one."""
    saved = world.save("mill")
    world.come(story(1, "The mill closes"))
    other = World(store)
    save(
        store,
        redrafted(saved).model_copy(update={"search": saved.search.model_copy(update={"q": "ferry"})}),
        SETTINGS,
        before=saved,
        now=NOW - timedelta(hours=1),
    )
    world.come(story(2, "The mill opens", "The ferry sails"))
    assert all_texts(world.waiting()) == ["The ferry sails", "The mill closes"]
    store.forget(saved.id)
    world.come(story(3, "The ferry sank"))
    other.come(story(4, "The ferry floats"))
    assert world.waiting() == [], "and what it was to send is gone"


@pytest.mark.parametrize(
    ("saved", "edited", "goes_on"),
    [
        ({}, {"name": "The mill"}, True),
        ({}, {"delivery": {"webhook": {"url": HOOK}, "every": "hour"}}, True),
        ({}, {"sources": 3, "suggested": True}, True),
        ({"when": "repeated"}, {"suggested": True}, True),
        ({"when": "denied"}, {"sources": 4}, True),
        ({"when": "repeated"}, {"sources": 3}, False),
        ({"when": "denied"}, {"suggested": True}, False),
        ({"when": "denied"}, {"when": "contradicted"}, False),
        ({}, {"search": {"q": "ferry"}}, False),
    ],
)
def test_a_search_begins_anew_only_when_it_asks_for_something_else(
    world: World, store: Store, saved: dict[str, Any], edited: dict[str, Any], *, goes_on: bool
) -> None:
    before = world.save("mill", **saved)
    given = redrafted(before).model_dump() | saved | {"delivery": {"webhook": {"url": HOOK}}} | edited
    draft = SearchDraft.model_validate(given, strict=False)
    after = save(store, draft, SETTINGS, before=before, now=NOW)
    assert (after.since_ms == before.since_ms) is goes_on
    assert after.since_ms in (before.since_ms, int(NOW.timestamp() * 1000))


def test_a_transaction_that_fails_tells_nothing(world: World, store: Store) -> None:
    """All or nothing: rows, offsets and messages."""
    world.save("mill")

    def alert(connection: object, rows: object) -> None:
        world.alerting(connection, rows)  # type: ignore[arg-type]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        store.write([story(1, "The mill closes")], [Offset("c", "t", 0, 1)], alert=alert)
    assert (world.waiting(), store.last_position(), store.offsets("c", "t")) == ([], 0, {})
    world.come(story(1, "The mill closes"))
    assert world.waiting() == [["The mill closes"]]


def test_a_digest_gathers_until_its_hour(world: World, store: Store) -> None:
    """And what comes once a desk has begun to send it goes into the next message, never into none."""
    world.save("mill", delivery={"webhook": {"url": "http://127.0.0.1:1/"}, "every": "hour"})
    for number in range(3):
        world.come(story(number, f"The mill {number}"))
    [row] = store.deliveries.listed()
    assert texts(row.body) == ["The mill 0", "The mill 1", "The mill 2"]
    due_ms = int(due("hour", NOW, digest_hour=6).timestamp() * 1000)
    assert store.deliveries.next_due_ms() == row.due_ms == due_ms
    [taken] = store.deliveries.take(now_ms=due_ms, until_ms=due_ms + 60_000, most=9)
    world.come(story(7, "The mill 7"))
    store.deliveries.sent(taken, now_ms=due_ms)
    assert world.waiting() == [["The mill 7"]]


def test_mails_that_are_sent_at_once_gather_for_a_minute(world: World, store: Store) -> None:
    """A broad search must not fill a mailbox."""
    world.save("mill", delivery={"emails": ["ada@desk.example"]})
    for number in range(3):
        world.come(story(number, f"The mill {number}"))
    [row] = store.deliveries.listed()
    assert texts(row.body) == ["The mill 0", "The mill 1", "The mill 2"]


def test_a_message_has_fifty_claims_at_most_and_a_digest_counts_the_others(
    world: World, store: Store
) -> None:
    for every in ("at_once", "day"):
        world.save("mill", delivery={"webhook": {"url": "http://127.0.0.1:1/"}, "every": every})
    world.come(enriched(1, *(Said(f"The mill {n}") for n in range(40)), seen=NOW))
    world.come(enriched(2, *(Said(f"A mill {n}") for n in range(70)), seen=NOW))
    rows = sorted(store.deliveries.listed(), key=lambda row: (row.claims, row.more))
    assert [(row.claims, row.more, len(texts(row.body))) for row in rows] == [
        (20, 0, 20),
        (40, 0, 40),
        (50, 0, 50),
        (50, 60, 50),
    ]


def test_a_search_that_another_version_wrote_stops_no_other(world: World, store: Store) -> None:
    world.save("mill")
    store.save("b" * 8, "Newer", '{"search": {"sentiment": "angry"}}')
    store.save("c" * 8, "Odd", "[]")
    world.come(story(1, "The mill closes"))
    assert world.waiting() == [["The mill closes"]]


def test_settled_messages_and_old_notes_are_swept(world: World, store: Store) -> None:
    world.save("mill")
    world.come(story(1, "The mill closes"), story(2, "The mill opens"))
    [row] = store.deliveries.take(now_ms=2**50, until_ms=2**50, most=9)
    store.deliveries.put([Notice(row.search_id, "webhook", "", ["{}"], 5)], now_ms=5)
    store.deliveries.sent(row, now_ms=1_000)
    store.deliveries.sweep(done_before_ms=1_000, hits_before_ms=0)
    assert len(store.deliveries.listed()) == 2
    store.deliveries.sweep(done_before_ms=1_001, hits_before_ms=2**60)
    assert [row.state for row in store.deliveries.listed()] == ["waiting"]


@pytest.mark.parametrize(
    ("every", "at", "expected"),
    [
        ("at_once", "2026-03-04T05:59:59", "2026-03-04T05:59:59"),
        ("minute", "2026-03-04T05:59:59", "2026-03-04T06:00:00"),
        ("hour", "2026-03-04T05:59:59", "2026-03-04T06:00:00"),
        ("hour", "2026-03-04T06:00:00", "2026-03-04T07:00:00"),
        ("day", "2026-03-04T05:59:59", "2026-03-04T06:00:00"),
        ("day", "2026-03-04T06:00:00", "2026-03-05T06:00:00"),
        ("day", "2026-12-31T23:30:00", "2027-01-01T06:00:00"),
    ],
)
def test_when_a_message_is_due(every: str, at: str, expected: str) -> None:
    def time(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert due(every, time(at), digest_hour=6) == time(expected)  # type: ignore[arg-type]
