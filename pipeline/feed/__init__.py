"""Feeding: files, folders, standard input and single RSS or Atom feeds become raw articles on the wire."""

from __future__ import annotations

from pipeline.feed.entries import Entry, Parsed, Position, Unreadable
from pipeline.feed.feeding import Listener, feed_entries, feed_files
from pipeline.feed.fetching import fetch_feed
from pipeline.feed.files import STDIN, Format, Found, InputFile, find_files, total_bytes
from pipeline.feed.reading import MAX_BYTES, FeedOptions, read_files, read_lines
from pipeline.feed.rss_apart import parse_feed_apart
from pipeline.feed.tally import Tally

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "Entry",
    "FeedOptions",
    "Format",
    "Found",
    "InputFile",
    "Listener",
    "Parsed",
    "Position",
    "Tally",
    "Unreadable",
    "feed_entries",
    "feed_files",
    "fetch_feed",
    "find_files",
    "parse_feed_apart",
    "read_files",
    "read_lines",
    "total_bytes",
]
