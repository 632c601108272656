"""Where a row takes place: the embedded broker, one Kafka, or a cluster of three."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimwire.stream.embedded import embedded_broker
from tests.brokers.cluster import Cluster, cluster
from tests.chaos.between import Between, standing_between
from tests.conftest import empty

Kind = Literal["embedded", "kafka", "cluster"]
NODES = {"kafka": 1, "cluster": 3}
DISK_BYTES = 400 * 1024 * 1024
SMALL_DISK_NODE = 1


@dataclass
class Site:
    """Brokers to be broken; the embedded one has neither a cluster nor anyone in between."""

    kind: Kind
    bootstrap: str
    cluster: Cluster | None = None
    between: Between | None = None
    disk: Path | None = None
    """The data folder of a node, on a disk of its own that can be filled; where we may mount one."""

    @property
    def replicas(self) -> int:
        return NODES.get(self.kind, 1)

    async def heal(self) -> None:
        """Start what was stopped, and drop every topic."""
        if self.cluster:
            if self.between:
                self.between.delay_s, self.between.lose, self.between.lost = 0, None, 0
            await asyncio.to_thread(self.cluster.start)
            await asyncio.to_thread(empty, self.bootstrap)


@asynccontextmanager
async def site_of(kind: Kind, *, small_disk: bool = False) -> AsyncIterator[Site]:
    """Give a site while the context lasts; with `small_disk`, one node's can be filled."""
    async with AsyncExitStack() as stack:
        if kind == "embedded":
            yield Site(kind, await stack.enter_async_context(embedded_broker()))
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claimwire-chaos-")))
        disk = stack.enter_context(_small_disk(folder / "disk")) if small_disk else None
        data = {SMALL_DISK_NODE: disk / "data"} if disk else {}
        made = stack.enter_context(cluster(NODES[kind], folder, data=data))
        between = await stack.enter_async_context(standing_between(made))
        yield Site(kind, made.bootstrap, made, between, disk)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    """Give a small disk in memory; None where we are not allowed to mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
