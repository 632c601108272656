"""Subscribing: records of a topic as they come, typed, at least once."""

from __future__ import annotations

from pipeline.subscribe.client import subscribe
from pipeline.subscribe.filters import Filter
from pipeline.subscribe.positions import Start
from pipeline.subscribe.subscription import Subscription, decoded

__all__ = ["Filter", "Start", "Subscription", "decoded", "subscribe"]
