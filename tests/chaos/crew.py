"""The crew: workers that are started again when they end, as Compose and systemd do."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from tests.stream.wire import WorkerProcess, Workers

LOOK_EVERY_S = 0.3
READY_S = 240


@dataclass
class Crew:
    """Keeps workers running; `restarts` counts those that ended by themselves."""

    workers: Workers
    running: list[WorkerProcess] = field(default_factory=list)
    restarts: int = 0
    keeps: bool = True

    async def run(self) -> None:
        """Start again whoever ends, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for worker in list(self.running):
                if worker.process.poll() is not None and self.keeps:
                    self.running.remove(worker)
                    self.restarts += 1
                    self.add()

    def add(self) -> WorkerProcess:
        """Start one more, and wait for nothing."""
        worker = self.workers.spawn()
        self.running.append(worker)
        return worker

    async def start(self, count: int = 1) -> list[WorkerProcess]:
        """Start so many more, and wait until each takes articles, or what was started in its place."""
        new = [self.add() for _ in range(count)]
        await self.ready()
        return new

    async def ready(self) -> None:
        """Wait until every worker takes articles."""
        deadline = monotonic() + READY_S
        while not all(_is_ready(worker) for worker in self.running):
            assert monotonic() < deadline, f"a worker was not ready in {READY_S} s"
            await asyncio.sleep(0.2)

    async def kill(self, worker: WorkerProcess) -> None:
        """SIGKILL one for good."""
        self._drop(worker)
        worker.process.kill()
        await asyncio.to_thread(worker.process.wait)

    async def replace(self, worker: WorkerProcess) -> None:
        """SIGKILL one and start another, as whoever watches over it does."""
        await self.kill(worker)
        self.add()

    async def dismiss(self, worker: WorkerProcess) -> None:
        """SIGTERM one and wait until it has finished; it has to end well."""
        self._drop(worker)
        status = await asyncio.to_thread(worker.terminate)
        assert status == 0, f"exit {status}: {worker.log.read_text()[-3000:]}"

    async def dismiss_all(self) -> None:
        """SIGTERM all of them at once."""
        await asyncio.gather(*(self.dismiss(worker) for worker in list(self.running)))

    def pause(self, worker: WorkerProcess) -> None:
        """SIGSTOP one."""
        worker.process.send_signal(signal.SIGSTOP)

    def resume(self, worker: WorkerProcess) -> None:
        """SIGCONT one."""
        worker.process.send_signal(signal.SIGCONT)

    def _drop(self, worker: WorkerProcess) -> None:
        with suppress(ValueError):  # it ended by itself, and another is in its place
            self.running.remove(worker)


def _is_ready(worker: WorkerProcess) -> bool:
    return worker.process.poll() is None and '"worker_ready"' in worker.log.read_text()
