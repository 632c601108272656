"""Subscribing: records of a topic as they come, typed, at least once."""

from __future__ import annotations

from claimwire.subscribe.client import subscribe
from claimwire.subscribe.filters import Filter
from claimwire.subscribe.positions import Start
from claimwire.subscribe.subscription import Subscription, decoded

__all__ = ["Filter", "Start", "Subscription", "decoded", "subscribe"]
