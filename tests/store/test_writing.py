"""Writing: all or nothing, once, and revisions told apart; tallies are what counting would give."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from claimwire.errors import StoreError
from claimwire.store import ClaimRow, Offset, Search, Store, open_store
from claimwire.store.words import day_of, milliseconds
from claimwire_schemas import EnrichedArticle
from tests.store.articles import START, Said, enriched

EVERYTHING = Search(superseded=True)
FIRST = (Said("The mill will close in May"), Said("Nobody will lose a job", "Jon Vane"), Said("It is old"))
SECOND = (
    Said("The mill will close in June"),
    Said("Nobody will lose a job", "Jon Vane"),
    Said("All is well"),
)


def texts(store: Store, **asked: Any) -> list[str]:
    return [row.text for row in store.claims(Search(**asked), limit=500).rows]


def test_a_message_that_is_read_again_changes_nothing(store: Store) -> None:
    """The offset moves on; rows, positions and tallies are as they were."""
    one = enriched(1, *FIRST)
    first = store.write([one], [Offset("c", "t", 0, 7), Offset("c", "t", 1, 3)])
    before = store.claims(EVERYTHING), store.names("speaker"), store.counts(Search(), "hour")
    again = store.write([one, one], [Offset("c", "t", 0, 9)])
    assert (first.articles, first.claims, again.articles, again.claims, again.known) == (1, 3, 0, 0, 2)
    assert (store.claims(EVERYTHING), store.names("speaker"), store.counts(Search(), "hour")) == before
    assert store.offsets("c", "t") == {0: 9, 1: 3}
    assert store.offsets("another cluster", "t") == {}


def test_the_record_is_kept_whole(store: Store) -> None:
    one = enriched(1, *FIRST)
    store.write([one])
    [revision] = store.revisions(one.article.article_id)
    assert tuple(row.claim for row in revision.claims) == one.claims
    kept = EnrichedArticle.decode(revision.article.record.encode())
    assert kept.model_copy(update={"claims": one.claims}) == one
    assert store.claim(one.claims[1].claim_id) == revision.claims[1]


def test_a_changed_article_supersedes_its_old_claims_and_tells_what_changed(store: Store) -> None:
    for revision, said in enumerate((FIRST, SECOND), start=1):
        store.write([enriched(1, *said, revision=revision, seen=START + timedelta(hours=revision))])
    new, old = store.revisions(enriched(1).article.article_id)
    assert [(row.text, row.change) for row in new.claims] == [
        ("The mill will close in June", "changed"),
        ("Nobody will lose a job", "same"),
        ("All is well", "added"),
    ]
    assert [row.replaces for row in new.claims] == [old.claims[0].claim_id, old.claims[1].claim_id, None]
    assert (old.article.superseded, new.article.superseded) == (True, False)
    assert texts(store) == [one.text for one in SECOND]
    assert len(texts(store, superseded=True)) == 6
    assert [row.headline for row in store.articles(Search()).rows] == ["Story 1"]


def test_both_revisions_in_one_batch_are_as_in_two(store: Store) -> None:
    two = [
        enriched(1, *said, revision=n, seen=START + timedelta(hours=n))
        for n, said in enumerate((FIRST, SECOND), 1)
    ]
    store.write(two)
    assert texts(store) == [one.text for one in SECOND]


def test_an_older_text_that_comes_late_is_superseded_from_the_start(store: Store) -> None:
    """Two partitions of one article, or a replay: what was seen last is current."""
    later, earlier = (
        enriched(1, *said, seen=START + timedelta(hours=n)) for n, said in ((2, SECOND), (1, FIRST))
    )
    store.write([later])
    store.write([earlier])
    assert texts(store) == [one.text for one in SECOND]
    assert store.counts(Search(), "stance").counts == {"asserts": 3}


def test_a_text_that_comes_back_is_current_again(store: Store) -> None:
    for hour, said in enumerate((FIRST, SECOND, FIRST)):
        one = enriched(1, *said, seen=START + timedelta(hours=hour), revision=hour + 1)
        store.write([one])
    assert texts(store) == [one.text for one in FIRST]
    store.write([enriched(1, *SECOND, seen=START + timedelta(hours=1), revision=2)])
    assert texts(store) == [one.text for one in FIRST], "a message that is read again is no news"


def test_what_another_extractor_found_in_a_text_takes_its_place(store: Store) -> None:
    store.write([enriched(1, *FIRST), enriched(2, Said("Another"))])
    store.write([enriched(1, *FIRST, extractor="test-2")])
    assert texts(store) == [*(one.text for one in FIRST), "Another"]
    assert len(store.claims(EVERYTHING).rows) == 4
    assert {row.change for row in store.claims(Search(claimant="vane")).rows} == {"same"}
    [revision] = store.revisions(enriched(1).article.article_id)
    assert revision.article.extractor == "test-2"


def test_a_batch_is_stored_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offsets too: they are in the same transaction."""
    store.write([enriched(1, *FIRST)], [Offset("c", "t", 0, 1)])

    def fails(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr("claimwire.store.tallies.Tally.apply", fails)
    with pytest.raises(OSError, match="power"):
        store.write([enriched(2, *SECOND)], [Offset("c", "t", 0, 2)])
    monkeypatch.undo()
    assert store.offsets("c", "t") == {0: 1}
    assert len(texts(store)) == 3
    store.write([enriched(2, *SECOND)], [Offset("c", "t", 0, 2)])
    assert len(texts(store)) == 6


def test_old_days_are_dropped_whole_and_later_ones_stay(store: Store) -> None:
    for day in range(5):
        store.write(
            [enriched(day, Said(f"Day {day}", f"Speaker {day % 2}"), seen=START + timedelta(days=day))]
        )
    cut = day_of(milliseconds(START + timedelta(days=3)))
    dropped = store.drop_before(cut)
    assert (len(dropped), len(store.days()), store.days()[-1].day) == (3, 2, cut)
    assert sum(store.languages().values()) == sum(day.articles for day in store.days())
    assert texts(store) == texts(store, q="day") == ["Day 4", "Day 3"]
    assert sorted((name.key, name.claims) for name in store.names("speaker").rows) == [
        ("speaker-0", 1),
        ("speaker-1", 1),
    ]
    assert sum(store.counts(Search(), "hour").counts.values()) == 2
    assert store.names("outlet").rows[0].claims == 2
    before = store.last_position()
    store.write([enriched(0, Said("Day 0"), seen=START)], keep_days=2)
    assert texts(store) == ["Day 4", "Day 3"], "it is too old to be stored again"
    store.write([enriched(9, Said("Day 9"))])
    assert store.claims(Search()).rows[0].position > before


def test_a_store_that_is_cleared_is_filled_from_the_topic_again(store: Store) -> None:
    batch = [enriched(n, *FIRST) for n in range(5)]
    store.write(batch, [Offset("c", "t", 0, 5)])
    first, last = texts(store), store.last_position()
    store.clear()
    assert (texts(store), store.offsets("c", "t"), store.names("speaker").rows) == ([], {}, ())
    store.write(batch, [Offset("c", "t", 0, 5)])
    assert texts(store) == first
    assert min(row.position for row in store.claims(Search()).rows) > last, "a stream goes on"


def test_a_clock_that_is_ahead_makes_no_day_of_its_own(store: Store) -> None:
    store.write([enriched(1, Said("From the year 9999"), seen=START.replace(year=9999))])
    assert texts(store, q="9999") == ["From the year 9999"]
    assert store.days()[0].day <= day_of(milliseconds(START + timedelta(days=6)))


def test_nul_and_long_names_are_stored(store: Store) -> None:
    odd = Said("Odd", "A\0B " + "long " * 300, accused="C\0D")
    store.write([enriched(1, odd, outlet="E\0F")])
    [row] = store.claims(Search(q="odd")).rows
    assert row.claim.claimant.name == odd.speaker
    assert len(row.claimant or "") <= 500


def test_writers_at_the_same_time_give_positions_in_the_order_in_which_they_show(
    store: Store, store_url: str
) -> None:
    """Who reads what is above the last position that it saw misses nothing."""
    others = [store, open_store(store_url)]
    threads = [
        threading.Thread(
            target=lambda one=one, start=start: [
                one.write([enriched(n, *FIRST)]) for n in range(start, start + 25)
            ]
        )
        for one, start in zip(others, (0, 100), strict=True)
    ]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    is_last = False
    while not is_last:
        is_last = not any(thread.is_alive() for thread in threads)
        seen += [row.position for row in store.claims_after(Search(), max(seen, default=0)).rows]
    others[1].close()
    assert len(seen) == len(set(seen)) == 150


said = st.builds(
    Said,
    text=st.sampled_from(["It burned", "It is safe", "They knew"]),
    speaker=st.sampled_from(["Petra Olund", "Jon Vane"]),
    stance=st.sampled_from(["asserts", "denies", None]),
    accused=st.sampled_from([None, "Petra Olund"]),
)
revisions = st.tuples(
    st.integers(0, 3),
    st.lists(said, max_size=3, unique_by=lambda one: one.text),
    st.integers(0, 80),
    st.sampled_from(["test-1", "test-2"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(batches=st.lists(st.lists(revisions, max_size=4), max_size=4), cut=st.integers(0, 3))
def test_tallies_are_what_counting_would_give(store: Store, batches: list[Any], cut: int) -> None:
    store.clear()
    for batch in batches:
        store.write(
            enriched(n, *some, seen=START + timedelta(hours=hour), extractor=extractor)
            for n, some, hour, extractor in batch
        )
    store.drop_before(day_of(milliseconds(START + timedelta(days=cut))))
    articles, rows = store.articles(Search(), limit=500).rows, store.claims(Search(), limit=500).rows
    on_days = Counter(row.day for row in articles), Counter(row.day for row in rows)
    for day in store.days():
        assert (day.articles, day.claims) == (on_days[0][day.day], on_days[1][day.day])
    assert store.languages() == ({"en": len(articles)} if articles else {})
    assert_counted(store, "hour", Counter(str(row.seen_ms // 3_600_000) for row in rows))
    assert_counted(store, "day", Counter(str(row.day) for row in rows))
    for one in rows[:3]:
        of = Search(speaker=one.claimant_key)
        same = Counter(str(row.day) for row in rows if row.claimant_key == one.claimant_key)
        assert store.counts(of, "day").counts == same
        assert store.counts(of.model_copy(update={"min_worth": 0.0}), "day").counts == same
    assert_counted(store, "stance", Counter(row.stance or "" for row in rows))
    assert_counted(store, "outlet", Counter(row.outlet_key or "" for row in rows))
    assert_counted(store, "speaker", Counter(row.claimant_key or "" for row in rows))
    accused = Counter(row.accused_key for row in rows if row.accused_key)
    assert store.counts(Search(), "accused").counts == accused
    named = {
        name.key: (name.claims, name.accused)
        for name in store.names("speaker").rows
        if name.claims or name.accused
    }
    spoke = Counter(row.claimant_key for row in rows if row.claimant_key)
    assert named == {key: (spoke[key], accused[key]) for key in spoke | accused}


def assert_counted(store: Store, by: Any, expected: Counter[str]) -> None:
    assert store.counts(Search(), by).counts == expected
    slow = store.counts(Search(min_worth=0), by)
    assert (slow.counts, slow.is_complete) == (expected, True)


def test_the_migrations_make_the_tables(store: Store) -> None:
    tables = store._dialect.tables.metadata
    with store._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _is_ours(set(tables.tables))}
        )
        assert compare_metadata(context, tables) == []


def _is_ours(names: set[str]) -> Any:
    """Days' own tables, what finds words, and PostgreSQL's indexes on them are made beside."""

    def is_ours(item: Any, name: str | None, kind: str, *_: object) -> bool:
        if kind == "table":
            return name in names
        return not (kind == "index" and (name or "").endswith(("_words", "_parts")))

    return is_ours


def test_a_store_is_opened_again_as_it_was(store: Store, store_url: str) -> None:
    store.write([enriched(1, *FIRST)], [Offset("c", "t", 0, 1)])
    again = open_store(store_url)
    assert again.claims(Search()) == store.claims(Search())
    again.close()


def test_a_closed_store_connects_no_more(store: Store) -> None:
    """A thread that was waiting for its turn may come after the end."""
    store.write([enriched(1, *FIRST)])
    store.close()
    with pytest.raises(StoreError, match="store: closed"):
        store.claims(Search())
    with pytest.raises(StoreError, match="store: closed"):
        store.write([enriched(2, *FIRST)])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a URL"),
        ("mysql://localhost/x", "neither sqlite nor postgresql"),
        ("sqlite://", "neither"),
        ("sqlite:////proc/nowhere/desk.db", "store /proc/nowhere"),
        ("postgresql://secret-user:secret-word@127.0.0.1:1/x", "127.0.0.1"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so_without_the_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as raised:
        open_store(url)
    assert "secret-word" not in str(raised.value)


def test_rows_are_what_their_record_says(store: Store) -> None:
    one = enriched(1, Said("It burned", "Jon Vane", "accuses", accused="Petra Olund", worth=0.25))
    store.write([one])
    [row] = store.claims(Search()).rows
    assert isinstance(row, ClaimRow)
    assert (row.claimant_key, row.accused_key, row.worth, row.entity_names) == (
        "jon-vane",
        "petra-olund",
        0.25,
        ("Jon Vane",),
    )
    assert (row.seen, row.published, row.headline) == (one.article.received_at, None, "Story 1")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_disk_that_is_full_loses_nothing(store: Store) -> None:
    """What does not fit is not stored in part; once there is room, it is."""
    store.write([enriched(0, *FIRST)], [Offset("c", "t", 0, 1)])
    pages = {"most": 1}

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages['most']}")

    event.listen(store._engine, "begin", limit)
    large = [enriched(number, *FIRST) for number in range(1, 200)]
    with pytest.raises(StoreError, match="full"):
        store.write(large, [Offset("c", "t", 0, 200)])
    assert (store.offsets("c", "t"), len(texts(store))) == ({0: 1}, 3)
    pages["most"] = 1_000_000
    store.write(large, [Offset("c", "t", 0, 200)])
    assert (store.offsets("c", "t"), store.days()[0].claims) == ({0: 200}, 600)
