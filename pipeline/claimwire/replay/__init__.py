"""Replay and backfill: articles from the topics or an archive are sent again, marked, after live news."""

from __future__ import annotations

from claimwire.replay.archive import archive_line, archived
from claimwire.replay.chosen import Choice, Chosen
from claimwire.replay.replaying import Counts, Replay, replay
from claimwire.replay.sources import choose

__all__ = ["Choice", "Chosen", "Counts", "Replay", "archive_line", "archived", "choose", "replay"]
