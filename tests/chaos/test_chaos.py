"""A few rows of `make chaos`, small; and that the harness sees what it is there to see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from claimwire_schemas.topics import ARTICLES, ENRICHED, RAW
from tests.chaos.commits import Commits, Look
from tests.chaos.plan import OUT, articles, tiny
from tests.chaos.report import as_json, cells
from tests.chaos.rows import ROWS
from tests.chaos.run import PARTITIONS, Amounts, Result, run_row
from tests.chaos.site import Kind, site_of
from tests.chaos.watch import Place, Watch

SMALL = Amounts(articles=60, seconds=5)
HELD = Result(
    row="calm", what="nothing is done", broker="embedded", done=1, fed=60, ids=600, lost=0, unexpected=0,
    twice=3, records=603, out_of_order=0, acked_early=0, looks=9, standstill_s=1.5, restarts=0, unacked=0,
    letters=True, took_s=20, notes=[],
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.broker
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("kill", "embedded"),
        ("bad-in-batch", "embedded"),
        ("push", "embedded"),
        pytest.param("all-brokers", "kafka", marks=pytest.mark.kafka),
        pytest.param("retention", "kafka", marks=pytest.mark.kafka),
    ],
)
async def test_a_row_holds(name: str, kind: Kind) -> None:
    """Every id arrives, in order, and nothing is acknowledged before."""
    [row] = [row for row in ROWS if row.name == name]
    async with site_of(kind) as site:
        result = await run_row(row, site, SMALL)
    assert result.held, as_json([result])


@pytest.mark.parametrize(
    "broken",
    [
        {"lost": 1},
        {"unexpected": 1},
        {"out_of_order": 1},
        {"acked_early": 1},
        {"unacked": 1},
        {"letters": False},
        {"done": 0},
    ],
)
def test_a_broken_promise_is_shown(broken: dict[str, Any]) -> None:
    """Each by itself, and repeats are none."""
    assert HELD.held
    assert cells(HELD)[-1] == "held"
    result = replace(HELD, **broken)
    assert not result.held
    assert cells(result)[-1] == "BROKEN"


def test_what_was_acknowledged_before_it_was_delivered_is_counted() -> None:
    """At the look, messages 0 and 1 are committed, and the record of 1 is behind the end of its topic."""
    watch = Watch(SimpleNamespace())
    watch.first[ARTICLES.name] = {"a": Place(2, 0), "b": Place(2, 1)}
    watch.first[ENRICHED.name] = {"a": Place(0, 0), "b": Place(0, 1)}
    commits = Commits(SimpleNamespace(partitions=PARTITIONS), watch, told_right=True)  # type: ignore[arg-type]
    committed: defaultdict[tuple[str, int], int] = defaultdict(int, {(RAW.name, 3): 2})
    commits.looks.append(Look(committed, {(ARTICLES.name, 2): 1}))
    fed = {Place(3, 0): "a", Place(3, 1): "b"}
    assert commits.too_early(fed, {"a", "b"}) == 1
    commits.looks[:] = [Look(committed, {(ARTICLES.name, 2): 2})]
    assert commits.too_early(fed, {"a", "b"}) == 0


def test_a_plan_tells_ids_in_the_order_of_their_texts() -> None:
    """One message in ten is a second text of an earlier article: two records on each topic, in order."""
    plan = articles(30)
    twice = {key: names for key, names in plan.ids[ARTICLES.name].items() if len(names) > 1}
    assert len(twice) == 3
    for key, names in twice.items():
        assert [name.split(".")[1] for name in names] == ["1", "2"]
        assert [name.split(".")[1] for name in plan.ids[ENRICHED.name][key]] == ["1", "2"]
    assert [plan.count(topic) for topic in OUT] == [30, 120, 120, 30]


def test_tiny_messages_are_all_different() -> None:
    """So that a million of them are a million ids."""
    plan = tiny(500)
    assert plan.count(ARTICLES.name) == plan.count(ENRICHED.name) == len(set(plan.led_to)) == 500
