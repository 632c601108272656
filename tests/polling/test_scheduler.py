"""The scheduler: who is polled when not all can be."""

from __future__ import annotations

import asyncio

from claimwire.polling.scheduler import MOST_OF_HOST, Scheduler
from claimwire.polling.states import FeedStates
from claimwire.sources.reader import DocumentReader
from claimwire.web.failures import FetchLimits
from tests.polling.world import NOON, KeptTable, SmallWorld, Wire, item, new_world, rss
from tests.web.server import BEHAVIOURS

PATIENT = FetchLimits(connect_s=5, read_s=60, total_s=60)


async def until_sent(world: SmallWorld, scheduler: Scheduler) -> None:
    """Let a scheduler run until an article is sent."""
    running = asyncio.create_task(scheduler.run())
    async with asyncio.timeout(10):
        while not world.wire.sent:  # noqa: ASYNC110 # the wire has no event for it
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_host_with_many_feeds_leaves_room_for_others(documents: DocumentReader) -> None:
    async with new_world(documents, limits=PATIENT) as world:
        states = FeedStates(KeptTable(), Wire(), changelog="feeds")
        for number in range(6):
            world.site.pages[f"/slow/{number}"] = BEHAVIOURS["/silent"]
            slow = world.feed(f"/slow/{number}", host="127.0.0.2")
            await states.add(slow.feed, partition=0, at=NOON)
        world.wait(minutes=1)
        world.site.serve("/feed", rss(item(1)))
        await states.add(world.feed("/feed").feed, partition=0, at=world.clock[0])
        scheduler = Scheduler(
            states, world.given, most=4, assigned=lambda: frozenset({0}), polled=lambda before, after: None
        )
        await until_sent(world, scheduler)
        assert sum(path.startswith("/slow/") for path, _ in world.site.asked) <= MOST_OF_HOST
