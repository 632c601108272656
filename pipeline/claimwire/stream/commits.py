"""Tracks fetched and acknowledged messages, so that no commit passes an open message.

Faust 0.15.3 keeps books of acknowledged messages only, and loses messages in rebalances:

- It drops records fetched before a rebalance, or takes them for new ones, then seeks to the committed offset.
  If a partition has none yet, aiokafka leaves the position after the dropped records.
- It drops messages below the last offset it read as already read.
- It notes a commit that the broker refused in a rebalance as done. If nothing was committed before, the note
  outlives the rebalance: the messages that come again are neither sought from the beginning nor committed.
- Its check for a gap before the first acknowledged message lets a gap of one pass, and any gap if nothing is
  committed yet.

The next commit then passes over messages that nobody has worked on: kill tests lost 1 and 64 articles
(issue 606 of faust-streaming is related). `faust_internals.py` makes Faust commit by the books kept here.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

import structlog

from claimwire.stream.metrics import Metrics

log = structlog.get_logger(__name__)


class Fetched:
    """What was fetched of each partition since the last seek, in order, and what of it is acknowledged."""

    def __init__(self) -> None:
        self.seeks = 0
        self._waiting: dict[Any, deque[int]] = defaultdict(deque)
        self._acked: dict[Any, set[int]] = defaultdict(set)
        self._next: dict[Any, int] = {}

    def add(self, partition: Any, offsets: list[int]) -> range:
        """Note that messages were fetched; return the offsets that were skipped before the first."""
        skipped = range(self._next.get(partition, offsets[0]), offsets[0])
        self._next[partition] = offsets[-1] + 1
        self._waiting[partition].extend(offsets)
        return skipped

    def ack(self, partition: Any, offset: int) -> None:
        """Note that a message was acknowledged."""
        self._acked[partition].add(offset)

    def begin(self, committed: dict[Any, int]) -> None:
        """Start anew: every partition is read again from what is committed."""
        self.seeks += 1
        self._waiting.clear()
        self._acked.clear()
        self._next = committed

    def partitions(self) -> list[Any]:
        """Return the partitions of which something was acknowledged."""
        return [partition for partition, acked in self._acked.items() if acked]

    def unacknowledged(self, partition: Any) -> int:
        """Return how many of the messages that were fetched are not acknowledged."""
        acked = self._acked.get(partition, set())
        return sum(offset not in acked for offset in self._waiting.get(partition, ()))

    def take_committable(self, partition: Any) -> int | None:
        """Return the offset after all that is acknowledged, if it has moved."""
        waiting, acked, last = self._waiting[partition], self._acked[partition], None
        while waiting and waiting[0] in acked:
            last = waiting.popleft()
        acked.intersection_update(waiting)  # others were acknowledged twice, or before a seek
        return None if last is None else last + 1


def tell_what_is_gone(skipped: dict[Any, range], begins: dict[Any, int | None], metrics: Metrics) -> None:
    """Log and count skipped offsets that retention deleted before they were fetched.

    `begins` is the first offset of each partition. Offsets skipped after it were compacted, or belong to an
    aborted transaction.
    """
    for partition, offsets in skipped.items():
        gone = min(begins.get(partition) or 0, offsets.stop) - offsets.start
        if gone <= 0:
            continue
        metrics.messages_gone.labels(partition.topic).inc(gone)
        log.error(
            "messages_gone",
            topic=partition.topic,
            partition=partition.partition,
            messages=gone,
            detail="deleted before they were taken: make the topic's retention longer or add workers",
        )
