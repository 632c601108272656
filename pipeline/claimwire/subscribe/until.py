"""Until: where a subscription ends, at the topic's end or at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from aiokafka import ConsumerRecord

from claimwire.subscribe.scout import Offsets, kafka_ms
from claimwire.subscribe.subscription import Subscription, partition_of

End = Literal["end"] | datetime | None
"""`end` is that of the topic when reading starts; None is never."""


@dataclass
class Until:
    """Tells which messages come too late, and when no other can come."""

    end: End
    _ends: Offsets | None = field(default=None, init=False)

    async def start(self, subscription: Subscription) -> None:
        """Note where the topic ends, if that is the end."""
        if self.end == "end":
            self._ends = await subscription.ends()

    def is_beyond(self, message: ConsumerRecord) -> bool:
        """Tell whether a message comes too late."""
        if isinstance(self.end, datetime):
            return bool(message.timestamp >= kafka_ms(self.end))
        return self._ends is not None and message.offset >= self._ends.get(partition_of(message), 0)

    async def is_reached(self, subscription: Subscription) -> bool:
        """Tell whether everything before the end was read."""
        if isinstance(self.end, datetime) and self._ends is None and datetime.now(UTC) >= self.end:
            self._ends = await subscription.ends()
        return self._ends is not None and await subscription.has_read(self._ends)
