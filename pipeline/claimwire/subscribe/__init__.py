"""Subscribe to the records of a topic: typed, in order, at least once."""

from __future__ import annotations

from claimwire.subscribe.client import subscribe
from claimwire.subscribe.filters import Filter
from claimwire.subscribe.positions import Start
from claimwire.subscribe.subscription import Subscription, decoded
from claimwire.subscribe.until import End, Until

__all__ = ["End", "Filter", "Start", "Subscription", "Until", "decoded", "subscribe"]
