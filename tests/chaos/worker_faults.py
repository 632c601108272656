"""What is done to workers."""

from __future__ import annotations

import asyncio

from tests.chaos.run import SESSION_S, Row, Run

PAUSE_S = SESSION_S + 4


async def nothing_happens(run: Run) -> int:
    await run.reach(1)
    return 1


async def kill(run: Run) -> int:
    shares = (0.15, 0.4, 0.65)
    for share in shares:
        await run.reach(share)
        run.breaks()
        await run.crew.replace(run.random.choice(run.crew.running))
    return len(shares)


async def stop_and_continue(run: Run) -> int:
    shares = (0.2, 0.6)
    for share in shares:
        await run.reach(share)
        worker = run.random.choice(run.crew.running)
        run.breaks()
        run.crew.pause(worker)
        await asyncio.sleep(PAUSE_S)
        run.crew.resume(worker)
    return len(shares)


async def rolling_restart(run: Run) -> int:
    await run.reach(0.15)
    run.breaks()
    restarted = 0
    for _ in range(2):
        for worker in list(run.crew.running):
            await run.crew.dismiss(worker)
            await run.crew.start()
            restarted += 1
    return restarted


async def join_and_leave(run: Run) -> int:
    """Join and leave before the others have agreed on the last time."""
    await run.reach(0.15)
    run.breaks()
    moves = 0
    for _ in range(4):
        newcomer = run.crew.add()
        while '"worker_ready"' not in newcomer.log.read_text() and newcomer.process.poll() is None:
            await asyncio.sleep(0.05)
        await asyncio.sleep(run.random.uniform(0, 1.5))
        run.crew.add()
        await run.crew.kill(run.random.choice(run.crew.running[:-1]))
        await run.crew.kill(run.crew.running[0])
        moves += 4
    return moves


ROWS = (
    Row("calm", "no fault", nothing_happens),
    Row("kill", "SIGKILL of a worker; another starts", kill),
    Row("stop", f"SIGSTOP of a worker for {PAUSE_S} s (session {SESSION_S} s), SIGCONT", stop_and_continue),
    Row(
        "rolling",
        "SIGTERM of each worker in turn, the next when its successor is ready",
        rolling_restart,
        seconds=40,
    ),
    Row("join-leave", "workers join and are killed in the middle of rebalances", join_and_leave, seconds=60),
)
