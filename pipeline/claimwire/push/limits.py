"""Limits of the push server, so that nobody's requests can fill its memory or keep it waiting."""

from __future__ import annotations

from dataclasses import dataclass

from claimwire.raw_messages import MAX_BYTES


@dataclass(frozen=True)
class PushLimits:
    """What one request, and all of them together, may take."""

    body_bytes: int = MAX_BYTES
    """Of a request, when decompressed: what the raw topic takes."""
    lines: int = 10_000
    in_flight_bytes: int = 2 * MAX_BYTES
    """Of all requests that are being answered. A message in the making takes about three times as much."""
    in_flight_requests: int = 64
    read_s: float = 30.0
    deliver_s: float = 45.0
    """A little more than a broker is given for one message."""
    stop_s: float = 60.0
    kept_answers: int = 10_000
    kept_bytes: int = 16 * 1024 * 1024
    kept_s: float = 24 * 3600.0


class Room:
    """What all requests together may hold, in bytes."""

    def __init__(self, limits: PushLimits) -> None:
        self._limits = limits
        self.requests = 0
        self.bytes = 0

    def enter(self) -> bool:
        """Take a place for a request; tell whether there was one."""
        free = self.requests < self._limits.in_flight_requests
        self.requests += free
        return free

    def grow(self, size: int) -> bool:
        """Take `size` bytes more; tell whether there was room."""
        free = self.bytes + size <= self._limits.in_flight_bytes
        self.bytes += size if free else 0
        return free

    def leave(self, size: int) -> None:
        """Give back a request's place and its bytes."""
        self.requests -= 1
        self.bytes -= size
