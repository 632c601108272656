"""The long runs, which are asked for by name."""

from __future__ import annotations

from tests.chaos.broker_faults import kill_leader
from tests.chaos.plan import articles, tiny
from tests.chaos.run import Row, Run
from tests.chaos.worker_faults import kill


async def kill_all_along(run: Run) -> int:
    """SIGKILL workers, and the leader where there is one that others can stand in for."""
    done = await kill(run)
    if run.site.kind == "cluster":
        done += await kill_leader(run)
    return done


ROWS = (
    Row("million", "tiny messages passed through; workers and leaders killed", kill_all_along,
        plan=tiny, count=1_000_000, seconds=0, by_default=False),
    Row("twenty-thousand", "articles extracted; workers and leaders killed", kill_all_along,
        plan=articles, count=20_000, seconds=0, by_default=False),
)  # fmt: skip
