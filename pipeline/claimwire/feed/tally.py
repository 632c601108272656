"""A tally: what has become of a feed's entries."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimwire.feed.entries import Position


@dataclass
class Tally:
    """Counts so far, and the place after the last entry counted.

    `resumed` were delivered by an earlier run that was interrupted; `without_text` are items of a web feed or
    a news message, and records of an archive, that have none, which is no fault.
    """

    delivered: int = 0
    bad: int = 0
    without_text: int = 0
    resumed: int = 0
    position: Position = field(default_factory=Position)
