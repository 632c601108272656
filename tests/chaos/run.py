"""One row: the wire runs, something is done to it, and what came out is held against what had to."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from uuid import uuid4

import structlog

from claimwire.settings import Settings, load_settings
from claimwire.stream.topics import create_topics
from claimwire_schemas.topics import ARTICLES, ENRICHED
from tests.chaos.commits import Commits, looking_at_commits
from tests.chaos.crew import Crew
from tests.chaos.feeding import Feeder
from tests.chaos.plan import OUT, Plan, articles
from tests.chaos.site import Kind, Site
from tests.chaos.watch import Watch, watching
from tests.stream.wire import workers

log = structlog.get_logger(__name__)
PARTITIONS = 4
REVISION = re.compile(r"\.\d+\.")
SESSION_S = 6
GIVEN_UP_S = 150
"""Without anything new for so long, what is missing is lost."""
ALL: tuple[Kind, ...] = ("embedded", "kafka", "cluster")
KAFKA: tuple[Kind, ...] = ("kafka", "cluster")


@dataclass
class Run:
    """A wire that runs: what a fault may touch."""

    site: Site
    settings: Settings
    plan: Plan
    crew: Crew
    watch: Watch
    commits: Commits
    feeder: Feeder
    random: Random
    folder: Path
    seconds: float
    broken_at: float | None = None
    notes: list[str] = field(default_factory=list)

    async def reach(self, share: float) -> None:
        """Wait until such a share of the enriched articles is out."""
        wanted = share * self.plan.count(ENRICHED.name)
        while len(self.watch.first[ENRICHED.name]) < wanted:
            await asyncio.sleep(0.05)
            assert monotonic() - self.watch.last_at < GIVEN_UP_S, f"{share:.0%} were not reached"

    def breaks(self) -> None:
        """Note that the first fault happens now."""
        self.broken_at = self.broken_at or monotonic()

    def missing(self) -> int:
        """Tell how many of the ids that have to come are not there, dead letters included."""
        ids = sum(
            sum(
                name not in self.watch.first[topic]
                for names in self.plan.ids[topic].values()
                for name in names
            )
            for topic in OUT
        )
        return ids + max(len(self.plan.letters) - len(self.watch.letters), 0)

    async def settle(self) -> None:
        """Wait until all is there and acknowledged, or nothing new has come for too long."""
        while self.missing():
            await asyncio.sleep(0.5)
            if monotonic() - self.watch.last_at > GIVEN_UP_S:
                self.notes.append("given up")
                return
        # What is done again after a fault brings no new id; it has to be acknowledged all the same.
        await self.commits.look()
        while _unacked(self) and monotonic() - self.watch.last_at < GIVEN_UP_S:
            await asyncio.sleep(0.2)


Fault = Callable[[Run], Awaitable[int]]
"""Does something to a run; returns how often."""


@dataclass(frozen=True)
class Row:
    """A fault: what is done, where it can be done, and to what."""

    name: str
    what: str
    fault: Fault
    kinds: tuple[Kind, ...] = ALL
    plan: Callable[[int], Plan] = articles
    workers: int = 2
    """Started before the fault; it may start more."""
    in_between: bool = False
    """Whether the workers come by way of somebody in between."""
    by_default: bool = True
    seconds: float | None = None
    """Over which the messages are fed; None for what the command says."""
    count: int | None = None
    """Messages, where it is not the command that says how many."""
    counts_revisions: bool = True
    """Whether revisions have to have the numbers of an undisturbed run."""
    small_disk: bool = False
    """Whether one broker's disk is to be small."""
    feeds_itself: bool = False
    """Whether the fault brings the plan's messages in, by a part of its own."""
    needs: Path | None = None
    """A file without which the row cannot be run."""

    def name_of(self, record_id: str) -> str:
        """Return what a record is known by: its id, without the revision where that may be another."""
        return record_id if self.counts_revisions else REVISION.sub(".", record_id)


@dataclass(frozen=True)
class Result:
    """What a row showed."""

    row: str
    what: str
    broker: str
    done: int
    fed: int
    ids: int
    lost: int
    unexpected: int
    twice: int
    records: int
    out_of_order: int
    acked_early: int
    looks: int
    standstill_s: float
    restarts: int
    unacked: int
    letters: bool
    took_s: float
    notes: list[str]

    @property
    def broken(self) -> dict[str, int]:
        """By promise that was broken, how often."""
        counts = {
            "lost": self.lost,
            "unexpected": self.unexpected,
            "out of order": self.out_of_order,
            "early acks": self.acked_early,
            "never acked": self.unacked,
            "other letters": int(not self.letters),
            "not done": int(not self.done),
        }
        return {promise: count for promise, count in counts.items() if count}

    @property
    def held(self) -> bool:
        """Whether every promise was kept."""
        return not self.broken


@dataclass(frozen=True)
class Amounts:
    """How much is fed in each row, over how long, and the seed of what is done at random."""

    articles: int
    seconds: float
    scale: float = 1
    """Of the numbers that rows have of their own."""

    seed: int = 1


async def run_row(row: Row, site: Site, amounts: Amounts) -> Result:
    """Run one row from empty topics to its result; raises `AssertionError` where it cannot go on."""
    start = monotonic()
    if row.needs and not row.needs.exists():
        raise AssertionError(f"{row.needs} is not installed")
    await site.heal()
    async with _prepared(row, site, amounts) as run:
        await run.crew.start(row.workers)
        fed = Plan() if row.feeds_itself else run.plan
        feeding = asyncio.create_task(run.feeder.feed(fed, seconds=run.seconds))
        try:
            done = await row.fault(run)
            await feeding
        finally:
            feeding.cancel()
        await run.settle()
        await run.crew.ready()
        run.crew.keeps = False
        await run.crew.dismiss_all()
        await run.commits.look()
        await run.watch.until(run.commits.looks[-1].ends)
        return _judge(row, run, done, monotonic() - start)


@asynccontextmanager
async def _prepared(row: Row, site: Site, amounts: Amounts) -> AsyncIterator[Run]:
    count = round(row.count * amounts.scale) if row.count else amounts.articles
    plan = await asyncio.to_thread(row.plan, count)
    plan.rename(row.name_of)
    direct = load_settings(
        bootstrap_servers=site.bootstrap,
        session_timeout_s=SESSION_S,
        partitions=PARTITIONS,
        replication_factor=site.replicas,
        group=f"chaos-{row.name}-{uuid4().hex[:6]}",
    )
    await create_topics(direct)
    between = {"bootstrap_servers": site.cluster.between} if row.in_between and site.cluster else {}
    with (
        tempfile.TemporaryDirectory(prefix=f"claimwire-{row.name}-") as folder,
        workers(direct.model_copy(update=between), Path(folder)) as started,
    ):
        async with (
            watching(direct, row.name_of) as watch,
            looking_at_commits(direct, watch, told_right=site.cluster is not None) as commits,
        ):
            crew = Crew(started)
            keeping = asyncio.create_task(crew.run())
            run = Run(
                site, direct, plan, crew, watch, commits, Feeder(direct), Random(amounts.seed), Path(folder),
                amounts.seconds if row.seconds is None else row.seconds,
            )  # fmt: skip
            try:
                yield run
            finally:
                keeping.cancel()


def _judge(row: Row, run: Run, done: int, took_s: float) -> Result:
    watch, plan = run.watch, run.plan
    expected = {topic: {name for names in plan.ids[topic].values() for name in names} for topic in OUT}
    lost = {topic: expected[topic] - watch.first[topic].keys() for topic in OUT}
    unexpected = {topic: watch.first[topic].keys() - expected[topic] for topic in OUT}
    for kind, names in (("lost", lost), ("unexpected", unexpected)):
        if some := {topic: sorted(found)[:3] for topic, found in names.items() if found}:
            run.notes.append(f"{kind}: {some}")
    planned = set(plan.letters)
    letters = Counter(
        (letter.reason, letter.value if (letter.reason, letter.value) in planned else None)
        for letter in watch.letters.values()
    )
    return Result(
        row=row.name,
        what=row.what,
        broker=run.site.kind,
        done=done,
        fed=len(plan.messages),
        ids=sum(map(len, expected.values())) + len(plan.letters),
        lost=sum(map(len, lost.values())) + (Counter(plan.letters) - letters).total(),
        unexpected=sum(map(len, unexpected.values())) + (letters - Counter(plan.letters)).total(),
        twice=watch.twice,
        records=sum(watch.total.values()),
        out_of_order=_out_of_order(run),
        acked_early=run.commits.too_early(run.feeder.fed, expected[ENRICHED.name]),
        looks=len(run.commits.looks),
        standstill_s=watch.standstill_s(run.broken_at) if run.broken_at else 0,
        restarts=run.crew.restarts,
        unacked=_unacked(run),
        letters=letters == Counter(plan.letters),
        took_s=took_s,
        notes=run.notes,
    )


def _out_of_order(run: Run) -> int:
    """Count the articles whose ids did not come in the order in which they had to."""
    return sum(
        run.watch.order[topic][key] != names
        for topic in OUT
        for key, names in run.plan.ids[topic].items()
        if set(names) == set(run.watch.order[topic][key])
    )


def _unacked(run: Run) -> int:
    """Count the articles that the last look found done and not acknowledged."""
    if not run.commits.looks:
        return 0
    look = run.commits.looks[-1]
    return sum(
        max(look.ends[ARTICLES.name, number] - look.committed[ARTICLES.name, number], 0)
        for number in range(PARTITIONS)
    )
